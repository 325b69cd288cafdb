"""What orders and their lines came to at a past moment (SEMANTICS 8): one statement for any number of them.

What was agreed and let go is summed up from its movements; what was shipped, signed for, sent back, invoiced and
received from the documents that were in force then, by the moments that they carry. A document that was taken back
since, or made void, counts as never written: its own history says when. History is what its file says.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from common import currencies, prepared

ZERO = Decimal(0)

# of the orders in ``picked`` at the moment in ``clock``
_LINES = """
    agreed AS (
        SELECT d.order_id, d.line_no, sum(d.ordered) AS ordered, sum(d.amount) AS amount, sum(d.let_go) AS let_go,
            (array_agg(d.product_id ORDER BY d.id DESC) FILTER (WHERE d.ordered > 0))[1] AS product_id
        FROM picked p JOIN orders_linedelta d ON d.order_id = p.id
        WHERE d.at <= (SELECT moment FROM clock) GROUP BY 1, 2 HAVING sum(d.ordered) > 0
        UNION ALL
        SELECT l.order_id, l.line_no, l.ordered, l.amount - l.reduction,
            CASE WHEN l.closed_at <= (SELECT moment FROM clock) THEN l.short_closed ELSE 0 END, l.product_id
        FROM picked p JOIN orders_order o ON o.id = p.id AND o.origin = 'HISTORY'
        JOIN orders_orderline l ON l.order_id = o.id
    ),
    sent AS (
        SELECT l.order_id, l.line_no, sum(v.quantity) AS shipped,
            sum(v.signed_quantity) FILTER (WHERE d.status = 'SIGNED' AND d.signed_at <= (SELECT moment FROM clock))
                AS signed,
            sum(v.reship) FILTER (WHERE d.status = 'SIGNED' AND d.signed_at <= (SELECT moment FROM clock)) AS again
        FROM picked p JOIN orders_orderline l ON l.order_id = p.id
        JOIN orders_outboundline v ON v.order_line_id = l.id
        JOIN orders_outbounddocument d ON d.id = v.document_id
        WHERE d.status IN ('AUDITED', 'SIGNED') AND d.audited_at <= (SELECT moment FROM clock) GROUP BY 1, 2
    ),
    served AS (
        SELECT l.order_id, l.line_no, sum(s.quantity) AS quantity
        FROM picked p JOIN orders_orderline l ON l.order_id = p.id
        JOIN orders_servicerecord s ON s.order_line_id = l.id
        WHERE s.at <= (SELECT moment FROM clock)
            AND (s.revoked_at IS NULL OR s.revoked_at > (SELECT moment FROM clock)) GROUP BY 1, 2
    ),
    back AS (
        SELECT l.order_id, l.line_no, sum(r.received) AS returned,
            sum(r.reship) FILTER (WHERE d.status = 'SETTLED' AND d.settled_at <= (SELECT moment FROM clock)) AS again
        FROM picked p JOIN orders_orderline l ON l.order_id = p.id
        JOIN orders_returnline r ON r.order_line_id = l.id
        JOIN orders_returndocument d ON d.id = r.document_id
        WHERE d.status IN ('RECEIVED', 'SETTLED') AND d.received_at <= (SELECT moment FROM clock) GROUP BY 1, 2
    ),
    billed AS (
        SELECT b.order_id, l.line_no, sum(b.quantity) AS pieces, sum(b.amount) AS amount
        FROM picked p JOIN orders_invoiceline b ON b.order_id = p.id
        JOIN orders_invoice i ON i.id = b.invoice_id
        LEFT JOIN orders_orderline l ON l.id = b.order_line_id
        WHERE i.status IN ('ISSUED', 'RED') AND i.issued_at <= (SELECT moment FROM clock) GROUP BY 1, 2
    ),
    lines AS (
        SELECT a.order_id, a.line_no, a.product_id, a.ordered, a.amount, a.let_go, f.shipped, f.signed, f.returned,
            f.invoiced,
            CASE WHEN l.closure = 'AUTO' AND l.closed_at <= (SELECT moment FROM clock) THEN 0
                ELSE greatest(0, a.ordered - f.shipped + f.reship - a.let_go) END AS open,
            greatest(0, f.shipped - f.reship) AS delivered
        FROM agreed a
        LEFT JOIN orders_orderline l ON l.order_id = a.order_id AND l.line_no = a.line_no
        LEFT JOIN sent s ON s.order_id = a.order_id AND s.line_no = a.line_no
        LEFT JOIN served v ON v.order_id = a.order_id AND v.line_no = a.line_no
        LEFT JOIN back r ON r.order_id = a.order_id AND r.line_no = a.line_no
        LEFT JOIN billed b ON b.order_id = a.order_id AND b.line_no = a.line_no
        CROSS JOIN LATERAL (
            SELECT coalesce(s.shipped, 0) + coalesce(v.quantity, 0) AS shipped,
                coalesce(s.signed, 0) + coalesce(v.quantity, 0) AS signed, coalesce(r.returned, 0) AS returned,
                coalesce(b.pieces, 0) AS invoiced, coalesce(s.again, 0) + coalesce(r.again, 0) AS reship
        ) f
    )
