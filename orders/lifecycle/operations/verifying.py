"""Verifying an order before its approval (R100): what is not right is recorded, and may send it back."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_noop

from accounts.people.models import User
from common.operation import operation
from orders.approval import operations as approval
from orders.checking import operations as checking
from orders.checking.models import Verification
from orders.checking.operations import Answer
from orders.lifecycle import notices
from orders.lifecycle.approving import Case
from orders.lifecycle.operations.ladder import decided
from orders.lifecycle.submission import SUBJECT
from orders.order import queries


@operation
def verify_order(
    *,
    actor: User,
    order_id: int,
    answers: Sequence[Answer],
    at: datetime,
    note: str = "",
    sends_back: bool = False,
    version: int | None = None,
) -> Verification:
    """Answer the checklist for a submitted order. Where something is not right it goes back to its makers
    (``sends_back``), or waits until it was settled with customer or salesperson and is verified again (R101).

    Raises NotFound, NotAllowed (no right, his own order), WrongState, Stale, Invalid.
    """
    order = queries.lock_order(actor=actor, order_id=order_id, version=version)
    lines = queries.lines_of(order)
    done = checking.record_verification(actor=actor, order=order, lines=lines, answers=answers, note=note, at=at)
    if done.is_ok:
        return done
    reason = "; ".join(answer.note for answer in answers if not answer.is_ok)[:500]
    if sends_back:
        approval.withdraw(SUBJECT, order.pk, at=at)
        decided(actor=actor, case=Case(order, lines), is_approved=False, reason=reason, at=at)
    else:
        message = gettext_noop("The verification of %(order)s found errors: %(reason)s")
        notices.tell_people(order, message, kind="order.not_verified", actor=actor, at=at, reason=reason)
    return done
