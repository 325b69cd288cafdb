"""What pages ask for about carriers' bills."""

import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.typed import NumberField
from orders.fulfilment.freight_bills import queries
from orders.settlement.forms import ReasonForm

__all__ = ["ApproveForm", "BillForm", "PayForm", "ReasonForm"]
_FIELD = re.compile(r"document-\d{1,18}", re.ASCII)
_GAP = re.compile(r"[\t ;，；]+")


def _amount(label: str) -> NumberField:
    return NumberField(label=label, required=False, min_value=Decimal(0), max_digits=20, decimal_places=2)


class BillForm(forms.Form):
    """What a carrier's bill says: its head, and an amount per shipment, typed beside it or pasted by number."""

    carrier_number = forms.CharField(label=_("The carrier's bill number"), max_length=60)
    bill_date = forms.DateField(label=_("Bill date"), widget=forms.DateInput)
    period_from = forms.DateField(label=_("Period from"), widget=forms.DateInput)
    period_to = forms.DateField(label=_("Period until"), widget=forms.DateInput)
    notes = forms.CharField(label=_("Notes"), max_length=300, required=False)
    pasted = forms.CharField(
        label=_("Lines of the bill"),
        required=False,
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("From the carrier's table: outbound or waybill number and amount, one shipment a row."),
    )

    def __init__(self, *args: Any, carrier_id: int, parts: Iterable[Any], billed: dict[int, Decimal], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.carrier_id, self.parts = carrier_id, list(parts)
        for one in self.parts:
            name = f"document-{one.pk}"
            self.fields[name] = _amount(one.number)
            self.fields[name].initial = billed.get(one.pk)
        for name in [name for name in self.data if _FIELD.fullmatch(name) and name not in self.fields]:
            self.fields[name] = _amount(name)  # billed meanwhile, perhaps by this very form
        self.named: dict[int, Decimal] = {}

    def bound_parts(self) -> list[tuple[Any, forms.BoundField]]:
        """Each shipment with its field."""
        return [(one, self[f"document-{one.pk}"]) for one in self.parts]

    def clean_pasted(self) -> str:
        """Each row names one shipment of the carrier, and an amount."""
        text: str = self.cleaned_data["pasted"]
        rows = [_GAP.split(row.strip()) for row in text.splitlines() if row.strip()]
        found = queries.shipments_named(self.carrier_id, [row[0] for row in rows])
        for row in rows:
            keys, amount = found.get(row[0].upper(), []), _read(row[-1]) if len(row) > 1 else None
            if not keys:
                raise forms.ValidationError(_("“%(word)s” is no shipment with this carrier."), params={"word": row[0]})
            if len(keys) > 1:
                several = _("Several shipments bear waybill %(word)s: use their outbound numbers.")
                raise forms.ValidationError(several, params={"word": row[0]})
            if amount is None:
                raise forms.ValidationError(_("No amount can be read in “%(row)s”."), params={"row": " ".join(row)})
            self.named[keys[0]] = self.named.get(keys[0], Decimal(0)) + amount
        return text

    def lines(self) -> list[tuple[int, Decimal]]:
        """(shipment id, billed): what was typed, what was pasted over it."""
        names = [name for name in self.fields if _FIELD.fullmatch(name)]
        typed = {int(name.removeprefix("document-")): self.cleaned_data.get(name) for name in names}
        merged = {**{pk: amount for pk, amount in typed.items() if amount}, **self.named}
        return list(merged.items())

    def head(self) -> dict[str, Any]:
        """The rest, as it is kept."""
        names = ("carrier_number", "bill_date", "period_from", "period_to", "notes")
        return {"carrier_id": self.carrier_id, **{name: self.cleaned_data[name] for name in names}}


def _read(word: str) -> Decimal | None:
    try:
        amount = Decimal(word.replace(",", "").lstrip("¥￥"))
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and 0 < amount < 10**15 else None


class ApproveForm(forms.Form):
    """Why lines beyond the tolerance are right, where there are any."""

    reason = forms.CharField(
        label=_("Why more is right"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class PayForm(forms.Form):
    """When, and with what."""

    paid_date = forms.DateField(label=_("Paid on"), widget=forms.DateInput)
    reference = forms.CharField(label=_("Number of the payment"), max_length=60, required=False)
