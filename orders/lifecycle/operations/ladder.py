"""Submit, withdraw, approve, send back, un-approve, void."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Max, Min
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from accounts.people.models import User
from common import dates, errors, events
from common.operation import operation
from common.rows import update_rows
from customers.operations import standing
from orders.approval import operations as approval
from orders.checking import operations as checking
from orders.completeness import rules as completeness
from orders.credit import exposure
from orders.credit.special import operations as special
from orders.deltas import operations as deltas
from orders.fulfilment.models import OutboundLine, ServiceRecord
from orders.lifecycle import approving, effect, guards, notices, screening
from orders.lifecycle.submission import SUBJECT, submit_loaded
from orders.order import derive, followers, former, policies, queries, writing
from orders.order.followers import Happening
from orders.order.models import Order, OrderLine
from orders.order.states import Move, Status
from orders.promise import kits, promising, reserving
from orders.promise.models import PromiseEntry
from orders.returns.models import ReturnLine
from orders.settlement import planning
from orders.validity import operations as validity


def submit_order(*, actor: User, order_id: int, at: datetime, version: int | None = None) -> Order:
    """Submit a draft for approval; a type that needs none takes effect at once. Draws the number the first time. One
    that somebody submits for others and that is not complete or not valid is set aside by the first screening (R069).

    Raises NotFound, NotAllowed, WrongState (``set_aside`` too), Stale, Incomplete and Invalid (fields), CreditExceeded,
    Conflict (``doubts_open``).
    """
    try:
        return _submit(actor=actor, order_id=order_id, at=at, version=version)
    except errors.Invalid as refusal:
        screening.screen_refused(actor=actor, order_id=order_id, refusal=refusal, at=at)
        raise


@operation
def _submit(*, actor: User, order_id: int, at: datetime, version: int | None) -> Order:
    order = queries.lock_order(actor=actor, order_id=order_id, version=version)
    policies.require(actor, "order.submit", order)
    writing.require_status(order, Move.SUBMIT)
    return submit_loaded(order, queries.lines_of(order), actor=actor, at=at)


@operation
def withdraw_order(*, actor: User, order_id: int, at: datetime, version: int | None = None) -> Order:
    """Take a submission back: by whose order it is (salesperson, executing owner, creator). It keeps its number.

    Raises NotFound, NotAllowed, WrongState, Stale.
    """
    order, lines = _lock(actor, order_id, "order.withdraw", Move.WITHDRAW, version)
    approval.withdraw(SUBJECT, order.pk, at=at)
    _leave_world(order, lines, Move.WITHDRAW, actor=actor, at=at)
    writing.save(order, ["status", *derive.derive(order, lines)], at)
    events.record("order.withdrawn", order, at=at)
    return order


@operation
def approve_order(
    *,
    actor: User,
    order_id: int,
    at: datetime,
    reason: str = "",
    version: int | None = None,
    step: int | None = None,
) -> Order:
    """Decide the waiting step in favour, with a remark where there is one; with the last one the order takes effect.
    ``step``: the number of the step that is meant, where the caller says so.

    Raises NotFound, NotAllowed (no right, not asked, his own order), WrongState (also: another step waits, or
    something must be done before), Stale (content changed since submission: the fields are named), Incomplete,
    CreditExceeded.
    """
    order = queries.lock_order(actor=actor, order_id=order_id, version=version)
    policies.require(actor, "order.approve", order)
    writing.require_status(order, Move.APPROVE)
    lines = queries.lines_of(order)
    completeness.require(order, lines, completeness.Step.APPROVE)
    validity.require_still(order, lines, dates.business_day(at), actor)
    _decide(order, lines, actor=actor, is_approved=True, reason=reason.strip(), step=step, at=at)
    return order


@operation
def reject_order(
    *,
    actor: User,
    order_id: int,
    reason: str,
    at: datetime,
    version: int | None = None,
    step: int | None = None,
    error_kind: str = "",
    error_line: int | None = None,
) -> Order:
    """Send a submitted order back to its makers with a reason (退回, 否决). It keeps its number. With ``error_kind``,
    and perhaps the line, the reason is kept as an order error found at approval (SEMANTICS 7).

    Raises NotFound, NotAllowed, WrongState, Stale, Invalid (no reason, no such kind or line).
    """
    order, lines = _lock(actor, order_id, "order.reject", Move.REJECT, version)
    text = guards.require_reason(reason)
    checking.note_rejection(
        order=order, lines=lines, actor=actor, kind=error_kind, line_no=error_line, reason=text, at=at
    )
    _decide(order, lines, actor=actor, is_approved=False, reason=text, step=step, at=at)
    return order


def _decide(
    order: Order,
    lines: Sequence[OrderLine],
    *,
    actor: User,
    is_approved: bool,
    reason: str,
    step: int | None,
    at: datetime,
) -> None:
    if actor.pk in policies.own_business_of(order):  # also when it became his after it was submitted
        raise errors.NotAllowed(_("Nobody decides his own order."), code="own_business")
    held = approving.held(order, lines)
    approval.decide(
        actor=actor,
        subject_type=SUBJECT,
        subject_id=order.pk,
        case=held.case,
        content=held.content,
        content_hash=held.content_hash,
        is_approved=is_approved,
        reason=reason,
        sequence=step,
        at=at,
    )


def decided(*, actor: User, case: Any, is_approved: bool, reason: str, at: datetime) -> None:
    """What follows from the last decision: registered with ``approval.subjects`` for orders."""
    order, lines = case.order, case.lines
    if is_approved:
        changed = effect.take_effect(order, lines, actor=actor, at=at)
        writing.save(order, changed, at)
        followers.tell(order, Happening.TAKEN_EFFECT, lines=lines, actor=actor, at=at)
        events.record("order.approved", order, at=at)
        effect.tell(order, lines, actor=actor, at=at)
        return
    _leave_world(order, lines, Move.REJECT, actor=actor, at=at, reason=reason)
    order.is_rejected, order.rejection_reason = True, reason
    writing.save(order, ["status", "is_rejected", "rejection_reason", *derive.derive(order, lines)], at)
    events.record("order.rejected", order, at=at, reason=reason)
    message = gettext_noop("%(order)s was sent back: %(reason)s")
    notices.tell_people(order, message, kind="order.rejected", actor=actor, at=at, reason=reason)


@operation
def unapprove_order(*, actor: User, order_id: int, reason: str, at: datetime, version: int | None = None) -> Order:
    """Take an approval back (反审核), only while nothing was shipped, received, invoiced or started.

    Reservations and payment plan go; the order is a draft again, under its number. Raises NotFound,
    NotAllowed, WrongState (frozen), AlreadyExecuted (delivery notices are named), Stale, Invalid.
    """
    order, lines = _lock(actor, order_id, "order.unapprove", Move.UNAPPROVE, version)
    text = guards.require_reason(reason)
    deltas.note_undone(order, deltas.Cause.UNAPPROVED, by=actor, at=at, reason=text)
    _undo_effect(order, lines, at)
    _keep_what_was(order)
    _leave_world(order, lines, Move.UNAPPROVE, actor=actor, at=at, reason=text)
    order.effective_at = None
    columns = ["status", "effective_at", "next_due_date", *derive.derive(order, lines)]
    writing.save(order, columns, at)
    followers.tell(order, Happening.UNAPPROVED, lines=lines, actor=actor, at=at)
    events.record("order.unapproved", order, at=at, reason=text)
    message = gettext_noop("The approval of %(order)s was taken back: %(reason)s")
    notices.tell_people(order, message, kind="order.unapproved", actor=actor, at=at, reason=text)
    return order


@operation
def void_order(*, actor: User, order_id: int, reason: str, at: datetime, version: int | None = None) -> Order:
    """Take an order out of the world before anything was carried out; it keeps its number, if it has one.

    Raises NotFound, NotAllowed, WrongState (frozen), AlreadyExecuted (delivery notices are named), Stale, Invalid.
    """
    order, lines = _lock(actor, order_id, "order.void", Move.VOID, version)
    text = guards.require_reason(reason)
    if order.status == Status.EFFECTIVE:
        deltas.note_undone(order, deltas.Cause.VOID, by=actor, at=at, reason=text)
        _undo_effect(order, lines, at)
    elif order.status == Status.SUBMITTED:
        approval.withdraw(SUBJECT, order.pk, at=at)
    special.withdraw_of(order, at)
    _leave_world(order, lines, Move.VOID, actor=actor, at=at, reason=text)
    writing.save(order, ["status", "next_due_date", *derive.derive(order, lines)], at)
    followers.tell(order, Happening.VOIDED, lines=lines, actor=actor, at=at)
    events.record("order.voided", order, at=at, reason=text)
    message = gettext_noop("%(order)s was made void: %(reason)s")
    notices.tell_people(order, message, kind="order.voided", actor=actor, at=at, reason=text)
    return order


def _lock(actor: User, order_id: int, verb: str, move: Move, version: int | None) -> tuple[Order, list[OrderLine]]:
    order = queries.lock_order(actor=actor, order_id=order_id, version=version)
    policies.require(actor, verb, order)
    writing.require_status(order, move)
    return order, queries.lines_of(order)


def _undo_effect(order: Order, lines: Sequence[OrderLine], at: datetime) -> None:
    """Give back what taking effect took: stock, promises, payment plan, the customer's first or last order.
    Nothing may have been carried out."""
    guards.require_not_frozen(order, lines)
    guards.require_not_changing(order)
    guards.require_nothing_executed(order, lines)
    reserving.release_lines(lines, at)
    kits.unsettle(lines)
    planning.drop_plan(order)
    for line in lines:
        line.original = line.original * 0
        line.promised_date = line.first_promised_date = line.promised_ship_date = (
            None  # the book of promises keeps what was said
        )
    update_rows(lines, ["original", "reserved", "by_components", *promising.COLUMNS])
    _leave_history(order)


def _keep_what_was(order: Order) -> None:
    """Notices and returns made void, services taken back and promises made stay as they read, whatever becomes of
    the lines."""
    for model in (OutboundLine, ServiceRecord, ReturnLine, PromiseEntry):
        former.let_go(model._default_manager.filter(order=order, former__isnull=True).select_related(model.LINE))


def _leave_history(order: Order) -> None:
    """Whether the customer is a new one, and since when he is not, is asked of the orders that are left (R076)."""
    if order.effective_at is None:
        return
    others = queries.all_for_rule().filter(customer_id=order.customer_id, status__in=derive.BINDING)
    span = others.exclude(pk=order.pk).aggregate(first=Min("effective_at"), last=Max("effective_at"))
    standing.forget_effective_order(order.customer_id, order.effective_at, **span)


def _leave_world(
    order: Order, lines: Sequence[OrderLine], move: Move, *, actor: User, at: datetime, reason: str = ""
) -> None:
    """Make the move and take the order out of its customer's credit exposure."""
    before = exposure.terms_of(order, lines)
    writing.move(order, move, actor=actor, at=at, reason=reason)
    exposure.follow(order.credit_holder.pk, before, exposure.terms_of(order, lines))
