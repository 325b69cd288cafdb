"""How one customer pays: the rows of payment plans of his orders that fall due in some days, and what came in for them.
A row is paid on the day of the last money allotted to it, as the score of credit reads it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from accounts.people.models import User
from reports.facts import reading
from reports.figures import narrowing
from reports.figures.sql import Sql


@dataclass(frozen=True)
class Paying:
    """``average`` and ``usual`` (median): days late of the rows paid, too early counts as none; ``late``: of all due,
    paid late or still open; ``open_amount``: past its day and not paid, in the company's currency."""

    due: int
    paid: int
    late: int
    average: Decimal | None
    usual: Decimal | None
    amount: Decimal
    open_amount: Decimal


def paying(actor: User, customer_id: int, since: date, until: date, today: date) -> Paying:
    """What fell due from ``since`` to ``until``, as it stands ``today``."""
    sql = Sql(
        """WITH r AS (
        SELECT p.due_date, round(p.amount * o.exchange_rate, 2) AS amount,
            round(greatest(p.amount - p.received, 0) * o.exchange_rate, 2) AS open,
            CASE WHEN p.received >= p.amount THEN (
                SELECT max(r.received_date) FROM orders_allocation a JOIN orders_receipt r ON r.id = a.receipt_id
                WHERE a.plan_row_id = p.id AND a.revoked_at IS NULL
            ) END AS paid
        FROM orders_planrow p JOIN orders_order o ON o.id = p.order_id
        WHERE o.customer_id = %s AND p.due_date BETWEEN %s AND %s AND p.amount > 0 AND o.origin <> 'HISTORY'
            AND o.status IN ('EFFECTIVE', 'CLOSED', 'ARCHIVED')""",
        [customer_id, since, until],
    )
    sql += narrowing.orders_seen(actor, "p.order_id")
    sql.add(
        """)
        SELECT count(*), count(paid), count(*) FILTER (WHERE paid > due_date OR (open > 0 AND due_date < %s)),
            avg(greatest(paid - due_date, 0)) FILTER (WHERE paid IS NOT NULL),
            (percentile_cont(0.5) WITHIN GROUP (ORDER BY greatest(paid - due_date, 0))
                FILTER (WHERE paid IS NOT NULL))::numeric,
            coalesce(sum(amount), 0), coalesce(sum(open) FILTER (WHERE due_date < %s), 0)
        FROM r""",
        today,
        today,
    )
    return Paying(*reading.fetched(sql.text, sql.given)[0])
