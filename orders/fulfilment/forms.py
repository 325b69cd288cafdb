"""What pages ask for about deliveries: a notice's head and quantities, the audit's day, the signing's result."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common import dates
from common.typed import NumberField
from customers import queries as customers
from orders.fulfilment import rules
from orders.fulfilment.models import OutboundDocument
from orders.fulfilment.proof import Evidence
from orders.order import choices
from products.stock import queries as stock

ZERO = Decimal(0)


def _quantity(label: Any, initial: Decimal, required: bool = False) -> NumberField:
    initial = Decimal(rules.plain(initial))  # 10, not 1E+1
    return NumberField(label=label, required=required, min_value=ZERO, max_digits=16, decimal_places=4, initial=initial)


class HeadForm(forms.Form):
    """The head of an outbound document."""

    warehouse_id = forms.ChoiceField(label=_("Warehouse"), required=False)
    planned_ship_date = forms.DateField(label=_("Planned ship date"), required=False, widget=forms.DateInput)
    transport_mode = forms.ChoiceField(
        label=_("Transport mode"), required=False, choices=[("", "–"), *choices.TransportMode.choices]
    )
    carrier_id = forms.ChoiceField(label=_("Carrier"), required=False)
    waybill = forms.CharField(label=_("Waybill number"), required=False, max_length=80)
    arrival_date = forms.DateField(label=_("Expected arrival"), required=False, widget=forms.DateInput)
    freight = NumberField(label=_("Freight cost"), required=False, min_value=ZERO, max_digits=20, decimal_places=2)
    freight_charged = NumberField(
        label=_("Freight charged"), required=False, min_value=ZERO, max_digits=20, decimal_places=2
    )
    ship_address = forms.CharField(label=_("Delivery place"), required=False, max_length=300)
    ship_recipient = forms.CharField(label=_("Recipient"), required=False, max_length=60)
    ship_phone = forms.CharField(label=_("Recipient's phone"), required=False, max_length=40)
    notes = forms.CharField(label=_("Notes"), required=False, max_length=300)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        warehouses = [("", _("as reserved")), *((str(row.pk), str(row)) for row in stock.warehouses())]
        self.fields["warehouse_id"].choices = warehouses  # type: ignore[attr-defined]
        carriers = [("", "–"), *((str(row.pk), row.name) for row in customers.carriers())]
        self.fields["carrier_id"].choices = carriers  # type: ignore[attr-defined]

    def head(self) -> dict[str, Any]:
        """The head as the operation takes it: ids as numbers, nothing as None or ""."""
        data = {name: self.cleaned_data[name] for name in self.base_fields if name in self.fields}
        for name in ("warehouse_id", "carrier_id"):
            if name in data:
                data[name] = int(data[name]) if data[name] else None
        for name in ("freight", "freight_charged"):
            data[name] = data[name] or ZERO
        return data


# what a notice takes from its order unless somebody enters something else
FROM_ORDER = ("ship_address", "ship_recipient", "ship_phone", "transport_mode")


class NoticeForm(HeadForm):
    """A new delivery notice: the head, and a quantity for each line that could go."""

    def __init__(self, *args: Any, proposals: Iterable[Any], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.rows = []
        for proposal in proposals:
            name = f"line-{proposal.line.pk}"
            label = f"{proposal.order.reference} · {proposal.line.line_no} {proposal.line.product_name}"
            self.fields[name] = _quantity(label, initial=proposal.quantity)
            self.rows.append((proposal, name))

    def bound_rows(self) -> list[tuple[Any, forms.BoundField]]:
        """Each proposal with its field."""
        return [(proposal, self[name]) for proposal, name in self.rows]

    def head(self) -> dict[str, Any]:
        """The head without what nobody touched of the order's: that may stand here masked."""
        return {
            name: value for name, value in super().head().items() if name in self.changed_data or name not in FROM_ORDER
        }

    def lines(self) -> list[tuple[int, Decimal]]:
        """(order line id, quantity) of what goes."""
        found = [(proposal.line.pk, self.cleaned_data.get(name)) for proposal, name in self.rows]
        return [(pk, quantity) for pk, quantity in found if quantity]

    def clean(self) -> dict[str, Any]:
        """At least one line goes."""
        data = super().clean() or {}
        if not self.errors and not self.lines():
            raise forms.ValidationError(_("Enter a quantity for at least one line."))
        return data


TRANSPORT = ("transport_mode", "carrier_id", "waybill", "arrival_date", "freight", "freight_charged", "notes")


