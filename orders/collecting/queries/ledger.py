"""The account of a customer in one currency: what he was invoiced and what he paid, with the running balance.

The account of an order is its bill-to where it has one, else its customer. What the balance says is what the exposure
says (SEMANTICS 9): the balance and what was delivered without an invoice are its terms “shipped” and “invoiced” less
“received”. An order of the past counts as much as was received for it: its invoices are not ours.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Sum
from django.db.models.functions import Coalesce

from accounts.people.models import User
from customers import queries as customers
from customers.models import Customer
from orders.collecting import policies
from orders.collecting.choices import Movement
from orders.invoicing.models import InvoiceLine
from orders.invoicing.states import COUNTED
from orders.order.models import Order

ZERO = Decimal(0)

_SQL = """
WITH mine AS (
    SELECT o.id, o.number, o.currency_id, o.order_date, o.origin, o.received_amount FROM orders_order o
    WHERE coalesce(o.bill_to_id, o.customer_id) = %(customer)s AND o.status IN ('EFFECTIVE', 'CLOSED', 'ARCHIVED')
), entries AS (
    SELECT i.currency_id, i.invoice_date AS day, 1 AS place, i.id AS document_id,
        CASE WHEN i.red_of_id IS NULL THEN 'INVOICE' ELSE 'RED' END AS kind, i.number AS document, '' AS about,
        greatest(i.amount, 0) AS debit, greatest(-i.amount, 0) AS credit
    FROM orders_invoice i WHERE i.customer_id = %(customer)s AND i.status IN ('ISSUED', 'RED')
    UNION ALL
    SELECT o.currency_id, o.order_date, 2, o.id, 'TAKEN_OVER', o.number, o.number, o.received_amount, 0
    FROM mine o WHERE o.origin = 'HISTORY' AND o.received_amount > 0
    UNION ALL
    SELECT r.currency_id, r.received_date, 3, r.id, r.kind, r.number, r.payer, greatest(-r.amount, 0),
        greatest(r.amount, 0)
    FROM orders_receipt r WHERE r.customer_id = %(customer)s AND NOT r.is_void
    UNION ALL
    SELECT o.currency_id, (a.at AT TIME ZONE %(zone)s)::date, 4, a.id, 'TRANSFER', r.number, o.number,
        CASE WHEN r.customer_id = %(customer)s THEN a.amount ELSE 0 END,
        CASE WHEN r.customer_id = %(customer)s THEN 0 ELSE a.amount END
    FROM orders_allocation a JOIN orders_receipt r ON r.id = a.receipt_id
    JOIN orders_planrow p ON p.id = a.plan_row_id JOIN orders_order o ON o.id = p.order_id
    WHERE a.revoked_at IS NULL
        AND (r.customer_id = %(customer)s) <> (coalesce(o.bill_to_id, o.customer_id) = %(customer)s)
        AND %(customer)s IN (r.customer_id, coalesce(o.bill_to_id, o.customer_id))
)
"""
_READ = f"""{_SQL}
SELECT day, kind, document, coalesce(about, ''), round(debit, 2), round(credit, 2) FROM entries
WHERE currency_id = %(currency)s AND day <= %(last)s ORDER BY day, place, document_id
"""
_CURRENCIES = f"{_SQL} SELECT currency_id FROM entries GROUP BY 1 ORDER BY count(*) DESC, 1"

# what deliveries are worth in the order's currency, what was credited of it taken off, as
# ``orders.credit.exposure`` says it of shipped and invoiced
_VALUE = "CASE WHEN {q} >= l.ordered THEN l.charged WHEN {q} <= 0 THEN 0 ELSE round(l.charged * {q} / l.ordered, 2) END"
_DELIVERED = f"""
    SELECT o.id,
        sum(greatest(0, greatest({_VALUE.format(q="l.gone")}, {_VALUE.format(q="l.invoiced")}) - l.credited))
        + CASE WHEN bool_or(l.gone > 0) THEN o.freight ELSE 0 END AS worth
    FROM orders_order o JOIN orders_ordertype t ON t.id = o.order_type_id AND t.invoices
    CROSS JOIN LATERAL (
        SELECT ordered, invoiced, credited, amount - reduction AS charged, greatest(shipped - reship, 0) AS gone
        FROM orders_orderline WHERE order_id = o.id AND (shipped > 0 OR invoiced > 0)
    ) l
    WHERE coalesce(o.bill_to_id, o.customer_id) = %s AND o.currency_id = %s AND o.origin <> 'HISTORY'
        AND o.status IN ('EFFECTIVE', 'CLOSED', 'ARCHIVED')
    GROUP BY o.id
