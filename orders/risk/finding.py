"""What the rules find on a day: each reads what it needs in a few statements, over all rows (DESIGN 2)."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection

from common import settings
from customers.credit import queries as papers
from customers.models import Customer
from orders.credit import queries as credit
from orders.credit.rules import Result, stand
from orders.risk.choices import Level

RISE, MARGIN = "risk.market_rise", "risk.market_margin"
ON_TIME, LEAST = "risk.supply_on_time", "risk.supply_least"
GROWTH = "risk.overdue_growth"
HUNDRED = Decimal(100)
CUSTOMER, ORDER, QUOTATION = "customers.customer", "orders.order", "orders.quotation"
SUPPLIER, DEPARTMENT, FAMILY = "products.supplier", "accounts.department", "products.productcategory"


@dataclass(frozen=True)
class Found:
    """A warning as a rule finds it today."""

    subject_type: str
    subject_id: int
    reference: str
    label: str
    level: Level
    numbers: dict[str, Any] = field(default_factory=dict)
    owner_id: int | None = None
    department_id: int | None = None


def rows_of(sql: str, **asked: Any) -> list[tuple]:
    """What a statement of a rule answers."""
    with connection.cursor() as cursor:
        cursor.execute(sql, asked)
        return cursor.fetchall()


def figure(key: str) -> Decimal:
    """A figure that the company sets."""
    return Decimal(str(settings.get(key)))


def credit_standing(today: date) -> Iterator[Found]:
    """Holders at WATCH, HOLD or STOP who have anything in hand. Guarantees are only read where they may help."""
    holders = Customer.objects.filter(exposure__isnull=False, merged_into=None, group=None).select_related("exposure")
    watch = credit.watch_percent()
    for holder in holders.defer("search_text", "search_grams").iterator():
        used, limits = holder.exposure.total, credit.limits_of(holder)
        result = stand(limits, used, today, watch)
        if result in (Result.WATCH, Result.HOLD):
            limits = replace(limits, secured=papers.secured(holder.pk, today))
            result = stand(limits, used, today, watch)
        if result == Result.OK or used <= 0:
            continue
        level = Level.MEDIUM if result == Result.WATCH else Level.HIGH
        numbers = {"result": str(result), "exposure": f"{used:.2f}"}
        limit = limits.amount_on(today)
        if limit is not None:
            numbers["limit"] = f"{limit:.2f}"
        if limit:
            numbers["percent"] = f"{used * HUNDRED / limit:.0f}"
        yield _of_customer(holder, level, numbers)


def credit_overdue(today: date) -> Iterator[Found]:
    """Holders whose overdue money grew by more than a percentage in thirty days."""
    growth = figure(GROWTH)
    rows = rows_of(_OVERDUE, today=today, before=today - timedelta(days=30))
    customers = Customer.objects.in_bulk([row[0] for row in rows])
    for holder_id, now, before in rows:
        if now <= before * (HUNDRED + growth) / HUNDRED:
            continue
        numbers = {"overdue": f"{now:.2f}", "before": f"{before:.2f}"}
        level = Level.HIGH if before and now >= before * 2 else Level.MEDIUM
        yield _of_customer(customers[holder_id], level, numbers)


# overdue thirty days ago: what was due then and was not paid by then
_OVERDUE = """
WITH rows AS (
    SELECT coalesce(c.group_id, c.id) AS holder, p.due_date, p.amount * o.exchange_rate AS amount,
        p.received * o.exchange_rate AS received,
        coalesce((SELECT sum(a.amount) FROM orders_allocation a JOIN orders_receipt r ON r.id = a.receipt_id
            WHERE a.plan_row_id = p.id AND a.revoked_at IS NULL AND r.received_date <= %(before)s), 0)
            * o.exchange_rate AS paid_before
    FROM orders_planrow p JOIN orders_order o ON o.id = p.order_id JOIN customers_customer c ON c.id = o.customer_id
    WHERE p.due_date < %(today)s AND o.origin <> 'HISTORY' AND o.status IN ('EFFECTIVE', 'CLOSED', 'ARCHIVED')
        AND (p.received < p.amount OR p.due_date >= %(before)s OR EXISTS (
            SELECT 1 FROM orders_allocation a JOIN orders_receipt r ON r.id = a.receipt_id
            WHERE a.plan_row_id = p.id AND a.revoked_at IS NULL AND r.received_date > %(before)s))
)
SELECT holder, round(sum(amount - received), 2),
    round(sum(CASE WHEN due_date < %(before)s THEN amount - paid_before ELSE 0 END), 2)