"""
_THEN = "clock AS (SELECT %s::timestamptz AS moment)"
_ORDERS = f"""
    {_LINES},
    goods AS (
        SELECT order_id, count(*) AS lines, count(*) FILTER (WHERE open > 0) AS open_lines, sum(amount) AS agreed,
            sum(round(amount * least(let_go, ordered) / ordered, 2)) AS let_go,
            sum(round(amount * least(delivered, ordered) / ordered, 2)) AS shipped,
            sum(round(amount * least(signed, ordered) / ordered, 2)) AS signed,
            sum(round(amount * least(open, ordered) / ordered, 2)) AS open
        FROM lines GROUP BY order_id
    ),
    money AS (
        SELECT p.id AS order_id, sum(a.amount) AS received
        FROM picked p JOIN orders_planrow w ON w.order_id = p.id JOIN orders_allocation a ON a.plan_row_id = w.id
        WHERE a.at <= (SELECT moment FROM clock)
            AND (a.revoked_at IS NULL OR a.revoked_at > (SELECT moment FROM clock)) GROUP BY 1
    ),
    changed AS (
        SELECT p.id AS order_id, max(c.revision) AS revision
        FROM picked p JOIN orders_changerequest c ON c.order_id = p.id
        WHERE c.state = 'EFFECTIVE' AND c.effective_at <= (SELECT moment FROM clock) GROUP BY 1
    ),
    orders AS (
        SELECT p.id, coalesce(c.revision, 1) AS revision, coalesce(g.lines, 0) AS lines,
            coalesce(g.open_lines, 0) AS open_lines, coalesce(g.agreed, 0) AS agreed, coalesce(g.let_go, 0) AS let_go,
            coalesce(g.shipped, 0) AS shipped, coalesce(g.signed, 0) AS signed, coalesce(g.open, 0) AS open,
            coalesce((SELECT sum(b.amount) FROM billed b WHERE b.order_id = p.id), 0) AS invoiced,
            coalesce(m.received, 0) AS received
        FROM picked p LEFT JOIN goods g ON g.order_id = p.id LEFT JOIN money m ON m.order_id = p.id
        LEFT JOIN changed c ON c.order_id = p.id
    )
"""
_PICKED = "picked AS (SELECT unnest(%s::bigint[]) AS id)"
_OF_ORDERS = (
    f"WITH {_PICKED}, {_THEN}, {_ORDERS} SELECT id, revision, lines, open_lines, agreed, let_go, shipped, signed,"
    " open, invoiced, received FROM orders"
)
_OF_LINES = (
    f"WITH {_PICKED}, {_THEN}, {_LINES} SELECT order_id, line_no, product_id, ordered, amount, let_go, shipped,"
    " signed, returned, invoiced, open FROM lines"
)
_SUMS = "sum(t.agreed), sum(t.let_go), sum(t.shipped), sum(t.signed), sum(t.open), sum(t.invoiced), sum(t.received)"


@dataclass(frozen=True)
class OrderThen:
    """An order at a moment; amounts in its currency: goods after the reduction, without freight (which invoices and
    money received may hold). Nothing is agreed of an order that was not in force."""

    revision: int = 1
    lines: int = 0
    open_lines: int = 0
    agreed: Decimal = ZERO
    let_go: Decimal = ZERO
    shipped: Decimal = ZERO
    signed: Decimal = ZERO
    open: Decimal = ZERO
    invoiced: Decimal = ZERO
    received: Decimal = ZERO


@dataclass(frozen=True)
class LineThen:
    """A line at a moment: its product, quantities in its unit, the amount in its order's currency."""

    product_id: int = 0
    ordered: Decimal = ZERO
    amount: Decimal = ZERO
    let_go: Decimal = ZERO
    shipped: Decimal = ZERO
    signed: Decimal = ZERO
    returned: Decimal = ZERO
    invoiced: Decimal = ZERO
    open: Decimal = ZERO


@dataclass(frozen=True)
class SumsThen:
    """What the orders of a currency came to at a moment, in that currency."""

    currency: str
    orders: int
    agreed: Decimal
    let_go: Decimal
    shipped: Decimal
    signed: Decimal
    open: Decimal
    invoiced: Decimal
    received: Decimal


AMOUNTS = tuple(one.name for one in fields(SumsThen) if one.name not in ("currency", "orders"))


def of_orders(order_ids: Collection[int], moment: datetime) -> dict[int, OrderThen]:
    """Each of the orders as it stood. One statement."""
    return {key: OrderThen(*row) for key, *row in _read(_OF_ORDERS, order_ids, moment)}


def of_lines(order_ids: Collection[int], moment: datetime) -> dict[tuple[int, int], LineThen]:
    """The lines of the orders as they stood, by order and line number. One statement."""
    return {(order_id, line_no): LineThen(*row) for order_id, line_no, *row in _read(_OF_LINES, order_ids, moment)}


def _read(sql: str, order_ids: Collection[int], moment: datetime) -> Iterable[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        prepared.execute(cursor, sql, [sorted(set(order_ids)), moment])
        return cursor.fetchall()


def sums(orders: QuerySet, moment: datetime) -> list[SumsThen]:
    """What a whole set of orders came to, by currency, the company's own first. One statement; amounts of different
    currencies are never added up."""
    picked, parameters = orders.order_by().values("pk").query.sql_with_params()
    sql = (
        f"WITH picked AS (SELECT id FROM ({picked}) q(id)), {_THEN}, {_ORDERS} SELECT o.currency_id, count(*), {_SUMS}"
        " FROM orders t JOIN orders_order o ON o.id = t.id GROUP BY o.currency_id"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*parameters, moment])
        found = [SumsThen(*row) for row in cursor.fetchall()]
    return sorted(found, key=lambda one: (one.currency != currencies.base(), one.currency))
