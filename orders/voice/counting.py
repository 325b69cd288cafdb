"""What is counted, over all rows: complaints and orders of customers; complaints, returns and low scores of products.
The statements that count are those that the evidence is read with."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Count, QuerySet

from common import dates, settings
from customers.voice import facts
from orders.exceptions.choices import Kind, Remedy
from orders.exceptions.models import ExceptionCase
from orders.order.models import Order, OrderLine
from orders.order.states import Origin, Status
from orders.voice import rules
from products.catalogue.operations import Troubles

MONTH = 31
DONE = (Status.EFFECTIVE, Status.CLOSED, Status.ARCHIVED)
Pairs = set[tuple[int, int]]  # (product, row)


# --- customers -------------------------------------------------------------------------------------


def complaints(since: date) -> QuerySet[ExceptionCase]:
    """The complaints that count: reported since, not found to be unjustified."""
    rows = ExceptionCase.objects.filter(kind=Kind.COMPLAINT, raised_at__gte=dates.day_start(since))
    return rows.exclude(remedy=Remedy.NONE)


def orders(since: date) -> QuerySet[Order]:
    """The orders that they are held to: those that took effect since."""
    rows = Order.objects.filter(status__in=DONE, effective_at__gte=dates.day_start(since))
    return rows.exclude(origin=Origin.HISTORY)


def of_customer(customer_id: int, at: datetime) -> tuple[int, int]:
    """How often a customer complained, and how many of his orders took effect."""
    since = facts.first_day(at)
    return complaints(since).filter(customer=customer_id).count(), orders(since).filter(customer=customer_id).count()


def of_customers(at: datetime) -> dict[int, tuple[int, int]]:
    """The same of all who have either. Two statements."""
    since, found = facts.first_day(at), dict[int, tuple[int, int]]()
    for row in orders(since).values("customer").annotate(n=Count("pk")).order_by():
        found[row["customer"]] = (0, row["n"])
    for row in complaints(since).values("customer").annotate(n=Count("pk")).order_by():
        found[row["customer"]] = (row["n"], found.get(row["customer"], (0, 0))[1])
    return found


# --- products --------------------------------------------------------------------------------------


def first_day(at: datetime) -> date:
    """From which day on troubles of products count."""
    return dates.business_day(at) - timedelta(days=int(settings.get(rules.MONTHS)) * MONTH)


def products_of(order_id: int) -> list[int]:
    """The goods of an order."""
    rows = OrderLine.objects.filter(order=order_id, is_service=False, product__isnull=False)
    return sorted(set(rows.values_list("product_id", flat=True)))


def of_products(product_ids: Collection[int] | None, at: datetime) -> dict[int, Troubles]:
    """The troubles of products, weighed; None: of all that have any. A constant number of statements."""
    since, by = first_day(at), rules.rules()
    bad, back, low = (_per_product(read(since, product_ids)) for read in (cases, returned, answers))
    keys = sorted({*(product_ids or ()), *bad, *back, *low})
    lines = _lines(keys, since)
    return {pk: rules.weigh(bad.get(pk, 0), back.get(pk, 0), low.get(pk, 0), lines.get(pk, 0), by) for pk in keys}


def cases(since: date, product_ids: Collection[int] | None) -> Pairs:
    """(product, exception): complaints and quality problems about a line, about what came back of it, or about an order
    of one product; but those whose cause was found to lie elsewhere, or that were not justified."""
    return _read(_CASES, since, product_ids)


def returned(since: date, product_ids: Collection[int] | None) -> Pairs:
    """(product, line of a return): approved returns for quality or repair that no exception above stands for."""
    return _read(_RETURNED, since, product_ids)


def answers(since: date, product_ids: Collection[int] | None) -> Pairs:
    """(product, word of a customer): orders with whose goods a customer is not content, or with the order where he said
    nothing of its goods; the newest word of each order, said twice it counts once."""
    return _read(_ANSWERS, since, product_ids)


def _per_product(pairs: Pairs) -> dict[int, int]:
    found: dict[int, int] = {}
    for product_id, _row in pairs:
        found[product_id] = found.get(product_id, 0) + 1
    return found


def _lines(product_ids: Collection[int], since: date) -> dict[int, int]:
    rows = OrderLine.objects.filter(product_id__in=product_ids, last_ship_date__gte=since)
    return dict(rows.values_list("product_id").annotate(Count("pk")).order_by())


def _read(sql: str, since: date, product_ids: Collection[int] | None) -> Pairs:
    asked: dict[str, Any] = {
        "since": dates.day_start(since),
        "low": int(settings.get(rules.LOW_SCORE)),
        "products": None if product_ids is None else list(product_ids),
    }
    with connection.cursor() as cursor:
        cursor.execute(sql, asked)
        return set(cursor.fetchall())


_WHICH = "NOT l.is_service AND (%(products)s::bigint[] IS NULL OR l.product_id = ANY(%(products)s::bigint[]))"
_CASES = f"""
SELECT l.product_id, e.id FROM orders_exceptioncase e JOIN orders_orderline l ON l.order_id = e.order_id
WHERE e.raised_at >= %(since)s AND e.kind IN ('COMPLAINT', 'QUALITY') AND e.remedy <> 'NONE'
    AND e.cause IN ('', 'SUPPLY', 'PRODUCTION', 'OTHER') AND {_WHICH}
    AND CASE WHEN e.line_no IS NOT NULL THEN e.line_no = l.line_no
        WHEN e.returned_id IS NOT NULL THEN EXISTS (
            SELECT FROM orders_returnline r WHERE r.document_id = e.returned_id AND r.order_line_id = l.id)
        ELSE NOT EXISTS (SELECT FROM orders_orderline x WHERE x.order_id = e.order_id AND NOT x.is_service
            AND x.product_id <> l.product_id) END
"""
_RETURNED = f"""
SELECT l.product_id, r.id FROM orders_returndocument d JOIN orders_returnline r ON r.document_id = d.id
JOIN orders_orderline l ON l.id = r.order_line_id
WHERE d.created_at >= %(since)s AND d.status IN ('APPROVED', 'RECEIVED', 'SETTLED')
    AND d.reason IN ('QUALITY', 'REPAIR') AND {_WHICH}
    AND NOT EXISTS (SELECT FROM orders_exceptioncase e WHERE e.returned_id = d.id
        AND e.kind IN ('COMPLAINT', 'QUALITY'))
"""
_ANSWERS = f"""
SELECT l.product_id, max(n.id) FROM customers_customernote n JOIN orders_order o ON o.number = n.order_number
    AND o.customer_id = n.customer_id
JOIN orders_orderline l ON l.order_id = o.id LEFT JOIN orders_satisfactionrequest s ON s.note_id = n.id
WHERE n.created_at >= %(since)s AND n.kind = 'SATISFACTION' AND n.withdrawn_at IS NULL AND n.order_number <> ''
    AND coalesce(s.goods, n.score) <= %(low)s AND {_WHICH}
GROUP BY l.product_id, o.id
"""
