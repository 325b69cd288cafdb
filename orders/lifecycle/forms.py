"""What the verbs of an order ask for: a reason, days, lines, people. Shapes only; the operations decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.people import queries as people


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3, "autofocus": True})
    )


class FreezeForm(forms.Form):
    """Why, until when, and whether what is reserved goes back to stock."""

    reason = forms.CharField(label=_("Reason"), max_length=200, widget=forms.TextInput(attrs={"autofocus": True}))
    until = forms.DateField(
        label=_("Until"),
        required=False,
        widget=forms.DateInput,
        help_text=_("The freeze lifts itself after this day. Empty: until somebody lifts it."),
    )
    release_reservations = forms.BooleanField(label=_("Give the reserved stock back"), required=False)


class ReassignForm(forms.Form):
    """Who is to look after orders; an empty choice leaves the person as he is."""

    salesperson = forms.ChoiceField(label=_("Salesperson"), required=False)
    executing_owner = forms.ChoiceField(label=_("Executing owner"), required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        staff = [("", _("as it is")), *((str(person.pk), person.name) for person in people.active_people())]
        for field in self.fields.values():
            field.choices = staff  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """At least one of both."""
        data = super().clean() or {}
        if not any(data.values()):
            raise forms.ValidationError(_("Choose a salesperson or an executing owner."))
        return data

    def changes(self) -> dict[str, int]:
        """Field → id of the person, of what was chosen."""
        return {f"{name}_id": int(value) for name, value in self.cleaned_data.items() if value}
