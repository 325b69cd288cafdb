"""What a credit holder owes or will owe, term by term, in the company's currency (SEMANTICS 9).

An order's part follows from its columns alone (``terms_of``); operations that change those columns move
the stored sums by the difference, under the lock of the holder's customer row.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection

from common import operation, prepared
from common.money import round2
from orders.credit.models import CreditExposure
from orders.order import due, totals
from orders.order.derive import delivered
from orders.order.models import Order, OrderLine
from orders.order.states import Origin, Status

ZERO = Decimal(0)
TERMS = ("on_order", "shipped", "invoiced", "received", "drafts")
RUNNING = (Status.SUBMITTED, Status.EFFECTIVE)
COUNTED = (*RUNNING, Status.CLOSED, Status.ARCHIVED)


@dataclass(frozen=True)
class Terms:
    """An order's part of its holder's exposure: not shipped, shipped but not invoiced, invoiced."""

    on_order: Decimal = ZERO
    shipped: Decimal = ZERO
    invoiced: Decimal = ZERO

    @property
    def total(self) -> Decimal:
        return self.on_order + self.shipped + self.invoiced

    def __sub__(self, other: "Terms") -> "Terms":
        return Terms(self.on_order - other.on_order, self.shipped - other.shipped, self.invoiced - other.invoiced)


def terms_of(order: Order, lines: Sequence[OrderLine]) -> Terms:
    """The order's part, in the company's currency at the rate it froze.

    Freight goes with the first goods. What was let go (short close, tolerance) is not owed, nor is an order
    of a type that is not paid for. What was credited is taken off what is not invoiced, then off what is. A historical
    order counts as much as was received for it: its receipts are in the sums, its debts are not ours to know.
    """
    if order.status not in COUNTED:
        return Terms()
    if order.origin == Origin.HISTORY:
        return _in_company_currency(order, ZERO, order.received_amount, ZERO)
    if not due.is_charged(order):
        return Terms()
    on_order = shipped = invoiced = ZERO
    for line in lines:
        gone, owed = delivered(line), due.due_quantity(line)
        worth = totals.value_of(line, gone, charged=True)
        bill = totals.value_of(line, line.invoiced, charged=True)
        on_order += max(ZERO, due.line_worth(line) - totals.value_of(line, min(gone, owed), charged=True))
        unbilled = max(ZERO, worth - bill)
        shipped += max(ZERO, unbilled - line.credited)
        invoiced += max(ZERO, bill - max(ZERO, line.credited - unbilled))
    if any(delivered(line) for line in lines):
        shipped += order.freight
    elif any(due.due_quantity(line) for line in lines):
        on_order += order.freight
    return _in_company_currency(order, on_order if order.status in RUNNING else ZERO, shipped, invoiced)


def _in_company_currency(order: Order, on_order: Decimal, shipped: Decimal, invoiced: Decimal) -> Terms:
    rate = order.exchange_rate
    return Terms(round2(on_order * rate), round2(shipped * rate), round2(invoiced * rate))


def move(
    holder_id: int,
    *,
    on_order: Decimal = ZERO,
    shipped: Decimal = ZERO,
    invoiced: Decimal = ZERO,
    received: Decimal = ZERO,
    drafts: Decimal = ZERO,
) -> CreditExposure:
    """Add to the holder's terms and return them as they stand now. The holder's customer row must be locked."""
    operation.current()
    with connection.cursor() as cursor:
        prepared.execute(cursor, _MOVE, [holder_id, on_order, shipped, invoiced, received, drafts])
        return _row(holder_id, cursor.fetchone())


_MOVE = """
INSERT INTO orders_creditexposure AS e (holder_id, on_order, shipped, invoiced, received, drafts)
VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (holder_id) DO UPDATE SET
    on_order = e.on_order + excluded.on_order, shipped = e.shipped + excluded.shipped,
    invoiced = e.invoiced + excluded.invoiced, received = e.received + excluded.received,
    drafts = e.drafts + excluded.drafts
RETURNING on_order, shipped, invoiced, received, drafts
"""


def follow(holder_id: int, before: Terms, after: Terms) -> CreditExposure | None:
    """Move the stored sums from an order's ``before`` to its ``after``; None when nothing changed."""
    change = after - before
    if change == Terms():
        return None
    return move(holder_id, on_order=change.on_order, shipped=change.shipped, invoiced=change.invoiced)


def of_holder(holder_id: int) -> CreditExposure:
    """The holder's terms as they stand; all zero where there are none."""
    return CreditExposure.objects.filter(pk=holder_id).first() or CreditExposure(holder_id=holder_id)


def rebuild(holder_ids: Collection[int] | None = None) -> None:
    """Set the stored sums to what the documents say: after bulk loads, regrouping and merging.

    The holders' rows must be locked, or nobody else may be writing (a load at take-over). None: all holders.
    """
    ids = None if holder_ids is None else list(holder_ids)
    with connection.cursor() as cursor:
        cursor.execute(_REBUILD, {"ids": ids})
        cursor.execute(_FORGET, {"ids": ids})


def _row(holder_id: int, values: Sequence[Decimal]) -> CreditExposure:
    return CreditExposure(holder_id=holder_id, **dict(zip(TERMS, values, strict=True)))


