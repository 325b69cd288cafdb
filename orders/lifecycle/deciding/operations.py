"""What an approver of an order may do beside approving it and sending it back to its draft (SEMANTICS 7)."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from common import errors, events
from common.links import operations as links
from common.links.models import SignedLink
from common.operation import operation
from orders.approval import operations as approval
from orders.checking import operations as checking
from orders.lifecycle import approving, guards
from orders.lifecycle import operations as lifecycle
from orders.lifecycle.submission import SUBJECT
from orders.order import policies, queries, states, writing
from orders.order.models import Order
from orders.order.states import Status

PURPOSE = "order-approval"  # of links in mails


@operation
def return_order(
    *,
    actor: User,
    order_id: int,
    step: int,
    reason: str,
    at: datetime,
    version: int | None = None,
    error_kind: str = "",
    error_line: int | None = None,
) -> Order:
    """Return a submitted order to an earlier step of its approval, which is asked again with every step after it; an
    error of the order is kept as with ``reject_order``.

    Raises NotFound, NotAllowed, WrongState, Stale, Invalid (no reason, no such step, kind or line).
    """
    order = _lock(actor, order_id, "order.reject", version)
    text, found = guards.require_reason(reason), _case(order)
    checking.note_rejection(
        order=order, lines=found["case"].lines, actor=actor, kind=error_kind, line_no=error_line, reason=text, at=at
    )
    approval.return_to(actor=actor, subject_type=SUBJECT, sequence=step, reason=text, at=at, **found)
    writing.save(order, [], at)
    events.record("order.approval_returned", order, at=at, reason=text, step=step)
    return order


@operation
def add_approver(
    *,
    actor: User,
    order_id: int,
    person_id: int,
    is_before: bool,
    at: datetime,
    question: str = "",
    version: int | None = None,
) -> Order:
    """Ask somebody else to approve a submitted order as well, before the actor decides or after him.

    Raises NotFound, NotAllowed (nothing waits for the actor), WrongState, Stale, Invalid (who may not decide it).
    """
    order = _lock(actor, order_id, "order.add_approver", version)
    added = approval.add_approver(
        actor=actor,
        subject_type=SUBJECT,
        person_id=person_id,
        is_before=is_before,
        question=question.strip(),
        at=at,
        **_case(order),
    )
    writing.save(order, [], at)
    events.record("order.approver_added", order, at=at, reason=question.strip(), person=added.who, before=is_before)
    return order


@operation
def decide_by_link(
    *,
    actor: User,
    link: SignedLink,
    visitor: links.Visitor,
    is_approved: bool,
    reason: str,
    version: int,
    at: datetime,
    error_kind: str = "",
    error_line: int | None = None,
) -> Order:
    """Take the decision that the link is for, once. Raises NotFound (the link served already, or is another's), and
    what ``approve_order`` and ``reject_order`` raise."""

    def decide(order_id: int, step: int) -> Order:
        what: dict[str, Any] = {"actor": actor, "order_id": order_id, "version": version, "at": at}
        what |= {"step": step, "reason": reason}
        if is_approved:
            return lifecycle.approve_order(**what)
        return lifecycle.reject_order(error_kind=error_kind, error_line=error_line, **what)

    return approval.decide_by_link(actor=actor, link=link, visitor=visitor, subject_type=SUBJECT, decide=decide, at=at)


def _case(order: Order) -> dict[str, Any]:
    return {"subject_id": order.pk, "case": approving.Case(order, queries.lines_of(order))}


def _lock(actor: User, order_id: int, verb: str, version: int | None) -> Order:
    order = queries.lock_order(actor=actor, order_id=order_id, version=version)
    policies.require(actor, verb, order)
    if order.status != Status.SUBMITTED:
        raise states.not_in_state(order.status, [Status.SUBMITTED])
    if actor.pk in policies.own_business_of(order):  # also when it became his after it was submitted
        raise errors.NotAllowed(_("Nobody decides his own order."), code="own_business")
    return order
