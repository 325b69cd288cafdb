"""Shapes of what people say of a kit."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from common import errors
from common.lookup import LookupField
from common.typed import NumberField
from products.catalogue import queries as catalogue
from products.catalogue.models import Product
from products.kits.models import Kit
from products.kits.operations import MOST, Component
from products.kits.queries import Figures

FREE_ROWS = 4
_SUGGEST = reverse_lazy("products:suggest-goods")


class KitForm(forms.Form):
    """What stock counts, and a row for each component; rows without a product are left out."""

    works_on = forms.ChoiceField(label=_("Stock and promises count"), choices=Kit.WorksOn.choices, required=False)
    by_code = forms.BooleanField(
        label=_("Components follow code, name and auxiliary attribute"),
        required=False,
        help_text=_("What stands below is then left out"),
    )

    def __init__(self, data: Any = None, *, product: Product, figures: Figures, user: User, rows: int | None = None):
        kit = getattr(product, "kit", None)
        super().__init__(data, initial={"works_on": kit.works_on if kit else "", "by_code": not figures.made.is_own})
        self.count = min(rows or len(figures.parts) + FREE_ROWS, MOST)
        parts: list[Any] = [*figures.parts, *[None] * self.count]
        for place in range(self.count):
            self._add_row(place, parts[place], user)

    def _add_row(self, place: int, part: Any, user: User) -> None:
        product = LookupField(label=_("Component"), required=False)
        product.find = lambda code: catalogue.find_by_code(user, code)
        product.widget.attrs["data-ac-url"] = _SUGGEST
        quantity = NumberField(label=_("Pieces in one kit"), max_digits=14, decimal_places=4, required=False)
        sensor = forms.BooleanField(label=_("Connected sensor"), required=False)
        if part is not None:
            product.initial, sensor.initial = part.product, part.is_sensor
            quantity.initial = f"{part.quantity.normalize():f}"
        for name, field in (("product", product), ("quantity", quantity), ("is_sensor", sensor)):
            looks = "form-check-input" if name == "is_sensor" else "form-control"
            field.widget.attrs |= {"class": looks, "aria-label": field.label}
            self.fields[f"parts-{place}-{name}"] = field

    def rows(self) -> Iterator[dict[str, Any]]:
        """The fields of each component."""
        for place in range(self.count):
            yield {name: self[f"parts-{place}-{name}"] for name in ("product", "quantity", "is_sensor")}

    def clean(self) -> None:
        """A component comes with its quantity."""
        if self.cleaned_data.get("by_code"):
            return
        for place in self._places():
            name = f"parts-{place}-quantity"
            if self.cleaned_data.get(name) is None and name not in self.errors:
                self.add_error(name, _("Enter a quantity."))

    def _places(self) -> list[int]:
        return [place for place in range(self.count) if self.cleaned_data.get(f"parts-{place}-product")]

    def columns(self) -> dict[str, Any]:
        """The entries as the operation takes them."""
        data = self.cleaned_data
        places = [] if data["by_code"] else self._places()
        rows = [[data[f"parts-{place}-{name}"] for name in ("product", "quantity", "is_sensor")] for place in places]
        components = [Component(product.pk, quantity, is_sensor) for product, quantity, is_sensor in rows]
        return {"components": components, "works_on": data["works_on"]}

    def named(self, error: errors.Invalid) -> errors.Invalid:
        """A refusal of the operation with the names that the fields have here."""
        places = self._places()
        found: dict[str, Any] = {}
        for name, texts in error.fields.items():
            parts = name.split(".")
            found[f"parts-{places[int(parts[1]) - 1]}-{parts[2]}" if len(parts) == 3 else name] = texts
        error.fields = found
        return error