# ``terms_of`` and the receipts, said once more in SQL: for ``rebuild`` and invariant 11. Money counts for the
# payer's holder at the rate of its day; the part that pays an order for the order's holder at the order's rate.
_VALUE = "CASE WHEN {q} >= l.ordered THEN l.charged WHEN {q} <= 0 THEN 0 ELSE round(l.charged * {q} / l.ordered, 2) END"
_UNBILLED = f"greatest(0, {_VALUE.format(q='l.gone')} - {_VALUE.format(q='l.invoiced')})"
# each order's own part; what it says of an order is what ``terms_of`` says
BY_ORDER = f"""
    SELECT o.id AS order_id, coalesce(c.group_id, c.id) AS holder_id,
        round(CASE WHEN o.status IN ('SUBMITTED', 'EFFECTIVE') AND o.origin <> 'HISTORY'
            THEN l.on_order + CASE WHEN l.any_gone THEN 0 WHEN l.any_due THEN o.freight ELSE 0 END
            ELSE 0 END * o.exchange_rate, 2) AS on_order,
        round(CASE WHEN o.origin = 'HISTORY' THEN o.received_amount
            ELSE l.shipped + CASE WHEN l.any_gone THEN o.freight ELSE 0 END END * o.exchange_rate, 2) AS shipped,
        round(CASE WHEN o.origin = 'HISTORY' THEN 0 ELSE l.invoiced END * o.exchange_rate, 2) AS invoiced
    FROM orders_order o JOIN customers_customer c ON c.id = o.customer_id
    JOIN orders_ordertype t ON t.id = o.order_type_id
    CROSS JOIN LATERAL (
        SELECT bool_or(l.gone > 0) AS any_gone, bool_or(l.due > 0) AS any_due,
            sum(greatest(0, {_VALUE.format(q="l.due")} - {_VALUE.format(q="least(l.gone, l.due)")})) AS on_order,
            sum(greatest(0, {_UNBILLED} - l.credited)) AS shipped,
            sum(greatest(0, {_VALUE.format(q="l.invoiced")} - greatest(0, l.credited - {_UNBILLED}))) AS invoiced
        FROM (
            SELECT ordered, invoiced, credited, amount - reduction AS charged,
                greatest(shipped - reship, 0) AS gone,
                CASE closure WHEN 'AUTO' THEN least(ordered, greatest(shipped - reship, 0))
                    ELSE greatest(ordered - short_closed, 0) END AS due
            FROM orders_orderline WHERE order_id = o.id
        ) l HAVING count(*) > 0
    ) l
    WHERE o.status IN ('SUBMITTED', 'EFFECTIVE', 'CLOSED', 'ARCHIVED') AND (t.invoices OR o.origin = 'HISTORY')
"""
COMPUTED = f"""
    SELECT holder_id, sum(on_order) AS on_order, sum(shipped) AS shipped, sum(invoiced) AS invoiced,
        sum(received) AS received, sum(drafts) AS drafts
    FROM (
        SELECT holder_id, on_order, shipped, invoiced, 0 AS received, 0 AS drafts FROM ({BY_ORDER}) orders
        UNION ALL
        SELECT coalesce(c.group_id, c.id), 0, 0, 0, 0, round(r.amount * r.exchange_rate, 2)
        FROM orders_acceptancedraft d JOIN orders_receipt r ON r.id = d.receipt_id
        JOIN customers_customer c ON c.id = r.customer_id
        WHERE d.counts AND d.state IN ('HELD', 'ENDORSED', 'DISCOUNTED')
        UNION ALL
        SELECT coalesce(c.group_id, c.id), 0, 0, 0, round(r.amount * r.exchange_rate, 2), 0
        FROM orders_receipt r JOIN customers_customer c ON c.id = r.customer_id WHERE NOT r.is_void
        UNION ALL
        SELECT side.holder_id, 0, 0, 0, side.sign * round(a.amount * side.rate, 2), 0
        FROM orders_allocation a JOIN orders_receipt r ON r.id = a.receipt_id
        JOIN orders_planrow p ON p.id = a.plan_row_id JOIN orders_order o ON o.id = p.order_id
        JOIN customers_customer payer ON payer.id = r.customer_id
        JOIN customers_customer buyer ON buyer.id = o.customer_id
        CROSS JOIN LATERAL (VALUES (coalesce(payer.group_id, payer.id), -1, r.exchange_rate),
            (coalesce(buyer.group_id, buyer.id), 1, o.exchange_rate)) AS side(holder_id, sign, rate)
        WHERE a.revoked_at IS NULL AND (coalesce(payer.group_id, payer.id) <> coalesce(buyer.group_id, buyer.id)
            OR r.exchange_rate <> o.exchange_rate)
    ) parts GROUP BY holder_id
"""
_CHOSEN = "(%(ids)s::bigint[] IS NULL OR {table}.holder_id = ANY(%(ids)s::bigint[]))"
_REBUILD = f"""
    INSERT INTO orders_creditexposure AS e (holder_id, on_order, shipped, invoiced, received, drafts)
    SELECT * FROM ({COMPUTED}) c WHERE {_CHOSEN.format(table="c")}
    ON CONFLICT (holder_id) DO UPDATE SET on_order = excluded.on_order, shipped = excluded.shipped,
        invoiced = excluded.invoiced, received = excluded.received, drafts = excluded.drafts
"""
_FORGET = f"""
    DELETE FROM orders_creditexposure e WHERE {_CHOSEN.format(table="e")}
        AND NOT EXISTS (SELECT 1 FROM ({COMPUTED}) c WHERE c.holder_id = e.holder_id)
"""
