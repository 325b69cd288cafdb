"""What lines come to: how many, quantity by unit, sensors asked for, amount by currency; in all and by area."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, QuerySet, Sum

from common import currencies, keyset, text
from orders.lines import areas
from orders.lines.areas import At

ZERO = Decimal(0)


@dataclass
class Figures:
    """Sums over lines. Quantities of different units and amounts of different currencies are never added up; who may
    not see products or amounts gets no ``demand``, no ``amounts``."""

    lines: int = 0
    quantities: dict[str, Decimal] = field(default_factory=dict)
    demand: Decimal = ZERO
    amounts: dict[str, Decimal] = field(default_factory=dict)

    def add(self, row: dict[str, Any]) -> None:
        """Add what the database summed by unit and currency."""
        self.lines += row["line_number"]
        unit, currency = row["unit"], row.get("order__currency_id")
        self.quantities[unit] = self.quantities.get(unit, ZERO) + row["quantity"]
        self.demand += row.get("demand") or ZERO
        if currency:
            self.amounts[currency] = self.amounts.get(currency, ZERO) + row["worth"]

    @property
    def by_unit(self) -> list[tuple[str, Decimal]]:
        """Quantities, the largest first."""
        return sorted(self.quantities.items(), key=lambda one: (-one[1], one[0]))

    @property
    def by_currency(self) -> list[tuple[str, Decimal]]:
        """Amounts, the company's own currency first."""
        return sorted(self.amounts.items(), key=lambda one: (one[0] != currencies.base(), one[0]))


@dataclass(frozen=True)
class Totals:
    """The foot of the list, over the whole result; ``sums`` is None until it is asked for."""

    count: int
    is_estimate: bool
    sums: Figures | None = None


def totals(lines: QuerySet, *, with_money: bool, with_products: bool, with_sums: bool = False) -> Totals:
    """Count and sums of the result. Beyond 10,000 hits, or where counting takes too long, the count is an estimate
    and the sums are only computed when ``with_sums`` insists: the page never waits for them (UI 12)."""
    if not with_sums:
        count, is_estimate = keyset.count_within(lines, keyset.COUNT_PATIENCE_MS)
        if is_estimate:
            return Totals(count, is_estimate)
    sums = Figures()
    for row in _summed(lines, with_money, with_products):
        sums.add(row)
    return Totals(sums.lines, False, sums)


def _summed(lines: QuerySet, with_money: bool, with_products: bool, *by: str) -> Any:
    measures = {"line_number": Count("pk"), "quantity": Sum("ordered")}
    if with_products:
        measures["demand"] = Sum(F("ordered") * F("text__sensor_count"))
    if with_money:
        measures["worth"] = Sum("amount")
        by = (*by, "order__currency_id")
    return lines.order_by().values("unit", *by).annotate(**measures)


# --- by area --------------------------------------------------------------------------------------


@dataclass
class Area:
    """A region, province group or province; ``path``: its level's names from the region down."""

    path: tuple[str, ...]
    figures: Figures = field(default_factory=Figures)
    inner: dict[str, "Area"] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.path[-1]

    @property
    def level(self) -> str:
        """The name of its condition."""
        return areas.LEVELS[len(self.path) - 1]

    def add(self, names: tuple[str, ...], row: dict[str, Any]) -> None:
        """Count a row here and in the areas of ``names`` inside."""
        self.figures.add(row)
        if names:
            inner = self.inner.setdefault(names[0], Area((*self.path, names[0])))
            inner.add(names[1:], row)

    def walk(self) -> Iterator["Area"]:
        """The areas inside, each before those inside it, by pinyin; one without name stands last. Where
        the only one inside has no name, or the same, it would say nothing more and is left out."""
        for area in sorted(self.inner.values(), key=lambda one: (not one.name, text.pinyin(one.name))):
            yield area
            if not area.inner.keys() <= {"", area.name} or len(area.inner) > 1:
                yield from area.walk()


def by_area(lines: QuerySet, at: At, *, with_money: bool, with_products: bool) -> Area:
    """The lines split into regions, province groups and provinces; the figures of the whole are those of the list."""
    whole = Area(())
    columns = ("order__territory",) if at is At.ORDER else tuple(f"order__customer__{level}" for level in areas.LEVELS)
    for row in _summed(lines, with_money, with_products, *columns):
        place = [row[column] for column in columns]
        whole.add(areas.place_of(place[0]) if at is At.ORDER else tuple(place), row)
    return whole
