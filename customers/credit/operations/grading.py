"""Grades of customers: worked out or proposed, then decided by a person, or by rule where the company says so."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_noop

from accounts.people.models import User
from common import editing, events
from common.operation import operation
from customers.credit import policies
from customers.credit.models import CreditGrading
from customers.credit.operations import parts
from customers.grading import State, require_open
from customers.models import Customer

Parts = Sequence[Mapping[str, Any]]
QUIET_DAYS = 30  # a grade that a person refused is not worked out for him again so soon


@operation
def propose_grade(
    *,
    actor: User,
    customer_id: int,
    grade: str,
    reason: str,
    at: datetime,
    score: Decimal | None = None,
    explained: Parts = (),
) -> CreditGrading:
    """Propose a grade for a customer; one that waits is replaced. ``score`` of 100 and its explanation where it was
    worked out. Raises NotFound, NotAllowed, Invalid (no reason, no such grade)."""
    customer = parts.lock_customer(actor, customer_id, policies.PROPOSE)
    text = parts.words(reason, needed=True)
    grading = _propose(customer, grade, score, explained, text, actor, at)
    parts.ask(grading, gettext_noop("%(person)s proposes another credit grade for %(customer)s."), actor=actor, at=at)
    return grading


@operation
def load_grade(
    *,
    actor: User,
    customer_id: int,
    grade: str,
    score: Decimal,
    explained: Parts,
    is_by_rule: bool,
    at: datetime,
) -> CreditGrading | None:
    """Keep a grade that the machine worked out: in force at once where grades go by rule, else proposed. None where
    the customer has it, the same one waits, or a person refused it in the last days. Raises NotFound."""
    customer = parts.lock_customer(actor, customer_id, policies.PROPOSE)
    waiting = CreditGrading.objects.filter(customer=customer, state=State.PROPOSED).first()
    if not is_by_rule and waiting is not None and (waiting.grade == grade or not waiting.proposed_by.is_system):
        return None
    if customer.credit_grade == grade:
        if waiting is not None and waiting.proposed_by.is_system:
            parts.settle(waiting, actor=actor, state=State.WITHDRAWN, decision="", at=at)
        return None
    if not is_by_rule and _was_refused(customer, grade, at):
        return None
    grading = _propose(customer, grade, score, explained, "", actor, at)
    if is_by_rule:
        _approve(grading, "", actor, at)
    else:
        parts.ask(grading, gettext_noop("The payments of %(customer)s make another credit grade."), actor=actor, at=at)
    return grading


@operation
def decide_grade(
    *, actor: User, grading_id: int, is_approved: bool, at: datetime, reason: str = "", version: int | None = None
) -> CreditGrading:
    """Accept a proposed grade, which is the customer's from now on, or refuse it with a reason.

    Raises NotFound, NotAllowed (also for who proposed it), Stale, WrongState (decided already), Invalid (no reason).
    """
    grading = parts.lock_row(CreditGrading, actor, grading_id, policies.DECIDE, version)
    require_open(grading.state)
    policies.require_another(actor, grading.proposed_by_id)
    text = parts.words(reason, needed=not is_approved)
    if is_approved:
        _approve(grading, text, actor, at)
        return grading
    parts.settle(grading, actor=actor, state=State.REJECTED, decision=text, at=at)
    events.record("customer.grade_refused", grading.customer, at=at, number=grading.customer.code, reason=text)
    return grading


def _was_refused(customer: Customer, grade: str, at: datetime) -> bool:
    """Whether the last word on this customer's grade refused this one, not long ago: the night does not ask again."""
    decided = CreditGrading.objects.filter(customer=customer, state__in=(State.APPROVED, State.REJECTED))
    last = decided.order_by("-decided_at", "-pk").first()
    return (
        last is not None
        and last.state == State.REJECTED
        and last.grade == grade
        and last.decided_at is not None
        and last.decided_at > at - timedelta(days=QUIET_DAYS)
    )


def _propose(
    customer: Customer, grade: str, score: Decimal | None, explained: Parts, reason: str, actor: User, at: datetime
) -> CreditGrading:
    for waiting in CreditGrading.objects.filter(customer=customer, state=State.PROPOSED):
        parts.settle(waiting, actor=actor, state=State.WITHDRAWN, decision="", at=at)
    grading = CreditGrading(
        customer=customer,
        grade=grade,
        score=score,
        parts=[dict(one) for one in explained],
        reason=reason,
        proposed_by=actor,
        proposed_at=at,
    )
    editing.check(grading, exclude=parts.LATER)
    grading.save(force_insert=True)
    events.record("customer.grade_proposed", customer, at=at, number=customer.code, grade=grade, reason=reason)
    return grading


def _approve(grading: CreditGrading, text: str, actor: User, at: datetime) -> None:
    customer = grading.customer
    before, customer.credit_grade = customer.credit_grade, grading.grade
    customer.version += 1
    customer.updated_at = at
    customer.save(update_fields=["credit_grade", "version", "updated_at"])
    parts.settle(grading, actor=actor, state=State.APPROVED, decision=text, at=at)
    changes = {"credit_grade": [before, grading.grade]}
    events.record("customer.graded", customer, at=at, number=customer.code, changes=changes, reason=text)
