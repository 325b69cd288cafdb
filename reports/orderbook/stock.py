"""Stock as figures (R129, R273): what lies there, what was issued, how often it turns over, for how long it lasts,
who wants it, how long nothing of it moved. One statement over stock rows and movements; products belong to nobody."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from common import dates
from products.stock.levels import demand
from reports.facts.reading import fetched
from reports.layout.paper import share
from reports.standard import conditions
from reports.standard.reports import Wanted

ZERO = Decimal(0)
AGES = (30, 90, 180, 365)  # days without movement, the last of each class

# ``begun`` and ``ended``: what moved since the period began, and ended; transfers of ours add up to nothing
_SQL = """
    WITH held AS (
        SELECT product_id, sum(on_hand) AS on_hand, sum(reserved) AS reserved FROM products_stockrow GROUP BY product_id
    ),
    moved AS (
        SELECT s.product_id, coalesce(sum(m.quantity) FILTER (WHERE m.at >= %(since)s), 0) AS begun,
            coalesce(sum(m.quantity) FILTER (WHERE m.at >= %(until)s), 0) AS ended,
            coalesce(-sum(m.quantity) FILTER (WHERE m.kind IN ('ISSUE', 'ISSUE_REVERSED') AND m.at >= %(since)s
                AND m.at < %(until)s), 0) AS issued,
            (max(m.at) FILTER (WHERE m.kind = 'ISSUE') AT TIME ZONE %(zone)s)::date AS last_issue,
            (max(m.at) FILTER (WHERE m.kind IN ('ARRIVAL', 'OPENING') AND m.quantity > 0) AT TIME ZONE %(zone)s)::date
                AS last_arrival
        FROM products_stockmovement m JOIN products_stockrow s ON s.id = m.stock_row_id GROUP BY s.product_id
    ),
    wanted AS (SELECT product_id, sum(quantity) AS quantity FROM ({demand}) d GROUP BY product_id),
    coming AS (
        SELECT product_id, sum(greatest(quantity - received, 0)) AS quantity FROM products_plannedreceipt
        WHERE state = 'OPEN' AND kind <> 'TRANSFER' GROUP BY product_id
    )
    SELECT p.id, coalesce(p.category_id, 0), p.code, p.name, p.unit, p.unit_cost, coalesce(h.on_hand, 0),
        coalesce(h.reserved, 0), coalesce(h.on_hand, 0) - coalesce(m.begun, 0),
        coalesce(h.on_hand, 0) - coalesce(m.ended, 0), coalesce(m.issued, 0), m.last_issue, m.last_arrival,
        coalesce(w.quantity, 0), coalesce(c.quantity, 0)
    FROM products_product p LEFT JOIN held h ON h.product_id = p.id LEFT JOIN moved m ON m.product_id = p.id
    LEFT JOIN wanted w ON w.product_id = p.id LEFT JOIN coming c ON c.product_id = p.id
    WHERE NOT p.is_service AND (h.on_hand <> 0 OR m.issued <> 0 OR m.begun <> 0 OR w.quantity <> 0) {narrowed}
"""


@dataclass(frozen=True)
class Held:
    """A product, or several as one, in pieces. ``wanted``: by open lines that nothing is held for; ``coming``: planned
    receipts. Worths are pieces × unit cost of today."""

    key: Any
    category: int
    code: str
    name: str
    unit: str
    unit_cost: Decimal
    on_hand: Decimal
    reserved: Decimal
    opening: Decimal
    closing: Decimal
    issued: Decimal
    last_issue: date | None
    last_arrival: date | None
    wanted: Decimal
    coming: Decimal

    @property
    def demand(self) -> Decimal:
        """What open orders want of it, held or not."""
        return self.reserved + self.wanted

    @property
    def spare(self) -> Decimal:
        """What lies there and no open order wants."""
        return max(ZERO, self.on_hand - self.demand)

    @property
    def last_moved(self) -> date | None:
        """The day on which it was issued or came last."""
        return max((day for day in (self.last_issue, self.last_arrival) if day), default=None)

    def age(self, today: date) -> int:
        """Its class among ``AGES``; the last one: longer, or never."""
        if self.last_moved is None:
            return len(AGES)
        days = (today - self.last_moved).days
        return next((place for place, last in enumerate(AGES) if days <= last), len(AGES))


@dataclass(frozen=True)
class Turned:
    """How stock of one or many products turned over: in pieces of one product, in cost of many."""

    opening: Decimal
    closing: Decimal
    issued: Decimal
    days: int

    @property
    def average(self) -> Decimal:
        """Half of what lay there when the period began and when it ended."""
        return (self.opening + self.closing) / 2

    @property
    def turnover(self) -> Decimal | None:
        """How many times the average was issued."""
        return share(self.issued, self.average)

    @property
    def days_on_hand(self) -> Decimal | None:
        """For how many days the average lasts at the pace of the period; None where nothing was issued."""
        part = share(self.average, self.issued)
        return None if part is None else part * self.days


def read(wanted: Wanted) -> list[Held]:
    """Every product that lies there, was issued in the period or is wanted."""
    ended = min(wanted.until, wanted.today)
    given: dict[str, Any] = {
        "since": dates.day_start(wanted.since),
        "until": dates.day_start(ended + timedelta(days=1)),
        "zone": str(dates.business_zone()),
    }
    narrowed = ""
    if wanted.product:
        narrowed, given["product"] = " AND p.id = %(product)s", wanted.product
    if wanted.category:
        narrowed += " AND p.category_id = ANY(%(categories)s::bigint[])"
        given["categories"] = conditions.category_ids(wanted)
    text = _SQL.format(demand=demand.sql(), narrowed=narrowed)
    return [Held(*row) for row in fetched(text, given)]  # type: ignore[arg-type]


def days(wanted: Wanted) -> int:
    """How long the period is, as far as it has passed."""
    return max(1, (min(wanted.until, wanted.today) - wanted.since).days + 1)


def turned(found: Held, days: int) -> Turned:
    """Of one product, in pieces."""
    return Turned(found.opening, found.closing, found.issued, days)


def turned_by_cost(found: list[Held], days: int) -> Turned:
    """Of many, weighed by what a piece costs today."""
    sums = [
        sum((getattr(one, name) * one.unit_cost for one in found), ZERO) for name in ("opening", "closing", "issued")
    ]
    return Turned(sums[0], sums[1], sums[2], days)
