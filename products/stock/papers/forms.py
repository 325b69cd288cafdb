"""Shapes of what people enter on papers of the warehouse."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from common import errors
from common.lookup import LookupField
from common.typed import NumberField
from products.catalogue import queries as catalogue
from products.stock import queries as stock
from products.stock.papers.models import StockPaper, StockPaperLine
from products.stock.papers.posting import MOST_LINES, Entry

Kind = StockPaper.Kind
FIRST_ROWS, MORE_ROWS = 6, 10
_ANY = [("", "–")]
_SUGGEST = reverse_lazy("products:suggest-goods")
_QUANTITIES = {
    Kind.ARRIVAL: _("Quantity"),
    Kind.TRANSFER: _("Quantity"),
    Kind.COUNT: _("Counted"),
    Kind.ADJUSTMENT: _("Difference"),
}
_HEADS: dict[str, tuple[str, ...]] = {
    Kind.ARRIVAL: ("warehouse", "supplier", "reference", "reason"),
    Kind.TRANSFER: ("warehouse", "to_warehouse", "reason"),
    Kind.COUNT: ("warehouse", "reason"),
    Kind.ADJUSTMENT: ("warehouse", "reason"),
}


class StockPaperListForm(forms.Form):
    """What the list can be narrowed by. Only drawn: ``StockPaperFilter`` reads the query string."""

    q = forms.CharField(label=_("Number, delivery note or product"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=[*_ANY, *Kind.choices], required=False)
    state = forms.ChoiceField(label=_("State"), choices=[*_ANY, *StockPaper.State.choices], required=False)
    warehouse = forms.ChoiceField(label=_("Warehouse"), required=False)
    day_from = forms.DateField(label=_("From"), required=False, widget=forms.DateInput)
    day_to = forms.DateField(label=_("To"), required=False, widget=forms.DateInput)

    def __init__(self, asked: Any):
        super().__init__(initial={name: asked.get(name, "") for name in self.base_fields}, auto_id="by_%s")
        self.fields["warehouse"].choices = [*_ANY, *((one.code, str(one)) for one in stock.warehouses())]  # type: ignore[attr-defined]
        for name, field in self.fields.items():
            field.widget.attrs["class"] = "form-select" if isinstance(field, forms.ChoiceField) else "form-control"
            if name.startswith("day_"):
                field.widget.attrs |= {"data-date": True, "placeholder": "YYYY-MM-DD", "inputmode": "numeric"}


class PaperForm(forms.Form):
    """A paper with its lines: product, quantity and note in each row; rows without a product are left out."""

    warehouse = forms.TypedChoiceField(label=_("Warehouse"), coerce=int)
    to_warehouse = forms.TypedChoiceField(label=_("To"), coerce=int)
    supplier = forms.TypedChoiceField(label=_("Supplier"), coerce=int, required=False, empty_value=None)
    reference = forms.CharField(label=_("Delivery note or purchase order"), max_length=80, required=False)
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)

    def __init__(self, data: Any = None, *, kind: str, user: User, rows: int = FIRST_ROWS, initial: Any = None):
        super().__init__(data, initial=initial)
        self.kind = kind
        for name in set(self.fields) - set(_HEADS[kind]):
            del self.fields[name]
        places = [(one.pk, str(one)) for one in stock.warehouses()]
        for name in {"warehouse", "to_warehouse"} & self.fields.keys():
            self.fields[name].choices = places  # type: ignore[attr-defined]
        if "supplier" in self.fields:
            suppliers = [(one.pk, one.name) for one in catalogue.suppliers() if one.is_active]
            self.fields["supplier"].choices = [*_ANY, *suppliers]  # type: ignore[attr-defined]
        self.fields["reason"].required = kind == Kind.ADJUSTMENT
        self.count = min(rows, MOST_LINES)
        for place in range(self.count):
            self._add_row(place, user)

    def _add_row(self, place: int, user: User) -> None:
        product = LookupField(label=_("Product"), required=False)
        product.find = lambda code: catalogue.find_by_code(user, code)
        product.widget.attrs["data-ac-url"] = _SUGGEST
        label = _QUANTITIES[Kind(self.kind)]
        quantity = NumberField(label=label, max_digits=16, decimal_places=4, required=False)
        note = forms.CharField(label=_("Notes"), max_length=200, required=False)
        for name, field in (("product", product), ("quantity", quantity), ("note", note)):
            field.widget.attrs |= {"class": "form-control", "aria-label": field.label}
            self.fields[f"lines-{place}-{name}"] = field

    @property
    def quantity_label(self) -> Any:
        """What is entered beside a product."""
        return _QUANTITIES[Kind(self.kind)]

    def head(self) -> Iterator[Any]:
        """The fields of the paper itself."""
        return (self[name] for name in _HEADS[self.kind])

    def rows(self) -> Iterator[dict[str, Any]]:
        """The fields of each line."""
        for place in range(self.count):
            yield {name: self[f"lines-{place}-{name}"] for name in ("product", "quantity", "note")}

    def clean(self) -> None:
        """A product comes with its quantity."""
        for place in range(self.count):
            product, quantity = (self.cleaned_data.get(f"lines-{place}-{name}") for name in ("product", "quantity"))
            quantity_name = f"lines-{place}-quantity"
            if product and quantity is None and quantity_name not in self.errors:
                self.add_error(quantity_name, _("Enter a quantity."))
            if quantity is not None and not product and f"lines-{place}-product" not in self.errors:
                self.add_error(f"lines-{place}-product", _("Choose a product."))

    def _places(self) -> list[int]:
        return [place for place in range(self.count) if self.cleaned_data.get(f"lines-{place}-product")]

    def columns(self) -> dict[str, Any]:
        """The entries as the operation takes them."""
        data = self.cleaned_data
        ids = {f"{name}_id": data[name] for name in ("warehouse", "to_warehouse", "supplier") if name in data}
        rows = [[data[f"lines-{place}-{name}"] for name in ("product", "quantity", "note")] for place in self._places()]
        entries = [Entry(product.pk, quantity, note) for product, quantity, note in rows]
        words: dict[str, Any] = {name: data[name] for name in ("reference", "reason") if name in data}
        return {"entries": entries, **ids, **words}

    def named(self, error: errors.Invalid) -> errors.Invalid:
        """A refusal of the operation with the names that the fields have here."""
        places = self._places()
        found: dict[str, Any] = {}
        for name, texts in error.fields.items():
            parts = name.split(".")
            if len(parts) == 3 and parts[0] == "lines":
                name = f"lines-{places[int(parts[1]) - 1]}-{parts[2]}"
            found[name] = texts
        error.fields = found
        return error


class SheetForm(forms.Form):
    """What a count is to cover."""

    warehouse = forms.TypedChoiceField(label=_("Warehouse"), coerce=int)
    category = forms.TypedChoiceField(
        label=_("Category"),
        coerce=int,
        required=False,
        empty_value=None,
        help_text=_("Empty: everything that lies there"),
    )
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["warehouse"].choices = [(one.pk, str(one)) for one in stock.warehouses()]  # type: ignore[attr-defined]
        known = [(one.pk, f"{one.code} {one.name}") for one in catalogue.categories()]
        self.fields["category"].choices = [*_ANY, *known]  # type: ignore[attr-defined]

    def columns(self) -> dict[str, Any]:
        """The entries as the operation takes them."""
        category = self.cleaned_data["category"]
        below = catalogue.category_ids_below(category) if category else None
        return {
            "warehouse_id": self.cleaned_data["warehouse"],
            "category_ids": below,
            "reason": self.cleaned_data["reason"],
        }


class CountedForm(forms.Form):
    """What was counted of each line of a sheet."""

    def __init__(self, data: Any, *, lines: Iterable[StockPaperLine]):
        super().__init__(data)
        self.lines = list(lines)
        for line in self.lines:
            field = NumberField(label=line.product.code, max_digits=16, decimal_places=4, required=False)
            field.widget.attrs |= {"class": "form-control n", "aria-label": line.product.code}
            if line.counted is not None:
                field.initial = f"{line.counted.normalize():f}"
            self.fields[f"lines.{line.pk}"] = field

    def rows(self) -> Iterator[tuple[StockPaperLine, Any]]:
        """Each line with its field."""
        return ((line, self[f"lines.{line.pk}"]) for line in self.lines)

    def counted(self) -> dict[int, Decimal | None]:
        """Line id → what was counted."""
        return {line.pk: self.cleaned_data[f"lines.{line.pk}"] for line in self.lines}


class AddForm(forms.Form):
    """Something that lies there and is not on the sheet."""

    product = LookupField(label=_("Product"), url=_SUGGEST)

    def __init__(self, *args: Any, user: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["product"].find = lambda code: catalogue.find_by_code(user, code)  # type: ignore[attr-defined]


class UndoForm(forms.Form):
    """Why a paper is undone."""

    reason = forms.CharField(label=_("Reason"), max_length=200)
