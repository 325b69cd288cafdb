"""What lines come to: how many, quantity by unit, sensors asked for, amount by currency; in all and by area."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from django.db.models import Count, F, FilteredRelation, QuerySet, Sum
from django.db.models.expressions import Combinable
from django.utils.translation import gettext_lazy as _

from common import currencies, errors, keyset, planner, text
from orders.lines import areas
from orders.lines.areas import At
from segments.classification import history
from segments.classification.subjects import subjects

ZERO = Decimal(0)
PATIENCE_MS = 8_000  # for sums that somebody asked for by name
T = TypeVar("T")


class TooMuch(errors.Invalid):
    """More lines than can be added up while somebody waits."""

    code = "too_much"
    default_message = _("These lines take too long to add up. Narrow the list first.")


def added_up(call: Callable[[], T]) -> T:
    """What ``call`` adds up. Raises TooMuch where that takes longer than a person has patience for."""
    try:
        with planner.patience(PATIENCE_MS):
            return call()
    except planner.TimeIsUp:
        raise TooMuch from None


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


def totals(
    lines: QuerySet, *, with_money: bool, with_products: bool, with_sums: bool = False, as_of: date | None = None
) -> Totals:
    """Count and sums of the result. Beyond 10,000 hits, or where counting takes too long, the count is an estimate
    and the sums are only computed when ``with_sums`` insists: the page never waits for them (UI 12). ``as_of``: by the
    sensors that the rules counted on that day, instead of now."""
    if not with_sums:
        count, is_estimate = keyset.count_within(lines, keyset.COUNT_PATIENCE_MS)
        if is_estimate:
            return Totals(count, is_estimate)
    sums = Figures()
    for row in _summed(lines, with_money, with_products, as_of):
        sums.add(row)
    return Totals(sums.lines, False, sums)


def _summed(lines: QuerySet, with_money: bool, with_products: bool, as_of: date | None, *by: str) -> Any:
    measures = {"line_number": Count("pk"), "quantity": Sum("ordered")}
    if with_products:
        lines, sensors = (lines, F("text__sensor_count")) if as_of is None else _sensors_at(lines, as_of)
        measures["demand"] = Sum(F("ordered") * sensors)
    if with_money:
        measures["worth"] = Sum("amount")
        by = (*by, "order__currency_id")
    return lines.order_by().values("unit", *by).annotate(**measures)


def _sensors_at(lines: QuerySet, day: date) -> tuple[QuerySet, Combinable]:
    """The lines with the periods of their texts, and the sensors that these tell of."""
    held = FilteredRelation("text__periods", condition=history.held_on(day, "text__periods__"))
    return lines.alias(text_then=held), history.facet_of(subjects["product"], "sensor_count", "text_then__")


def _areas_at(lines: QuerySet, day: date) -> QuerySet:
    """The lines with the areas to which their customers belonged."""
    path = "order__customer__periods"
    joined = lines.alias(customer_then=FilteredRelation(path, condition=history.held_on(day, f"{path}__")))
    return joined.annotate(
        **{level: history.facet_of(subjects["customer"], level, "customer_then__") for level in areas.LEVELS}
    )


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


def by_area(lines: QuerySet, at: At, *, with_money: bool, with_products: bool, as_of: date | None = None) -> Area:
    """The lines split into regions, province groups and provinces; the figures of the whole are those of the list.
    ``as_of``: by what the rules said of customers and products on that day, instead of now."""
    whole = Area(())
    columns = ("order__territory",) if at is At.ORDER else tuple(f"order__customer__{level}" for level in areas.LEVELS)
    if as_of is not None and at is At.CUSTOMER:
        lines, columns = _areas_at(lines, as_of), areas.LEVELS
    for row in _summed(lines, with_money, with_products, as_of, *columns):
        place = [row[column] for column in columns]
        whole.add(areas.place_of(place[0]) if at is At.ORDER else tuple(place), row)
    return whole