class ChangeForm(HeadForm):
    """An outbound document that is changed: a delivery notice with its quantities (an empty one takes the line
    off), of goods on their way only how they travel."""

    def __init__(self, *args: Any, document: Any, lines: Iterable[Any], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.rows = []
        if document.status != "DRAFT":
            for name in set(self.fields) - set(TRANSPORT):
                del self.fields[name]
            return
        for line in lines:
            name = f"line-{line.order_line_id}"
            label = f"{line.order_line.order.reference} · {line.order_line.line_no} {line.order_line.product_name}"
            self.fields[name] = _quantity(label, initial=line.quantity)
            self.rows.append((line, name))

    def bound_rows(self) -> list[tuple[Any, forms.BoundField]]:
        """Each line of the document with its field."""
        return [(line, self[name]) for line, name in self.rows]

    def changes(self) -> dict[str, Any]:
        """Field → value of what was changed; the warehouse stays where none is chosen."""
        head = self.head()
        if not head.get("warehouse_id"):
            head.pop("warehouse_id", None)
        return {name: value for name, value in head.items() if name in self.changed_data}

    def lines(self) -> list[tuple[int, Decimal]] | None:
        """(order line id, quantity) of what stays, where a quantity was changed."""
        if not any(name in self.changed_data for _line, name in self.rows):
            return None
        found = [(line.order_line_id, self.cleaned_data.get(name)) for line, name in self.rows]
        return [(pk, quantity) for pk, quantity in found if quantity]


class AuditForm(forms.Form):
    """The day the goods really left."""

    ship_date = forms.DateField(
        label=_("Actual ship date"), required=False, widget=forms.DateInput, help_text=_("Empty: today.")
    )


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3, "autofocus": True})
    )


class SignForm(forms.Form):
    """Who signed, when, and per line what arrived and what was lost on the way."""

    signer = forms.CharField(label=_("Signed by"), max_length=60, widget=forms.TextInput(attrs={"autofocus": True}))
    signed_date = forms.DateField(label=_("Signed on"), widget=forms.DateInput)
    arrived_time = forms.TimeField(
        label=_("Time of arrival"), required=False, widget=forms.TimeInput(attrs={"type": "time"})
    )
    condition = forms.ChoiceField(
        label=_("Condition on arrival"), choices=[("", "–"), *OutboundDocument.Condition.choices], required=False
    )
    file = forms.FileField(
        label=_("Photo of the signed delivery note"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*,application/pdf", "capture": "environment"}),
    )

    def __init__(self, *args: Any, lines: Iterable[Any], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.lines = list(lines)
        for line in self.lines:
            name = f"{line.order_line.line_no} {line.order_line.product_name}"
            self.fields[f"signed-{line.pk}"] = _quantity(
                _("%(line)s: signed") % {"line": name}, initial=line.quantity, required=True
            )
            self.fields[f"loss-{line.pk}"] = _quantity(_("%(line)s: lost") % {"line": name}, initial=ZERO)
            again = _("%(line)s: ship what was lost again") % {"line": name}
            self.fields[f"reship-{line.pk}"] = forms.BooleanField(label=again, required=False)

    def bound_rows(self) -> list[tuple[Any, forms.BoundField, forms.BoundField, forms.BoundField]]:
        """Each line with its fields: signed, lost, whether what was lost is shipped again."""
        return [
            (line, self[f"signed-{line.pk}"], self[f"loss-{line.pk}"], self[f"reship-{line.pk}"]) for line in self.lines
        ]

    def entries(self) -> dict[str, Any]:
        """As the operation takes them."""
        data = self.cleaned_data
        day, time = data["signed_date"], data["arrived_time"]
        return {
            **{name: data[name] for name in ("signer", "signed_date", "condition")},
            "arrived_at": datetime.combine(day, time, tzinfo=dates.business_zone()) if time else None,
            "lines": self.results(),
            "reship": self.reship(),
            "evidence": Evidence(photo=data["file"]),
        }

    def results(self) -> dict[int, tuple[Decimal, Decimal]]:
        """Outbound line id → (signed, lost)."""
        data = self.cleaned_data
        return {line.pk: (data[f"signed-{line.pk}"], data[f"loss-{line.pk}"] or ZERO) for line in self.lines}

    def reship(self) -> list[int]:
        """The outbound lines whose loss is shipped again."""
        return [line.pk for line in self.lines if self.cleaned_data[f"reship-{line.pk}"]]


class PerformForm(forms.Form):
    """A service performed: how much, when, and what proves it."""

    quantity = NumberField(
        label=_("Quantity"),
        min_value=Decimal("0.0001"),
        max_digits=16,
        decimal_places=4,
        widget=forms.TextInput(attrs={"autofocus": True}),
    )
    performed_date = forms.DateField(label=_("Performed on"), widget=forms.DateInput)
    proof = forms.CharField(
        label=_("Proof"), required=False, max_length=300, help_text=_("Report number, name of who accepted it.")
    )
