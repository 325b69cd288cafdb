"""What stands behind each term of an exposure: the orders and receipts, as far as their reader may see them; of the
others the amount and nothing else (DESIGN 2)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db import connection
from django.db.models import Q

from accounts.people.models import User
from common import prepared
from common.money import round2
from orders.credit.exposure import BY_ORDER
from orders.credit.models import CreditExposure
from orders.order import policies as order_policies
from orders.settlement import policies as receipt_policies
from orders.settlement.drafts.states import RUNNING
from orders.settlement.models import Receipt

ZERO = Decimal(0)
SHOWN = 25
TERMS = ("on_order", "shipped", "invoiced")


@dataclass(frozen=True)
class Document:
    """An order or a receipt with its part of a term, in the company's currency; ``number`` "" for one that the reader
    may not see."""

    number: str
    customer: str
    day: date | None
    amount: Decimal


@dataclass(frozen=True)
class Term:
    """A term of the exposure with the largest documents behind it; ``rest`` is what the others come to, ``others``
    how many they are."""

    total: Decimal
    documents: Sequence[Document] = field(default_factory=list)
    others: int = 0
    rest: Decimal = ZERO


def of_holder(actor: User, terms: CreditExposure) -> dict[str, Term]:
    """Every term of a holder, by name (``received`` and ``drafts`` too). A constant number of statements."""
    with connection.cursor() as cursor:
        prepared.execute(cursor, _ORDERS, {"holder": terms.holder_id})
        rows = cursor.fetchall()
    keys = [row[0] for row in rows]
    seen = set(order_policies.visible_to(actor).filter(pk__in=keys).values_list("pk", flat=True))
    found = {}
    for place, name in enumerate(TERMS):
        parts = [
            Document(row[1] or f"draft-{row[0]}", row[2], row[3], row[4 + place])
            if row[0] in seen
            else Document("", "", None, row[4 + place])
            for row in rows
            if row[4 + place]
        ]
        found[name] = _term(getattr(terms, name), parts)
    found["received"] = _term(terms.received, _receipts(actor, terms.holder_id))
    running = Q(draft__counts=True, draft__state__in=RUNNING)
    found["drafts"] = _term(terms.drafts, _receipts(actor, terms.holder_id, running))
    return found


# the customer's orders by key first: the sums of their lines are the dear part
_ORDERS = f"""
    SELECT x.order_id, o.number, c.name, o.order_date, x.on_order, x.shipped, x.invoiced
    FROM ({BY_ORDER}
        AND o.customer_id IN (SELECT id FROM customers_customer WHERE id = %(holder)s OR group_id = %(holder)s)
    ) x JOIN orders_order o ON o.id = x.order_id JOIN customers_customer c ON c.id = o.customer_id
    WHERE x.on_order <> 0 OR x.shipped <> 0 OR x.invoiced <> 0
"""


def _receipts(actor: User, holder_id: int, which: Q | None = None) -> list[Document]:
    rows = Receipt.objects.filter(is_void=False, customer__in=_members(holder_id)).select_related("customer")
    rows = rows.filter(which) if which else rows
    seen = set(receipt_policies.visible_to(actor).filter(customer__in=_members(holder_id)).values_list("pk", flat=True))
    return [
        Document(row.number, row.customer.name, row.received_date, round2(row.amount * row.exchange_rate))
        if row.pk in seen
        else Document("", "", None, round2(row.amount * row.exchange_rate))
        for row in rows.iterator()
    ]


def _members(holder_id: int) -> list[int]:
    from_sql = "SELECT id FROM customers_customer WHERE id = %s OR group_id = %s"
    with connection.cursor() as cursor:
        prepared.execute(cursor, from_sql, [holder_id, holder_id])
        return [key for (key,) in cursor.fetchall()]


def _term(total: Decimal, parts: list[Document]) -> Term:
    """The largest first. What is left beside them are documents that are not listed and money that is counted at the
    rate, or for the holder, of what it paid."""
    parts.sort(key=lambda one: (-one.amount, one.number))
    shown = parts[:SHOWN]
    return Term(total, shown, len(parts) - len(shown), total - sum((one.amount for one in shown), ZERO))
