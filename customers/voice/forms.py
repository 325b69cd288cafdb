"""Shapes of what people write down about customers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.people import queries as people
from customers.voice.models import CustomerNote


class NoteForm(forms.Form):
    """Something a customer said."""

    kind = forms.ChoiceField(label=_("Kind"), choices=CustomerNote.Kind.choices)
    text = forms.CharField(label=_("What was said"), required=False, widget=forms.Textarea({"rows": 3}))
    score = forms.TypedChoiceField(
        label=_("Satisfaction, 1 to 5"),
        choices=[("", "–"), *((str(n), str(n)) for n in range(1, 6))],
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("Only for the kind “Satisfaction”; 5 is best"),
    )
    order_number = forms.CharField(label=_("About order"), max_length=20, required=False)
    due_date = forms.DateField(
        label=_("Follow up by"), required=False, widget=forms.DateInput, help_text=_("Empty: nothing is owed")
    )
    responsible = forms.TypedChoiceField(
        label=_("Who"), coerce=int, empty_value=None, required=False, help_text=_("Empty: yourself")
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        staff = [(one.pk, f"{one.name} · {one.department or '–'}") for one in people.active_people()]
        self.fields["responsible"].choices = [("", "–"), *staff]  # type: ignore[attr-defined]

    def columns(self) -> dict[str, Any]:
        """The entries as the operation takes them."""
        data = dict(self.cleaned_data)
        return {"responsible_id": data.pop("responsible"), **data}


class AnswerForm(forms.Form):
    """What the customer was told."""

    answer = forms.CharField(label=_("Answer"), widget=forms.Textarea({"rows": 3}))


class DoneForm(forms.Form):
    """A question without a field."""


class WithdrawForm(forms.Form):
    """Why something counts no more."""

    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea({"rows": 2, "autofocus": True}))
