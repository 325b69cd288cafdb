"""What credit holders are scored by: what was due, when it came in, how late a customer pays as a rule, and what he and
his group said."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from statistics import median

from django.db import connection
from django.db.models import Min, Q, Sum
from django.db.models.functions import Coalesce

from customers.voice.models import VoiceFacts
from orders.credit_desk.scoring import SILENT, Payment, Voice

MONTH = 31
HABIT_OF = 12  # the last payments that make the habit


@dataclass(frozen=True)
class OfHolder:
    """A holder's payments in order of their due days."""

    holder_id: int
    payments: Sequence[Payment]


def payments_of(holder_id: int, today: date, months: int) -> list[Payment]:
    """What was due from a holder in these months, in the company's currency."""
    return [payment for _holder, payment in _read(today, months, holder_id)]


def of_all(today: date, months: int) -> Iterator[OfHolder]:
    """The same of every holder that has any."""
    rows: list[Payment] = []
    current: int | None = None
    for holder_id, payment in _read(today, months, None):
        if holder_id != current and current is not None:
            yield OfHolder(current, rows)
            rows = []
        current = holder_id
        rows.append(payment)
    if current is not None:
        yield OfHolder(current, rows)


def voice_of(holder_id: int) -> Voice:
    """What a holder and his group said within the time that counts."""
    found = _voices(Q(customer=holder_id) | Q(customer__group=holder_id))
    return found.get(holder_id, SILENT)


def voices() -> dict[int, Voice]:
    """The same of every holder that said anything. One statement."""
    return _voices(Q(answers__gt=0) | Q(complaints__gt=0) | Q(orders__gt=0))


def _voices(which: Q) -> dict[int, Voice]:
    rows = VoiceFacts.objects.filter(which).annotate(holder=Coalesce("customer__group_id", "customer_id"))
    names = ("answers", "score_sum", "complaints", "orders")
    sums = [Sum(name) for name in names]
    found = rows.order_by().values_list("holder").annotate(*sums, Min("since"))
    return {holder: Voice(*figures) for holder, *figures in found}


def habit(payments: Sequence[Payment]) -> int:
    """By how many days after the due date this customer pays as a rule: the median of his last payments; days too
    early count as none."""
    late = [max(0, (one.paid - one.due).days) for one in payments if one.paid][-HABIT_OF:]
    return round(median(late)) if late else 0


def _read(today: date, months: int, holder_id: int | None) -> Iterator[tuple[int, Payment]]:
    asked = {"since": today - timedelta(days=months * MONTH), "today": today, "holder": holder_id}
    with connection.cursor() as cursor:
        cursor.execute(_PAYMENTS, asked)
        for holder, due, paid, amount, disputed in cursor:
            yield holder, Payment(due, paid, Decimal(amount), disputed)


# a row is paid on the day of the last money allocated to it; disputed where a dispute is about its order, or an
# exception that disputes an amount. Complaints count by themselves, in the customer's voice.
_PAYMENTS = """
SELECT coalesce(c.group_id, c.id) AS holder, p.due_date,
    CASE WHEN p.received >= p.amount THEN (
        SELECT max(r.received_date) FROM orders_allocation a JOIN orders_receipt r ON r.id = a.receipt_id
        WHERE a.plan_row_id = p.id AND a.revoked_at IS NULL
    ) END AS paid,
    round(p.amount * o.exchange_rate, 2) AS amount,
    EXISTS (SELECT 1 FROM orders_exceptioncase e
        WHERE e.order_id = o.id AND (e.kind = 'DISPUTE' OR e.disputed_amount > 0)
    ) AS disputed
FROM orders_planrow p JOIN orders_order o ON o.id = p.order_id JOIN customers_customer c ON c.id = o.customer_id
WHERE p.due_date BETWEEN %(since)s AND %(today)s AND p.amount > 0 AND o.origin <> 'HISTORY'
    AND o.status IN ('EFFECTIVE', 'CLOSED', 'ARCHIVED')
    AND (%(holder)s::bigint IS NULL OR c.id = %(holder)s OR c.group_id = %(holder)s)
ORDER BY holder, p.due_date, p.id
"""