"""


@dataclass(frozen=True)
class Entry:
    """A movement: ``debit`` makes the customer owe more, ``credit`` less; ``balance`` is what he owes after it.
    ``about``: the order or the payer that it names."""

    day: date
    kind: str
    document: str
    about: str
    debit: Decimal
    credit: Decimal
    balance: Decimal

    @property
    def words(self) -> str:
        """What it is, for people."""
        return str(Movement(self.kind).label)


@dataclass(frozen=True)
class Ledger:
    """An account from ``first`` to ``last``; what came before is the ``opening`` balance. A balance below zero is money
    of the customer's."""

    customer: Customer
    currency: str
    first: date
    last: date
    opening: Decimal
    entries: list[Entry]
    debit: Decimal
    credit: Decimal
    closing: Decimal


def ledger(actor: User, customer_id: int, currency: str, first: date, last: date) -> Ledger:
    """The account of a customer in a currency, both days included. Raises NotFound, NotAllowed."""
    customer = customers.get_customer(actor=actor, customer_id=customer_id)
    policies.require_seen(actor, customer)
    asked: dict[str, Any] = {
        "customer": customer.pk,
        "currency": currency,
        "last": last,
        "zone": settings.BUSINESS_TIME_ZONE,
    }
    with connection.cursor() as cursor:
        cursor.execute(_READ, asked)
        rows = cursor.fetchall()
    return _told(customer, currency, first, last, rows)


def currencies_of(actor: User, customer_id: int) -> list[str]:
    """The currencies in which a customer's account ever moved, the most frequent first. Raises NotFound, NotAllowed."""
    customer = customers.get_customer(actor=actor, customer_id=customer_id)
    policies.require_seen(actor, customer)
    with connection.cursor() as cursor:
        cursor.execute(_CURRENCIES, {"customer": customer.pk, "zone": settings.BUSINESS_TIME_ZONE})
        return [code for (code,) in cursor.fetchall()]


def uninvoiced(customer_id: int, currency: str) -> Decimal:
    """What was delivered on a customer's account and is on no invoice yet: for rules. Two statements."""
    with connection.cursor() as cursor:
        cursor.execute(_DELIVERED, [customer_id, currency])
        worth: dict[int, Decimal] = dict(cursor.fetchall())
    billed = (
        InvoiceLine.objects.filter(invoice__status__in=COUNTED, order__in=worth)
        .values_list("order_id")
        .annotate(amount=Sum("amount"))
    )
    said: dict[int, Decimal] = dict(billed)
    return sum((max(ZERO, amount - said.get(pk, ZERO)) for pk, amount in worth.items()), ZERO)


def account_of(order: Order) -> Customer:
    """Who pays an order: its bill-to, else its customer."""
    return order.bill_to or order.customer


ACCOUNT = Coalesce("order__bill_to_id", "order__customer_id")  # of rows of plans


def _told(customer: Customer, currency: str, first: date, last: date, rows: Iterable[tuple[Any, ...]]) -> Ledger:
    opening = balance = debits = credits = ZERO
    entries = []
    for day, kind, document, about, debit, credit in rows:
        balance += debit - credit
        if day < first:
            opening = balance
            continue
        debits += debit
        credits += credit
        entries.append(Entry(day, kind, document, about, debit, credit, balance))
    return Ledger(customer, currency, first, last, opening, entries, debits, credits, balance)
