"""Sensors that the open orders of kits ask for, week by week (R019, R021, R129, SEMANTICS 10).

Read over all open lines, as a rule: it tells sums of sensors, never an order or a customer.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from common.text import fold
from orders.order import scheduling
from orders.order.models import OrderLine
from orders.order.states import Closure, Status
from orders.promise import queries as promise
from products.catalogue.choices import SupplyMode
from products.kits import queries as kits
from products.stock import queries as stock

ZERO = Decimal(0)
WEEKS = 8
_READ = (
    *("pk", "ordered", "shipped", "reship", "short_closed", "schedule", "requested_date", "promised_date"),
    *("promised_ship_date", "order__requested_date", "auxiliary_attribute", "text__sensor_count"),
)


@dataclass(frozen=True)
class SensorDemand:
    """A sensor as kits ask for it: so many overdue, in each of the coming weeks, later, and on no day yet. ``product``
    is the digital sensor that has this specification, None where there is none; ``available``: free, or held for these
    kits where they count their components."""

    attribute: str
    product: Any
    overdue: Decimal
    weeks: Sequence[Decimal]
    later: Decimal
    undated: Decimal
    available: Decimal
    planned: Decimal

    @property
    def total(self) -> Decimal:
        """All of it."""
        return self.overdue + sum(self.weeks, ZERO) + self.later + self.undated

    @property
    def short(self) -> Decimal:
        """What neither lies there nor is to come."""
        return max(ZERO, self.total - self.available - self.planned)


def monday(day: date) -> date:
    """The first day of a day's week."""
    return day - timedelta(days=day.weekday())


def week_starts(today: date, count: int = WEEKS) -> list[date]:
    """The Mondays of the weeks from this one on."""
    return [monday(today) + timedelta(weeks=number) for number in range(count)]


def demand(today: date, count: int = WEEKS) -> list[SensorDemand]:
    """Every sensor that open kits ask for, the shortest first."""
    first = monday(today)
    columns: dict[str, dict[Any, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    words: dict[str, str] = {}
    for line in _open_kits():
        key = fold(line.auxiliary_attribute)
        words.setdefault(key, line.auxiliary_attribute)
        for day, quantity in _parts(line):
            columns[key][column_of(day, today, first, count)] += quantity * line.text__sensor_count
    sensors = kits.find_sensors(key for key in columns if key)
    products = kits.products_of(sensors.values())
    totals = stock.totals(list(sensors.values()))
    held = promise.held_in_kits(sensors.values())
    coming: dict[int, Decimal] = defaultdict(Decimal)
    for supply in stock.supply_by_date(list(sensors.values())):
        coming[supply.product_id] += supply.quantity
    found = []
    for key, cells in columns.items():
        pk = sensors.get(key)
        found.append(
            SensorDemand(
                attribute=words[key],
                product=products.get(pk) if pk else None,
                overdue=cells["overdue"],
                weeks=[cells[number] for number in range(count)],
                later=cells["later"],
                undated=cells["undated"],
                available=max(ZERO, totals[pk].available) + held.get(pk, ZERO) if pk else ZERO,
                planned=coming[pk] if pk else ZERO,
            )
        )
    return sorted(found, key=lambda one: (-one.short, -one.total, one.attribute))


@dataclass(frozen=True)
class KitPart:
    """Kits of an order line that are to leave on a day, with the sensors that they take."""

    line_id: int
    day: date | None
    kits: Decimal
    sensors: Decimal


def behind(attribute: str, column: str, today: date, count: int = WEEKS) -> list[KitPart]:
    """What makes up a figure of ``demand``, by day: ``column`` is overdue, a number of a week from this one on, later,
    undated, or total. The sensors add up to the figure."""
    key, first = fold(attribute), monday(today)
    found = [
        KitPart(line.pk, day, quantity, quantity * line.text__sensor_count)
        for line in _open_kits()
        if fold(line.auxiliary_attribute) == key
        for day, quantity in _parts(line)
        if column in ("total", str(column_of(day, today, first, count)))
    ]
    return sorted(found, key=lambda part: (part.day is None, part.day or today, part.line_id))


def column_of(day: date | None, today: date, first: date, count: int) -> Any:
    """The column of ``demand`` into which a day falls; ``first`` is the Monday of this week."""
    if day is None:
        return "undated"
    if day < today:
        return "overdue"
    week = (monday(day) - first).days // 7
    return week if week < count else "later"


def _open_kits() -> Iterable[Any]:
    lines = OrderLine.objects.filter(
        order__status=Status.EFFECTIVE,
        order__order_type__ships=True,
        closure=Closure.OPEN,
        text__tags__contains=[kits.KIT_TAG],
        text__sensor_count__gt=0,
    ).exclude(supply_mode=SupplyMode.DIRECT)
    return lines.values_list(*_READ, named=True).iterator(chunk_size=2_000)


def _parts(line: Any) -> Iterator[tuple[date | None, Decimal]]:
    """What is still to be sent, by the day that it is to leave; of dated parts the first ones went first."""
    gone = line.shipped - line.reship + line.short_closed
    left = max(ZERO, line.ordered - gone)
    due = line.promised_ship_date or line.promised_date or line.requested_date or line.order__requested_date
    for part in scheduling.of(line.schedule):
        passed = min(max(gone, ZERO), part.quantity)
        gone -= passed
        rest = min(part.quantity - passed, left)
        left -= rest
        if rest:
            yield part.requested_date, rest
    if left:
        yield due, left
