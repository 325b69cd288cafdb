"""What is known of products before something is promised: stock that nobody holds, what comes in, what other orders
need, and how long making or buying more takes. Rules compute over all rows; four statements for any number of products.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

from django.db import connection

from common import settings
from orders.promise.availability import Component, Flow, Step, profile, put_together
from products.catalogue.models import Product
from products.stock import queries as stock

ZERO = Decimal(0)
LATE_DAYS = "promise.late_days"

# what effective orders need beyond what they hold, by product and the day on which it was to leave; of kits that count
# their components, of these
_NEED = """
    SELECT {product},
        coalesce(l.promised_ship_date, l.promised_date, l.requested_date, o.requested_date, %(today)s) AS d,
        (greatest(0, l.ordered - l.shipped + l.reship - l.short_closed) - l.reserved) * {pieces} AS needed
    FROM {lines} JOIN orders_order o ON o.id = l.order_id JOIN orders_ordertype t ON t.id = o.order_type_id
    WHERE {product} = ANY(%(products)s::bigint[]) AND o.status = 'EFFECTIVE' AND t.ships
        AND l.closure = 'OPEN' AND NOT l.is_service AND l.supply_mode <> 'DIRECT' AND l.id <> ALL(%(apart)s::bigint[])
        AND greatest(0, l.ordered - l.shipped + l.reship - l.short_closed) > l.reserved AND l.by_components = {kits}
"""
_OWN = _NEED.format(product="l.product_id", pieces="1", kits="false", lines="orders_orderline l")
_IN_KITS = _NEED.format(
    product="c.product_id",
    pieces="c.quantity",
    kits="true",
    lines="orders_linecomponent c JOIN orders_orderline l ON l.id = c.line_id",
)
_DEMAND = f"SELECT product_id, d, sum(needed) FROM ({_OWN} UNION ALL {_IN_KITS}) n GROUP BY 1, 2"


@dataclass(frozen=True)
class Outlook:
    """A product as promises see it, with its ``code``. ``lead_days``: to make or buy more, 0 when nobody said;
    ``supplier`` by name."""

    product_id: int
    free: Decimal
    supply: tuple[Flow, ...]
    demand: tuple[Flow, ...]
    lead_days: int
    supplier_days: int
    supplier: str
    today: date
    code: str = ""
    # day → the documents (numbers of requirements) by which goods come on it
    documents: Mapping[date, tuple[str, ...]] = field(default_factory=dict)

    @property
    def horizon(self) -> date | None:
        """From this day on there is always enough; None: nobody knows."""
        return self.today + timedelta(self.lead_days) if self.lead_days else None

    def steps(self, *, from_stock: bool = True) -> list[Step]:
        """Day by day; without what lies in stock for lines that wait for what comes in."""
        free = self.free if from_stock else min(ZERO, self.free)
        return profile(free, [*self.supply, *self.demand], self.today, self.horizon)

    def with_demand(self, more: Sequence[Flow]) -> "Outlook":
        """The same with more that is needed."""
        return replace(self, demand=(*self.demand, *more))


def presumed(expected: date, today: date) -> date:
    """When goods that were expected on a day are counted on: on that day; where it is over, so many days later
    (a setting), and again until that lies ahead. So a late supplier moves a promise once a while, not every night."""
    later = max(1, int(settings.get(LATE_DAYS)))
    if expected >= today:
        return expected
    return expected + timedelta(-(-(today - expected).days // later) * later)


def of(product_ids: Collection[int], today: date, *, apart_from: Collection[int] = ()) -> dict[int, Outlook]:
    """The outlook of each product; what the lines ``apart_from`` need is left out."""
    ids = list(product_ids)
    if not ids:
        return {}
    free = stock.totals(ids)
    supply, documents = _coming(ids, today)
    demand: dict[int, list[Flow]] = {pk: [] for pk in ids}
    with connection.cursor() as cursor:
        cursor.execute(_DEMAND, {"today": today, "products": ids, "apart": list(apart_from)})
        for pk, day, quantity in cursor.fetchall():
            demand[pk].append(Flow(max(day, today), -quantity))
    known = Product.objects.filter(pk__in=ids).values_list(
        "pk", "code", "lead_time_days", "supplier__lead_time_days", "supplier__name"
    )
    return {
        pk: Outlook(
            product_id=pk,
            free=free[pk].available,
            supply=tuple(supply[pk]),
            demand=tuple(demand[pk]),
            lead_days=own or theirs or 0,
            supplier_days=theirs or own or 0,
            supplier=name or "",
            today=today,
            code=code,
            documents=documents[pk],
        )
        for pk, code, own, theirs, name in known
    }


def together(
    parts: Sequence[tuple[int, Decimal]],
    seen: Mapping[int, Outlook],
    horizon: date | None = None,
    *,
    from_stock: bool = True,
) -> tuple[list[Step], date | None]:
    """Of what is put together from (product id, pieces) day by day, and from when on there is always enough: on
    ``horizon`` where a component says no lead time."""
    components = [Component(seen[pk].steps(from_stock=from_stock), seen[pk].horizon, pieces) for pk, pieces in parts]
    return put_together(components, horizon)


def supplies(product_ids: Collection[int], today: date) -> dict[int, list[Flow]]:
    """What is to come of each product, as promises count on it. One statement."""
    return _coming(product_ids, today)[0]


def _coming(
    product_ids: Collection[int], today: date
) -> tuple[dict[int, list[Flow]], dict[int, dict[date, tuple[str, ...]]]]:
    found: dict[int, list[Flow]] = {pk: [] for pk in product_ids}
    documents: dict[int, dict[date, tuple[str, ...]]] = {pk: {} for pk in product_ids}
    for row in stock.supply_by_date(product_ids):
        day, named = presumed(row.date, today), documents[row.product_id]
        found[row.product_id].append(Flow(day, row.quantity))
        if row.documents:
            named[day] = (*named.get(day, ()), *row.documents)
    return found, documents
