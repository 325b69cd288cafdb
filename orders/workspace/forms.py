"""What changes on an order at any time before it is archived. Shapes only."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.people import queries as people
from orders.order import choices, policies
from segments.custom_fields import definitions
from segments.custom_fields import forms as custom_fields
from segments.custom_fields.values import LINE, ORDER


class NotesForm(forms.Form):
    """Notes, contact, urgency, and how far the contract is: it is often signed after the order took effect."""

    verb = "order.edit"

    notes = forms.CharField(
        label=pgettext_lazy("order", "Notes"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "autofocus": True}),
    )
    contact_name = forms.CharField(label=_("Contact"), max_length=60, required=False)
    contact_phone = forms.CharField(label=_("Contact phone"), max_length=40, required=False)
    contract_state = forms.ChoiceField(label=_("Contract"), choices=choices.ContractState.choices)
    contract_signed_date = forms.DateField(label=_("Contract signed on"), required=False, widget=forms.DateInput)
    is_urgent = forms.BooleanField(label=_("Urgent"), required=False)

    @classmethod
    def of(cls, user: Any, order: Any, data: Any) -> "NotesForm":
        """The form as ``user`` may see the order: a hidden field is not in it, a masked one begins masked."""
        hidden = policies.hidden_columns(user)
        kept = order.custom
        shown = policies.redact(user, [order])[0]
        form = cls(data, initial={name: getattr(shown, name) for name in cls.base_fields})
        for name in hidden & form.fields.keys():
            del form.fields[name]
        custom_fields.add(form, user, ORDER, kept, leave_out=definitions.commercial_keys(ORDER))
        return form

    def changes(self) -> dict[str, Any]:
        """Column → value, of what was changed: a masked phone that nobody touched stays as it is."""
        own = {name: self.cleaned_data[name] for name in self.changed_data if name in self.base_fields}
        changed = custom_fields.given(self, changed_only=True)
        return own | ({"custom": changed} if changed else {})


class LineFieldsForm(forms.Form):
    """Custom fields of a line that are not part of what was approved."""

    def __init__(self, user: Any, line: Any, data: Any):
        super().__init__(data)
        custom_fields.add(self, user, LINE, line.custom, leave_out=definitions.commercial_keys(LINE))

    def changes(self) -> dict[str, Any]:
        """Key → value, of what was changed."""
        return custom_fields.given(self, changed_only=True)


class PeopleForm(forms.Form):
    """Who looks after the order."""

    verb = "order.reassign"

    salesperson = forms.ChoiceField(label=_("Salesperson"), required=False)
    executing_owner = forms.ChoiceField(label=_("Executing owner"), required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        staff = [("", "–"), *((str(person.pk), person.name) for person in people.active_people())]
        for field in self.fields.values():
            field.choices = staff  # type: ignore[attr-defined]

    @classmethod
    def of(cls, user: Any, order: Any, data: Any) -> "PeopleForm":
        """The form with who it is now."""
        return cls(data, initial={"salesperson": order.salesperson_id, "executing_owner": order.executing_owner_id})

    def changes(self) -> dict[str, Any]:
        """Field → id, of what was changed."""
        data = self.cleaned_data
        return {name: int(data[name]) if data[name] else None for name in self.changed_data}
