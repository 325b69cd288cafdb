"""What sending back and asking another approver ask for. Shapes only; the operations decide."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from orders.checking.choices import ErrorKind
from orders.lifecycle.forms import ReasonForm

DRAFT = "draft"


_KINDS = [("", _("no error: decided otherwise")), *ErrorKind.choices]


class ErrorFound(forms.Form):
    """Whether an error of the order is the reason, and of which line: then it is kept on record."""

    error_kind = forms.ChoiceField(label=_("Error that was found"), choices=_KINDS, required=False)
    error_line = forms.TypedChoiceField(label=_("Of line"), required=False, coerce=int, empty_value=None)

    def offer_lines(self, lines: Iterable[Any]) -> None:
        """The lines that it may be about."""
        rows = [(str(line.line_no), f"{line.line_no} · {line.product_name}") for line in lines]
        self.fields["error_line"].choices = [("", _("the order as a whole")), *rows]  # type: ignore[attr-defined]

    @property
    def error(self) -> dict[str, Any]:
        """As the operations take it."""
        return {"error_kind": self.cleaned_data["error_kind"], "error_line": self.cleaned_data["error_line"]}


class SendBackForm(ReasonForm, ErrorFound):
    """Why, and how far back: to the draft, or to a step of the approval that was decided already."""

    field_order = ("to", "reason", "error_kind", "error_line")
    to = forms.ChoiceField(label=_("Back to"), required=False)

    def __init__(self, *args: Any, steps: Iterable[tuple[int, str]], lines: Iterable[Any], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.offer_lines(lines)
        earlier = [(str(number), _("Step of %(people)s") % {"people": names}) for number, names in steps]
        self.fields["to"].choices = [(DRAFT, _("The draft: who made it corrects it")), *earlier]  # type: ignore[attr-defined]
        if not earlier:
            del self.fields["to"]

    @property
    def step(self) -> int | None:
        """The step that was chosen; None: the draft."""
        chosen = self.cleaned_data.get("to") or DRAFT
        return None if chosen == DRAFT else int(chosen)


class MailedDecisionForm(ErrorFound):
    """A remark; sending back needs one, and may say that it is for an error."""

    field_order = ("reason", "error_kind", "error_line")

    reason = forms.CharField(
        label=_("Remark; the reason where you send it back"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, lines: Iterable[Any], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.offer_lines(lines)


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
