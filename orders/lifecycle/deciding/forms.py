"""What sending back and asking another approver ask for. Shapes only; the operations decide."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from orders.lifecycle.forms import ReasonForm

DRAFT = "draft"


class SendBackForm(ReasonForm):
    """Why, and how far back: to the draft, or to a step of the approval that was decided already."""

    to = forms.ChoiceField(label=_("Back to"), required=False)

    def __init__(self, *args: Any, steps: Iterable[tuple[int, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        earlier = [(str(number), _("Step of %(people)s") % {"people": names}) for number, names in steps]
        self.fields["to"].choices = [(DRAFT, _("The draft: who made it corrects it")), *earlier]  # type: ignore[attr-defined]
        if not earlier:
            del self.fields["to"]

    @property
    def step(self) -> int | None:
        """The step that was chosen; None: the draft."""
        chosen = self.cleaned_data.get("to") or DRAFT
        return None if chosen == DRAFT else int(chosen)


class MailedDecisionForm(forms.Form):
    """A remark; sending back needs one."""

    reason = forms.CharField(
        label=_("Remark; the reason where you send it back"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AddApproverForm(forms.Form):
    """Whom to ask as well, when, and what."""

    person = forms.ChoiceField(label=_("Whom to ask as well"))
    place = forms.ChoiceField(
        label=_("When"),
        choices=[("before", _("Before me: I decide afterwards")), ("after", _("After me"))],
        initial="before",
    )
    question = forms.CharField(
        label=_("What for"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, people: Iterable[Any], **kwargs: Any):
        super().__init__(*args, **kwargs)
        found = [(str(person.pk), f"{person.name} · {person.department or '–'}") for person in people]
        self.fields["person"].choices = found  # type: ignore[attr-defined]
