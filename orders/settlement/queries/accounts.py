"""Statement of account: what was delivered to a customer and what he paid, with the running balance.

The account of an order is its bill-to where it has one, else its customer. Deliveries count at their
share of the line, tax included, to the cent: the shares of a line sum to its amount; pieces beyond the
ordered ones are not charged. An order's freight stands with its first delivery. What is credited for goods that came
back stands on the day that was decided.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import connection

from accounts.people.models import User
from customers import queries as customer_queries
from orders.settlement import policies

ZERO = Decimal(0)

DELIVERY, SERVICE, FREIGHT, RECEIPT, TRANSFER = "DELIVERY", "SERVICE", "FREIGHT", "RECEIPT", "TRANSFER"
REFUND, RETURN = "REFUND", "RETURN"

_SQL = """
WITH mine AS (
    SELECT o.id, o.number, o.currency_id, o.freight
    FROM orders_order o JOIN orders_ordertype t ON t.id = o.order_type_id AND t.invoices
    WHERE coalesce(o.bill_to_id, o.customer_id) = %(customer)s AND o.status IN ('EFFECTIVE', 'CLOSED', 'ARCHIVED')
), moved AS (
    SELECT d.ship_date AS day, 'DELIVERY' AS kind, d.number AS document, d.id AS document_id, v.order_line_id,
        v.quantity
    FROM orders_outboundline v JOIN orders_outbounddocument d ON d.id = v.document_id
    JOIN orders_orderline l ON l.id = v.order_line_id
    WHERE d.status IN ('AUDITED', 'SIGNED') AND l.order_id IN (SELECT id FROM mine)
    UNION ALL
    SELECT s.performed_date, 'SERVICE', '', s.id, s.order_line_id, s.quantity
    FROM orders_servicerecord s JOIN orders_orderline l ON l.id = s.order_line_id
    WHERE s.revoked_at IS NULL AND l.order_id IN (SELECT id FROM mine)
), counted AS (
    SELECT m.*, l.order_id, l.ordered, l.amount - l.reduction AS whole,
        sum(m.quantity) OVER (PARTITION BY m.order_line_id ORDER BY m.day, m.kind, m.document_id) AS upto
    FROM moved m JOIN orders_orderline l ON l.id = m.order_line_id
), worth AS (
    SELECT day, kind, document, document_id, order_id,
        CASE WHEN upto >= ordered THEN whole ELSE round(whole * upto / ordered, 2) END
        - CASE WHEN upto - quantity >= ordered THEN whole ELSE round(whole * (upto - quantity) / ordered, 2) END
            AS amount
    FROM counted
), delivered AS (
    SELECT day, kind, document, document_id, order_id, sum(amount) AS amount FROM worth GROUP BY 1, 2, 3, 4, 5
), entries AS (
    SELECT o.currency_id, d.day, 1 AS place, d.kind, d.document, d.document_id, o.number AS order_number,
        d.amount AS debit, 0::numeric AS credit
    FROM delivered d JOIN mine o ON o.id = d.order_id
    UNION ALL
    SELECT o.currency_id, f.day, 2, 'FREIGHT', '', o.id, o.number, o.freight, 0
    FROM mine o JOIN (SELECT order_id, min(day) AS day FROM delivered GROUP BY 1) f ON f.order_id = o.id
    WHERE o.freight > 0
    UNION ALL
    SELECT o.currency_id, (d.settled_at AT TIME ZONE %(zone)s)::date, 2, 'RETURN', d.number, d.id, o.number, 0,
        sum(b.refund_amount)
    FROM mine o JOIN orders_returndocument d ON d.order_id = o.id AND d.status = 'SETTLED'
    JOIN orders_returnline b ON b.document_id = d.id AND b.refund_amount > 0
    GROUP BY o.id, o.currency_id, o.number, d.id
    UNION ALL
    SELECT r.currency_id, r.received_date, 3, CASE WHEN r.amount < 0 THEN r.kind ELSE 'RECEIPT' END, r.number, r.id,
        '', greatest(-r.amount, 0), greatest(r.amount, 0)
    FROM orders_receipt r WHERE r.customer_id = %(customer)s AND NOT r.is_void
    UNION ALL
    SELECT o.currency_id, (a.at AT TIME ZONE %(zone)s)::date, 4, 'TRANSFER', r.number, a.id, o.number,
        CASE WHEN r.customer_id = %(customer)s THEN a.amount ELSE 0 END,
        CASE WHEN r.customer_id = %(customer)s THEN 0 ELSE a.amount END
    FROM orders_allocation a JOIN orders_receipt r ON r.id = a.receipt_id
    JOIN orders_planrow p ON p.id = a.plan_row_id JOIN orders_order o ON o.id = p.order_id
    WHERE a.revoked_at IS NULL
        AND (r.customer_id = %(customer)s) <> (coalesce(o.bill_to_id, o.customer_id) = %(customer)s)
)
SELECT currency_id, day, kind, document, order_number, debit, credit FROM entries
WHERE %(last)s::date IS NULL OR day <= %(last)s::date
ORDER BY currency_id, day, place, document_id, order_number
"""


@dataclass(frozen=True)
class Entry:
    """A line of a statement: ``debit`` makes the customer owe more, ``credit`` less; ``balance`` is what he
    owes after it. ``kind``: DELIVERY, SERVICE, FREIGHT, RETURN, RECEIPT, REFUND, DISHONOUR, or TRANSFER (money of one
    account that paid an order of another)."""

    day: date
    kind: str
    document: str
    order: str
    debit: Decimal
    credit: Decimal
    balance: Decimal


@dataclass(frozen=True)
class Account:
    """A customer's account in one currency over the days asked for; a negative balance is money of his."""

    currency: str
    opening: Decimal
    entries: list[Entry]
    debit: Decimal
    credit: Decimal
    closing: Decimal


def statement(actor: User, customer_id: int, first: date | None = None, last: date | None = None) -> list[Account]:
    """The statement of account per currency from ``first`` to ``last``, both included and both optional; what
    came before ``first`` is the opening balance. One statement of SQL besides finding the customer.

    Raises NotFound, NotAllowed.
    """
    customer = customer_queries.get_customer(actor=actor, customer_id=customer_id)
    policies.require(actor, "receipt.view", customer)
    with connection.cursor() as cursor:
        cursor.execute(_SQL, {"customer": customer.pk, "last": last, "zone": settings.BUSINESS_TIME_ZONE})
        rows = cursor.fetchall()
    by_currency: dict[str, list[tuple[Any, ...]]] = {}
    for currency, *row in rows:
        by_currency.setdefault(currency, []).append(tuple(row))
    return [_account(currency, part, first) for currency, part in by_currency.items()]


def _account(currency: str, rows: Iterable[tuple[Any, ...]], first: date | None) -> Account:
    opening = balance = debits = credits = ZERO
    entries = []
    for day, kind, document, order, debit, credit in rows:
        balance += debit - credit
        if first is not None and day < first:
            opening = balance
            continue
        debits += debit
        credits += credit
        entries.append(Entry(day, kind, document, order or "", debit, credit, balance))
    return Account(currency, opening, entries, debits, credits, balance)