FROM rows GROUP BY holder HAVING sum(amount - received) > 0
"""


def _of_customer(holder: Customer, level: Level, numbers: dict[str, Any]) -> Found:
    return Found(
        *(CUSTOMER, holder.pk, holder.code, holder.name[:160], level, numbers),
        owner_id=holder.owner_id,
        department_id=holder.department_id,
    )


def market_orders(today: date) -> Iterator[Found]:
    """Effective orders whose open lines earn less than the least margin at today's price of their material."""
    yield from _market(_MARKET_ORDERS, ORDER, today)


def market_quotations(today: date) -> Iterator[Found]:
    """The same for quotations that the customer holds and that are still valid."""
    yield from _market(_MARKET_QUOTATIONS, QUOTATION, today)


def _market(sql: str, subject_type: str, today: date) -> Iterator[Found]:
    asked = {"today": today, "rise": figure(RISE), "margin": figure(MARGIN)}
    for key, number, customer, owner, department, lines, rise, before, margin in rows_of(sql, **asked):
        level = Level.HIGH if margin < 0 else Level.MEDIUM
        numbers = {
            "rise": f"{rise:.1f}",
            "margin_before": f"{before:.1f}",
            "margin": f"{margin:.1f}",
            "lines": str(lines),
        }
        yield Found(
            *(subject_type, key, number, f"{number} {customer}"[:160], level, numbers),
            owner_id=owner,
            department_id=department,
        )


# the family of a material is its category and those below it; its price then is the last one up to that day
_FAMILIES = """
WITH RECURSIVE family AS (
    SELECT m.id AS material, m.share, c.id AS category FROM orders_material m
    JOIN products_productcategory c ON c.id = m.category_id WHERE m.is_active
    UNION
    SELECT f.material, f.share, c.id FROM products_productcategory c JOIN family f ON c.parent_id = f.category
), now AS (
    SELECT DISTINCT ON (material_id) material_id, price FROM orders_materialprice WHERE day <= %(today)s
    ORDER BY material_id, day DESC
)
"""
_JUDGED = """
, risen AS (
    SELECT l.*, (now.price / was.price - 1) * 100 AS rise, l.cost * (now.price / was.price - 1) * f.share / 100 AS more
    FROM lines l JOIN products_product p ON p.id = l.product_id JOIN family f ON f.category = p.category_id
    JOIN now ON now.material_id = f.material
    JOIN LATERAL (SELECT price FROM orders_materialprice WHERE material_id = f.material AND day <= l.day
        ORDER BY day DESC LIMIT 1) was ON true
    WHERE now.price >= was.price * (1 + %(rise)s / 100)
), judged AS (
    SELECT key, count(DISTINCT line) AS lines, max(rise) AS rise, sum(more) AS more FROM risen GROUP BY key
), whole AS (
    SELECT key, sum(net) AS net, sum(cost) AS cost FROM lines GROUP BY key HAVING sum(net) > 0
)
"""
_RESULT = """j.lines, j.rise, (w.net - w.cost) * 100 / w.net, (w.net - w.cost - j.more) * 100 / w.net
FROM judged j JOIN whole w ON w.key = j.key"""
_MARKET_ORDERS = f"""{_FAMILIES}, lines AS (
    SELECT o.id AS key, l.id AS line, l.product_id, coalesce(o.effective_at::date, o.order_date) AS day,
        l.net * o.exchange_rate * q.open / l.ordered AS net, l.unit_cost * q.open AS cost
    FROM orders_order o JOIN orders_orderline l ON l.order_id = o.id
    CROSS JOIN LATERAL (SELECT greatest(0, l.ordered - l.shipped + l.reship - l.short_closed) AS open) q
    WHERE o.status = 'EFFECTIVE' AND l.closure = 'OPEN' AND l.ordered > 0 AND q.open > 0 AND NOT l.is_gift
){_JUDGED}
SELECT o.id, o.number, c.name, o.salesperson_id, o.department_id, {_RESULT}
JOIN orders_order o ON o.id = j.key JOIN customers_customer c ON c.id = o.customer_id
WHERE (w.net - w.cost - j.more) * 100 < w.net * %(margin)s ORDER BY o.id
"""
_MARKET_QUOTATIONS = f"""{_FAMILIES}, held AS (
    SELECT DISTINCT ON (v.quotation_id) v.id, v.quotation_id, v.exchange_rate, v.quote_date
    FROM orders_quotationversion v JOIN orders_quotation q ON q.id = v.quotation_id
    WHERE q.status IN ('SENT', 'PARTLY_WON') AND q.valid_until >= %(today)s
        AND v.sent_at IS NOT NULL AND NOT v.is_dropped
    ORDER BY v.quotation_id, v.sent_at DESC, v.id DESC
), lines AS (
    SELECT h.quotation_id AS key, l.id AS line, l.product_id, h.quote_date AS day, l.net * h.exchange_rate AS net,
        l.unit_cost * l.ordered AS cost
    FROM held h JOIN orders_quotationline l ON l.offer_id = h.id WHERE NOT l.is_gift AND NOT l.is_optional
){_JUDGED}
SELECT q.id, q.number, coalesce(c.name, ''), q.salesperson_id, q.department_id, {_RESULT}
JOIN orders_quotation q ON q.id = j.key LEFT JOIN customers_customer c ON c.id = q.customer_id
WHERE (w.net - w.cost - j.more) * 100 < w.net * %(margin)s ORDER BY q.id
"""


