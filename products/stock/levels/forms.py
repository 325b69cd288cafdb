"""Shapes of what people enter about warning levels and replenishment."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.typed import NumberField, read_key, read_number
from products.catalogue import queries as catalogue
from products.catalogue.models import Product
from products.stock.levels.models import StockLevel
from products.stock.levels.operations import Wanted

_ANY = [("", "–")]


def _plain(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"


class LevelForm(forms.Form):
    """Below which quantity more is to come, up to how much, in which lots."""

    minimum = NumberField(
        label=_("Minimum"),
        max_digits=16,
        decimal_places=4,
        min_value=0,
        required=False,
        help_text=_("Empty: no warning level"),
    )
    target = NumberField(
        label=_("Fill up to"),
        max_digits=16,
        decimal_places=4,
        required=False,
        help_text=_("Empty: to the minimum"),
    )
    lot = NumberField(
        label=_("Lot"), max_digits=16, decimal_places=4, required=False, help_text=_("Empty: the pack multiple")
    )

    def __init__(self, data: Any, *, product: Product, level: StockLevel | None, is_overall: bool):
        minimum = product.warning_level if is_overall else level.minimum if level else None
        shown = {"minimum": _plain(minimum)}
        if level is not None:
            shown |= {"target": _plain(level.target), "lot": _plain(level.lot)}
        super().__init__(data, initial=shown)


class ReplenishmentForm(forms.Form):
    """What the list can be narrowed by."""

    q = forms.CharField(label=_("Product: code, name or pinyin initials"), required=False, max_length=80)
    supplier = forms.ChoiceField(label=_("Supplier"), required=False)

    def __init__(self, asked: Any):
        super().__init__(asked, auto_id="by_%s")
        self.fields["supplier"].choices = [*_ANY, *((one.code, one.name) for one in catalogue.suppliers())]  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-select" if isinstance(field, forms.ChoiceField) else "form-control"

    def conditions(self) -> dict[str, str]:
        """As the query takes them; what cannot be read is no condition."""
        self.is_valid()
        given = {"typed": self.cleaned_data.get("q", ""), "supplier": self.cleaned_data.get("supplier", "")}
        return {name: value for name, value in given.items() if value}


class SlowForm(forms.Form):
    """Which slow movers."""

    q = forms.CharField(label=_("Product: code, name or pinyin initials"), required=False, max_length=80)
    days = forms.IntegerField(label=_("Nothing issued for days"), required=False, min_value=1, max_value=3650)

    def __init__(self, asked: Any):
        super().__init__(asked, auto_id="by_%s")
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-control"

    def conditions(self) -> dict[str, Any]:
        """As the query takes them; what cannot be read is no condition."""
        self.is_valid()
        given = {"typed": self.cleaned_data.get("q", ""), "days": self.cleaned_data.get("days")}
        return {name: value for name, value in given.items() if value}


def wanted_of(data: Any) -> list[Wanted]:
    """The ticked rows of the replenishment list with their quantities: ``take`` holds <product>-<warehouse or empty>,
    ``quantity-<the same>`` how much. What cannot be read is left out."""
    found = []
    for key in data.getlist("take"):
        product, _dash, warehouse = key.partition("-")
        try:
            quantity = read_number(data.get(f"quantity-{key}", ""))
        except ValueError:
            continue
        product_id = read_key(product)
        if product_id and quantity:
            found.append(Wanted(product_id, quantity, read_key(warehouse)))
    return found
