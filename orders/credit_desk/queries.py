"""Credit as its pages and the API tell it: the standing of a customer's holder, what it stands on, what is to come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db import connection

from accounts.people.models import User
from common import errors, prepared
from customers import policies as customer_policies
from customers import queries as customers
from customers.credit import queries as papers
from customers.credit import terms
from customers.models import Customer
from orders.credit import queries as credit
from orders.credit.rules import Result
from orders.credit_desk import behind, history, projection, rules, scoring
from orders.credit_desk.behind import Term
from orders.credit_desk.projection import Due, Week
from orders.credit_desk.scoring import Score
from orders.order import policies as order_policies

ZERO = Decimal(0)


@dataclass(frozen=True)
class Standing:
    """How a customer's holder stands on a day: ``overdue`` is late by more than allowed (0 where late payments do not
    hold orders), ``habit`` how many days late he pays as a rule, ``asks_guarantee`` that his grade asks for one (or an
    advance) and none holds, ``safe`` the largest order that is safe today (None:
    nothing bounds it). All amounts in the company's currency."""

    state: credit.CreditState
    terms: Mapping[str, Term]
    overdue: Decimal
    habit: int
    score: Score | None
    worst_report: str
    weeks: Sequence[Week]
    asks_guarantee: bool
    safe: Decimal | None

    @property
    def is_held_by_overdue(self) -> bool:
        return self.overdue > ZERO


def standing(actor: User, customer: Customer, today: date) -> Standing | None:
    """The standing of the holder of a customer that ``actor`` sees; None for who sees neither amounts nor credit."""
    if not customer_policies.sees_credit(actor) or "total_amount" in order_policies.hidden_columns(actor):
        return None
    state = credit.credit_state(customer, today)
    holder = state.holder
    scoring_rules = rules.rules()
    payments = history.payments_of(holder.pk, today, scoring_rules.months)
    habit = history.habit(payments)
    is_late = credit.has_overdue(holder.pk, state.limits, today)
    overdue = credit.overdue(holder.pk, state.limits.days_overdue or 0, today) if is_late else ZERO

    def limit_on(day: date) -> Decimal | None:
        return replace(state.limits, secured=papers.secured(holder.pk, day)).amount_on(day)

    weeks = projection.weeks(
        today=today,
        exposure=state.exposure,
        dues=_dues(holder.pk),
        shipments=_shipments(holder.pk),
        habit=habit,
        limit_on=limit_on,
    )
    return Standing(
        state=state,
        terms=behind.of_holder(actor, state.terms),
        overdue=overdue,
        habit=habit,
        score=scoring.score(payments, today, scoring_rules, history.voice_of(holder.pk)),
        worst_report=papers.worst_report(holder.pk, today),
        weeks=weeks,
        asks_guarantee=terms.asks_guarantee(customer, today),
        safe=projection.largest_safe(
            exposure=state.exposure,
            limit=state.limit,
            cap=state.limits.order_cap,
            is_held=is_late or state.result == Result.STOP,
            ahead=weeks,
        ),
    )


def standing_by_code(actor: User, code: str, today: date) -> tuple[Customer, Standing]:
    """The same for a customer by code. Raises NotFound, NotAllowed for who sees no credit."""
    customer = customers.get_customer(actor=actor, customer_id=customers.get_id(actor=actor, code=code))
    found = standing(actor, customer, today)
    if found is None:
        raise errors.NotAllowed()
    return customer, found


def _dues(holder_id: int) -> list[Due]:
    with connection.cursor() as cursor:
        prepared.execute(cursor, _DUES, {"holder": holder_id})
        return [Due(*row) for row in cursor.fetchall()]


def _shipments(holder_id: int) -> list[tuple[date | None, Decimal]]:
    with connection.cursor() as cursor:
        prepared.execute(cursor, _SHIPMENTS, {"holder": holder_id})
        return cursor.fetchall()


_THEIRS = "o.customer_id IN (SELECT id FROM customers_customer WHERE id = %(holder)s OR group_id = %(holder)s)"
# money that came in already and waits for its allocation pays the rows that are due first
_DUES = f"""
WITH rows AS (
    SELECT p.id, round((p.amount - p.received) * o.exchange_rate, 2) AS open, p.due_date, o.promised_date, p.days,
        sum(round((p.amount - p.received) * o.exchange_rate, 2)) OVER (
            ORDER BY coalesce(p.due_date, o.promised_date + p.days), p.id) AS upto
    FROM orders_planrow p JOIN orders_order o ON o.id = p.order_id
    WHERE {_THEIRS} AND p.received < p.amount AND o.status IN ('EFFECTIVE', 'CLOSED', 'ARCHIVED')
        AND o.origin <> 'HISTORY'
), free AS (
    SELECT coalesce(sum(round((r.amount - r.allocated) * r.exchange_rate, 2)), 0) AS money FROM orders_receipt r
    WHERE NOT r.is_void AND r.allocated < r.amount
        AND r.customer_id IN (SELECT id FROM customers_customer WHERE id = %(holder)s OR group_id = %(holder)s)
)
SELECT least(rows.open, rows.upto - free.money), rows.due_date, rows.promised_date, rows.days
FROM rows, free WHERE rows.upto > free.money
"""
_SHIPMENTS = f"""
SELECT l.promised_date, round(sum((l.amount - l.reduction) * greatest(0, l.ordered - l.shipped + l.reship
    - l.short_closed) / l.ordered * o.exchange_rate), 2)
FROM orders_order o JOIN orders_orderline l ON l.order_id = o.id
WHERE {_THEIRS} AND o.status = 'EFFECTIVE' AND l.closure = 'OPEN' AND l.ordered > 0 GROUP BY l.promised_date
"""
