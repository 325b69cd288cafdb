"""What a package is asked for: kind, mark, weight, measures, and how much of each line lies in it."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.typed import NumberField
from orders.fulfilment.packing.models import Package
from orders.fulfilment.packing.rules import Packed
from orders.fulfilment.rules import plain

MEASURES = ("weight", "length", "width", "height")


def _number(label: Any, digits: int, places: int) -> NumberField:
    return NumberField(label=label, required=False, min_value=Decimal(0), max_digits=digits, decimal_places=places)


class PackageForm(forms.Form):
    """One package; without contents it is left out."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Package.Kind.choices)
    mark = forms.CharField(label=_("Shipping mark"), max_length=60, required=False)
    weight = _number(_("Gross weight, kg"), 10, 3)
    length = _number(_("Length, cm"), 7, 1)
    width = _number(_("Width, cm"), 7, 1)
    height = _number(_("Height, cm"), 7, 1)

    def __init__(self, *args: Any, lines: Sequence[Any], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.lines = list(lines)
        for line in self.lines:
            label = f"{line.of.line_no} {line.of.product_name}"
            self.fields[f"line-{line.pk}"] = _number(label, 16, 4)

    def rows(self) -> list[tuple[Any, forms.BoundField]]:
        """Each line with its field."""
        return [(line, self[f"line-{line.pk}"]) for line in self.lines]

    def items(self) -> dict[int, Decimal]:
        """Outbound line id → quantity of what lies in it."""
        found = {line.pk: self.cleaned_data.get(f"line-{line.pk}") for line in self.lines}
        return {pk: quantity for pk, quantity in found.items() if quantity}


class PackingForm:
    """All packages of a document as one form: as many as ``packages`` of the entries says; one more while it is still
    ``growing``, with what was typed as it was."""

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        lines: Sequence[Any],
        packed: Sequence[Packed],
        count: int,
        growing: bool = False,
    ):
        self.is_bound = data is not None and not growing
        self.count = count + growing
        typed = data if growing and data is not None else {}
        self.forms = [
            PackageForm(
                data if self.is_bound else None,
                prefix=f"p{number}",
                lines=lines,
                initial=_initial(packed, number) | _typed(typed, f"p{number}-"),
            )
            for number in range(self.count)
        ]
        self._errors: list[Any] = []

    @property
    def fields(self) -> dict[str, Any]:
        """No field of its own: what the operation finds stands above."""
        return {}

    @property
    def errors(self) -> list[Any]:
        """What stands above, and whether a package is wrong."""
        return [*self._errors, *(one.errors for one in self.forms if self.is_bound and one.errors)]

    @property
    def messages(self) -> list[Any]:
        """What the operation found."""
        return self._errors

    def add_error(self, name: str | None, text: str) -> None:
        """Keep what the operation found."""
        self._errors.append(text)

    def is_valid(self) -> bool:
        """Whether every package can be read."""
        return self.is_bound and all(one.is_valid() for one in self.forms)

    def packages(self) -> list[Packed]:
        """The packages that hold something."""
        found = []
        for one in self.forms:
            if items := one.items():
                head = {name: one.cleaned_data[name] for name in ("kind", "mark", *MEASURES)}
                found.append(Packed(**head, items=items))
        return found


def _typed(data: Mapping[str, Any], prefix: str) -> dict[str, Any]:
    return {name.removeprefix(prefix): data[name] for name in data if name.startswith(prefix)}


def _initial(packed: Sequence[Packed], number: int) -> dict[str, Any]:
    if number >= len(packed):
        return {"kind": Package.Kind.CARTON}
    one = packed[number]
    head = {name: getattr(one, name) for name in ("kind", "mark")}
    sizes = {name: plain(value) for name in MEASURES if (value := getattr(one, name)) is not None}
    return {**head, **sizes, **{f"line-{pk}": plain(quantity) for pk, quantity in one.items.items()}}
