"""Closing what will not be delivered any more, and opening it again: by hand, with a reason (SEMANTICS 3)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.collaboration import inbox
from accounts.people.models import User
from common import errors, events
from common.operation import operation
from orders.closure import aftermath, queries, rules
from orders.closure.aftermath import Affected
from orders.credit import operations as credit
from orders.credit.rules import Moment
from orders.order import policies
from orders.order import queries as order_queries
from orders.order.choices import CloseReason
from orders.order.models import Order, OrderLine
from orders.order.states import Closure, Origin, Status, not_in_state
from orders.order.watchers import watchers
from orders.promise import promising, reserving

_LONGEST = 300
BY_HAND = (Closure.SHORT, Closure.CANCELLED)


@operation
def close_line(
    *, actor: User, order_id: int, line_no: int, reason_code: str, reason: str, at: datetime, version: int | None = None
) -> Order:
    """Short-close a line of an effective order: its remainder is let go, its reservation given back, plan and
    exposure follow what is then really owed. ``ordered`` stays. With the last open line the order closes.

    ``reason_code`` is a ``CloseReason``; OTHER asks for words. Raises NotFound, NotAllowed, Stale, Invalid,
    WrongState (order not effective, line closed), Conflict (frozen, changing, on a delivery notice).
    """
    one = _lock(actor, order_id, "order.line_close", version)
    _require_effective(one.order)
    lines = queries.chosen_lines(one.lines, [line_no])
    _close(one, lines, reason_code, reason, actor, at)
    _tell_closed("order.line_closed", one.order, lines, reason_code, reason, actor, at)
    return one.order


@operation
def close_order(
    *, actor: User, order_id: int, reason_code: str, reason: str, at: datetime, version: int | None = None
) -> Order:
    """Short-close every open line of an effective order in one go; the order is closed then (终止 is this with
    the reason TERMINATED). Raises like ``close_line``."""
    one = _lock(actor, order_id, "order.close", version)
    _require_effective(one.order)
    lines = queries.chosen_lines(one.lines, None)
    _close(one, lines, reason_code, reason, actor, at)
    _tell_closed("order.line_closed", one.order, lines, reason_code, reason, actor, at)
    return one.order


@operation
def reopen_line(
    *, actor: User, order_id: int, line_no: int, reason: str, at: datetime, version: int | None = None
) -> Order:
    """Open a line that was closed by hand, and the gifts that were closed with it: its remainder is to be delivered
    again, what stock there is is held for it, and a closed order is effective again.

    Raises NotFound, NotAllowed, Stale, Invalid without a reason, WrongState (a line that is open or was
    delivered in full; an order that is archived, void or of history), Conflict (frozen, changing),
    CreditExceeded.
    """
    one = _lock(actor, order_id, "order.line_reopen", version)
    line = one.line(line_no)
    if line is None:
        raise errors.NotFound()
    if line.closure not in BY_HAND:
        text = _("Line %(line)s is %(closure)s; only a line closed by hand is opened by hand.")
        words = {"line": line.line_no, "closure": line.get_closure_display()}
        raise errors.WrongState(text % words, status=str(line.closure), possible=[])
    along = [other for other in one.lines if other.gift_of_id == line.pk and other.closure in BY_HAND]
    with_it = [other for other in along if other.closed_at == line.closed_at]
    _reopen(one, [line, *with_it], reason, actor, at)
    return one.order


@operation
def reopen_order(*, actor: User, order_id: int, reason: str, at: datetime, version: int | None = None) -> Order:
    """Take the closing of an order back: the lines that were closed by hand with it open again (where it closed
    with a delivery, every line closed by hand). Lines delivered in full stay closed.

    Raises NotFound, NotAllowed, Stale, Invalid without a reason, WrongState (not closed, of history, or
    everything was delivered), Conflict (frozen, changing), CreditExceeded.
    """
    one = _lock(actor, order_id, "order.reopen", version)
    if one.order.status != Status.CLOSED:
        raise not_in_state(one.order.status, [Status.CLOSED])
    by_hand = [line for line in one.lines if line.closure in BY_HAND]
    with_it = [line for line in by_hand if line.closed_at == one.order.closed_at]
    if not by_hand:
        text = _("Everything of this order was delivered; there is nothing to open.")
        raise errors.WrongState(text, status=str(one.order.status), possible=["archive"])
    _reopen(one, with_it or by_hand, reason, actor, at)
    return one.order


def _lock(actor: User, order_id: int, verb: str, version: int | None) -> Affected:
    order = order_queries.lock_order(actor=actor, order_id=order_id, version=version)
    policies.require(actor, verb, order)
    return aftermath.read({order.pk: order})[order.pk]


def _require_effective(order: Order) -> None:
    if order.status != Status.EFFECTIVE:
        raise not_in_state(order.status, [Status.EFFECTIVE])


def _require_free(one: Affected, lines: Sequence[OrderLine]) -> None:
    found = queries.obstacles(one.order, lines)
    if found:
        raise errors.Conflict(" ".join(found), code="not_closable", obstacles=found)


def _close(one: Affected, lines: Sequence[OrderLine], reason_code: str, reason: str, actor: User, at: datetime) -> None:
    _check_reason(reason_code, reason)
    _require_free(one, lines)
    for line in lines:
        rules.close_short(line)
        line.close_reason_code, line.close_reason = reason_code, reason.strip()
        line.closed_by, line.closed_at = actor, at
    aftermath.conclude([one], actor=actor, at=at, reason=reason.strip())


def _reopen(one: Affected, lines: Sequence[OrderLine], reason: str, actor: User, at: datetime) -> None:
    order = one.order
    if not reason.strip():
        raise errors.Invalid(fields={"reason": [_("Say why.")]})
    if order.status not in (Status.EFFECTIVE, Status.CLOSED):
        raise not_in_state(order.status, [Status.EFFECTIVE, Status.CLOSED])
    if order.origin == Origin.HISTORY:
        raise errors.WrongState(_("An order of history stays closed."), status=str(order.status), possible=[])
    _require_free(one, lines)
    for line in lines:
        rules.open_line(line)
    aftermath.conclude([one], actor=actor, at=at, reason=reason.strip())
    credit.check(order, at, Moment.REOPEN, actor=actor)
    reserving.reserve_lines(order, reserving.by_themselves(lines), at)
    promising.promise_lines(order, lines, actor=actor, at=at)
    aftermath.note([one], at)
    numbers = ", ".join(str(line.line_no) for line in lines)
    events.record("order.line_reopened", order, at=at, reason=reason.strip(), lines=numbers)
    message = gettext_noop("%(order)s: lines %(lines)s were opened again: %(reason)s")
    _notify(order, "order.line_reopened", message, {"lines": numbers, "reason": reason.strip()}, actor, at)


def _check_reason(reason_code: str, reason: str) -> None:
    """Raise Invalid, field by field."""
    wrong: dict[str, list[errors.Text]] = {}
    if reason_code not in CloseReason.values:
        wrong["reason_code"] = [_("Choose a reason.")]
    if reason_code == CloseReason.OTHER and not reason.strip():
        wrong["reason"] = [_("Say why.")]
    elif len(reason.strip()) > _LONGEST:
        wrong["reason"] = [_("At most %(count)s characters.") % {"count": _LONGEST}]
    if wrong:
        raise errors.Invalid(fields=wrong)


def _tell_closed(
    kind: str, order: Order, lines: Sequence[OrderLine], reason_code: str, reason: str, actor: User, at: datetime
) -> None:
    numbers = ", ".join(str(line.line_no) for line in lines)
    let_go = {str(line.line_no): f"{line.short_closed.normalize():f}" for line in lines}
    events.record(kind, order, at=at, reason=reason.strip(), lines=numbers, code=reason_code, let_go=let_go)
    message = gettext_noop("%(order)s: lines %(lines)s were closed short.")
    _notify(order, kind, message, {"lines": numbers}, actor, at)


def _notify(order: Order, kind: str, message: str, words: dict[str, Any], actor: User, at: datetime) -> None:
    parameters = {"order": order.reference, **words}
    inbox.notify(watchers(order, but=actor), kind=kind, message=message, parameters=parameters, at=at, subject=order)
