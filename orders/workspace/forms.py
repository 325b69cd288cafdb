"""What changes on an order at any time before it is archived. Shapes only."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.people import queries as people


class NotesForm(forms.Form):
    """Notes, contact, urgency."""

    contact_name = forms.CharField(label=_("Contact"), max_length=60, required=False)
    contact_phone = forms.CharField(label=_("Contact phone"), max_length=40, required=False)
    is_urgent = forms.BooleanField(label=_("Urgent"), required=False)
    notes = forms.CharField(
        label=_("Notes"), required=False, widget=forms.Textarea(attrs={"rows": 5, "autofocus": True})
    )

    @staticmethod
    def initial_of(order: Any) -> dict[str, Any]:
        """What the order has."""
        return {name: getattr(order, name) for name in NotesForm.base_fields}

    def changes(self) -> dict[str, Any]:
        """Field → value, of what was changed: a masked phone that nobody touched stays as it is."""
        return {name: self.cleaned_data[name] for name in self.changed_data}


class PeopleForm(forms.Form):
    """Who looks after the order."""

    salesperson = forms.ChoiceField(label=_("Salesperson"), required=False)
    executing_owner = forms.ChoiceField(label=_("Executing owner"), required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        staff = [("", "–"), *((str(person.pk), person.name) for person in people.active_people())]
        for field in self.fields.values():
            field.choices = staff  # type: ignore[attr-defined]

    @staticmethod
    def initial_of(order: Any) -> dict[str, Any]:
        """Who it is now."""
        return {"salesperson": order.salesperson_id, "executing_owner": order.executing_owner_id}

    def changes(self) -> dict[str, Any]:
        """Field → id, of what was changed."""
        data = self.cleaned_data
        return {name: int(data[name]) if data[name] else None for name in self.changed_data}
