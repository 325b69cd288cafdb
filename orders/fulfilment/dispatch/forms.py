"""What the dispatch board can be narrowed by, and what changes of the notices picked there."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from customers import queries as customers
from orders.order import choices
from products.stock import queries as stock

KEEP = ("", _("as it is"))


class BoardForm(forms.Form):
    """Warehouse, carrier, transport mode. Only drawn: ``OutboundFilter`` reads the query string."""

    warehouse = forms.ChoiceField(label=_("Warehouse"), required=False)
    carrier = forms.ChoiceField(label=_("Carrier"), required=False)
    transport_mode = forms.ChoiceField(label=_("Transport mode"), choices=choices.TransportMode.choices, required=False)

    def __init__(self, asked: Any):
        super().__init__(initial={name: asked.get(name, "") for name in self.base_fields}, auto_id="by_%s")
        warehouses = [(one.code, str(one)) for one in stock.warehouses()]
        self.fields["warehouse"].choices = warehouses  # type: ignore[attr-defined]
        carriers = [(one.code, one.name) for one in customers.carriers()]
        self.fields["carrier"].choices = carriers  # type: ignore[attr-defined]
        for field in self.fields.values():  # the first choice names the list: no label stands before it
            field.widget.attrs |= {"class": "form-select", "aria-label": field.label}
            field.choices = [("", field.label), *field.choices]  # type: ignore[attr-defined]


class ArrangeForm(forms.Form):
    """Another day, mode or carrier for the notices picked; what is left empty stays as it is."""

    planned_ship_date = forms.DateField(label=_("Planned ship date"), required=False, widget=forms.DateInput)
    transport_mode = forms.ChoiceField(
        label=_("Transport mode"), required=False, choices=[KEEP, *choices.TransportMode.choices]
    )
    carrier_id = forms.ChoiceField(label=_("Carrier"), required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        carriers = [KEEP, *((str(row.pk), row.name) for row in customers.carriers())]
        self.fields["carrier_id"].choices = carriers  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Something is to change."""
        data = super().clean() or {}
        if not self.errors and not self.changes():
            raise forms.ValidationError(_("Say what is to change."))
        return data

    def changes(self) -> dict[str, Any]:
        """Field → value of what was entered."""
        data = {name: value for name, value in self.cleaned_data.items() if value}
        if "carrier_id" in data:
            data["carrier_id"] = int(data["carrier_id"])
        return data
