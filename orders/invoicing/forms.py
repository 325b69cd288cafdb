"""What pages ask for about invoices."""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.typed import NumberField
from orders.invoicing.models import KINDS
from orders.invoicing.states import TaxState
from orders.settlement.forms import ReasonForm

__all__ = ["DraftForm", "HeaderForm", "IssueForm", "ReasonForm", "ReverseForm", "TaxForm"]
_LINE = re.compile(r"line-\d{1,18}", re.ASCII)


def _quantity(label: str) -> NumberField:
    """How many; whether it is too many is for the operation to say, which a form that is sent again does not reach."""
    return NumberField(label=label, required=False, min_value=Decimal(0), max_digits=16, decimal_places=4)


class HeaderForm(forms.Form):
    """The buyer, as it stands on the invoice."""

    kind = forms.ChoiceField(label=_("Invoice kind"), choices=KINDS)
    title = forms.CharField(label=_("Invoice title"), max_length=120)
    tax_number = forms.CharField(label=_("Tax number"), max_length=40, required=False)
    address = forms.CharField(label=_("Invoice address and phone"), max_length=200, required=False)
    bank = forms.CharField(label=_("Bank and account"), max_length=200, required=False)
    notes = forms.CharField(label=_("Notes"), max_length=300, required=False)

    def header(self) -> dict[str, Any]:
        """The fields as they are kept."""
        return {name: self.cleaned_data[name] for name in HeaderForm.base_fields}


class DraftForm(HeaderForm):
    """What is invoiced: a quantity per line that may be, freight yes or no. What ``waits`` for something else is left
    out unless somebody types it."""

    def __init__(self, *args: Any, parts: Iterable[Any], waits: Mapping[str, Any], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.parts, self.waits = list(parts), waits
        for one in self.parts:
            if one.line is None:
                self.fields[one.key] = forms.BooleanField(
                    label=_("Freight"), required=False, initial=one.key not in waits
                )
            else:
                label = f"{one.order} · {one.line.line_no}"
                self.fields[one.key] = _quantity(label)
                self.fields[one.key].initial = None if one.key in waits else one.quantity
        self.gone = [name for name in self.data if _LINE.fullmatch(name) and name not in self.fields]
        for name in self.gone:  # invoiced meanwhile, perhaps by this very form
            self.fields[name] = _quantity(name)

    def bound_parts(self) -> list[tuple[Any, forms.BoundField, Any]]:
        """Each part that may be invoiced with its field, and what it waits for (None: nothing)."""
        return [(one, self[one.key], self.waits.get(one.key)) for one in self.parts]

    def clean(self) -> dict[str, Any]:
        """Something is invoiced."""
        data = super().clean() or {}
        if not self.errors and not self.lines() and not self.freight():
            raise forms.ValidationError(_("Enter a quantity for at least one line."))
        return data

    def lines(self) -> list[tuple[int, Decimal]]:
        """(order line id, quantity) as typed."""
        keys = [one.key for one in self.parts if one.line is not None] + self.gone
        found = [(int(key.removeprefix("line-")), self.cleaned_data.get(key)) for key in keys]
        return [(pk, quantity) for pk, quantity in found if quantity]

    def freight(self) -> list[int]:
        """The orders whose freight is on it."""
        return [one.order.pk for one in self.parts if one.line is None and self.cleaned_data.get(one.key)]


class IssueForm(forms.Form):
    """The day, and the number that the tax platform gave where it did already."""

    invoice_date = forms.DateField(label=_("Invoice date"), widget=forms.DateInput)
    tax_code = forms.CharField(label=_("Code of the tax invoice"), max_length=20, required=False)
    tax_serial = forms.CharField(label=_("Number of the tax invoice"), max_length=30, required=False)


class TaxForm(forms.Form):
    """What the tax platform says."""

    tax_state = forms.ChoiceField(label=_("At the tax platform"), choices=TaxState.choices)
    tax_code = forms.CharField(label=_("Code of the tax invoice"), max_length=20, required=False)
    tax_serial = forms.CharField(label=_("Number of the tax invoice"), max_length=30, required=False)
    message = forms.CharField(label=_("Message of the platform"), max_length=200, required=False)


class ReverseForm(ReasonForm):
    """What a red invoice takes back: a quantity per line, all that is left unless typed otherwise."""

    invoice_date = forms.DateField(label=_("Invoice date"), widget=forms.DateInput)

    def __init__(self, *args: Any, left: Iterable[tuple[Any, Decimal]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.left = list(left)
        for line, quantity in self.left:
            name = f"position-{line.position}"
            self.fields[name] = _quantity(f"{line.position} · {line.name}")
            self.fields[name].initial = quantity

    def bound_lines(self) -> list[tuple[Any, Decimal, forms.BoundField]]:
        """Each line with what is left of it and its field."""
        return [(line, quantity, self[f"position-{line.position}"]) for line, quantity in self.left]

    def lines(self) -> list[tuple[int, Decimal]]:
        """(position, quantity) as typed."""
        found = [(line.position, self.cleaned_data.get(f"position-{line.position}")) for line, _left in self.left]
        return [(position, quantity) for position, quantity in found if quantity]


class CreditForm(ReasonForm):
    """An amount of the invoice to be credited, tax included."""

    amount = NumberField(label=_("Amount, tax included"), min_value=Decimal("0.01"), max_digits=20, decimal_places=2)
    invoice_date = forms.DateField(label=_("Invoice date"), widget=forms.DateInput)