def supply_suppliers(today: date) -> Iterator[Found]:
    """Suppliers of whose planned receipts of a year too few came on the day first said."""
    for key, code, name, owner, department, count, late, days in _supply(_SUPPLIERS, today):
        found = _reliability(count, late, days)
        if found:
            level, numbers = found
            yield Found(*(SUPPLIER, key, code, name[:160], level, numbers), owner_id=owner, department_id=department)


def supply_departments(today: date) -> Iterator[Found]:
    """The same for what our own production makes."""
    for key, code, name, owner, department, count, late, days in _supply(_DEPARTMENTS, today):
        found = _reliability(count, late, days)
        if found:
            level, numbers = found
            yield Found(*(DEPARTMENT, key, code, name[:160], level, numbers), owner_id=owner, department_id=department)


def _supply(sql: str, today: date) -> list[tuple]:
    return rows_of(sql, today=today, since=today - timedelta(days=365))


def _reliability(count: int, late: int, days: Decimal) -> tuple[Level, dict[str, Any]] | None:
    if count < figure(LEAST):
        return None
    share = HUNDRED - Decimal(late) * HUNDRED / count
    least = figure(ON_TIME)
    if share >= least:
        return None
    numbers = {"receipts": str(count), "late": str(late), "on_time": f"{share:.0f}", "days_late": f"{days:.1f}"}
    return (Level.HIGH if share < least / 2 else Level.MEDIUM), numbers


# against the day that was said first; what should have come and did not is late already. The head of purchasing, or of
# production, owns it.
_DUE = """
WITH due AS (
    SELECT r.*, greatest(0, CASE WHEN r.state = 'RECEIVED' THEN r.updated_at::date ELSE %(today)s::date END
        - r.first_expected_date) AS days
    FROM products_plannedreceipt r
    WHERE r.state IN ('OPEN', 'RECEIVED') AND r.first_expected_date >= %(since)s AND r.first_expected_date < %(today)s
), head AS (
    SELECT DISTINCT ON (kind) kind, id, code, name, head_id FROM accounts_department WHERE is_active
        AND kind IN ('PURCHASING', 'PRODUCTION') ORDER BY kind, path, id
)
"""
_SUPPLIERS = f"""{_DUE}
SELECT s.id, s.code, s.name, max(h.head_id), max(h.id), count(*), count(*) FILTER (WHERE due.days > 2), avg(due.days)
FROM due JOIN products_supplier s ON s.id = due.supplier_id LEFT JOIN head h ON h.kind = 'PURCHASING'
WHERE due.kind = 'PURCHASE' GROUP BY s.id ORDER BY s.id
"""
_DEPARTMENTS = f"""{_DUE}
SELECT h.id, h.code, h.name, h.head_id, h.id, count(*), count(*) FILTER (WHERE due.days > 2), avg(due.days)
FROM due JOIN head h ON h.kind = 'PRODUCTION' WHERE due.kind = 'PRODUCTION'
GROUP BY h.id, h.code, h.name, h.head_id
"""
