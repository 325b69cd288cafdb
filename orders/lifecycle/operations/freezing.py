"""The freeze (冻结): a flag on an order or on lines; nothing ships, changes or closes under it."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.people import queries as people
from accounts.people.models import User
from common import dates, errors, events
from common.operation import operation
from common.rows import update_rows
from orders.lifecycle import guards, notices
from orders.order import derive, policies, queries, writing
from orders.order.models import Order, OrderLine
from orders.order.states import Closure, Status, not_in_state
from orders.promise import promising, reserving

FLAG = ("is_frozen", "freeze_reason", "frozen_by", "frozen_at", "frozen_until")
PROMISED = ("reserved", *promising.COLUMNS)


@operation
def freeze_order(
    *,
    actor: User,
    order_id: int,
    reason: str,
    at: datetime,
    until: date | None = None,
    release_reservations: bool = False,
    line_nos: Collection[int] = (),
    version: int | None = None,
) -> Order:
    """Freeze an effective order, or only the lines named; lifts itself after the day ``until``.

    ``release_reservations`` gives the held stock back at once. Raises NotFound, NotAllowed, WrongState
    (not effective, a closed line, frozen already), Stale, Invalid (no reason, a day that is past, no such line).
    """
    order, lines = _lock(actor, order_id, "order.freeze", version)
    text = guards.require_reason(reason)[:200]
    if until is not None and until < dates.business_day(at):
        raise errors.Invalid(fields={"until": [_("Choose today or a later day.")]})
    chosen = _chosen(lines, line_nos)
    if any(line.closure != Closure.OPEN for line in chosen):
        raise errors.WrongState(_("A closed line is not frozen."), status=order.status)
    targets: Sequence[Order | OrderLine] = chosen or [order]
    if any(target.is_frozen for target in targets):
        raise errors.WrongState(
            _("This is frozen already; lift the freeze before you set another."), status=order.status
        )
    for target in targets:
        target.is_frozen, target.freeze_reason = True, text
        target.frozen_by, target.frozen_at, target.frozen_until = actor, at, until
    released = reserving.release_lines(chosen or lines, at) if release_reservations else []
    _save(order, lines, {*chosen, *released}, at)
    events.record("order.frozen", order, at=at, reason=text, lines=_numbers(chosen), released=bool(released))
    message = gettext_noop("%(order)s was frozen: %(reason)s")
    notices.tell_people(order, message, kind="order.frozen", actor=actor, at=at, reason=text)
    return order


@operation
def unfreeze_order(
    *, actor: User, order_id: int, at: datetime, line_nos: Collection[int] = (), version: int | None = None
) -> Order:
    """Lift the freeze of an order, or of the lines named; what was given back is reserved anew as far as it is
    there, and promises that can no longer be met get a new day.

    Raises NotFound, NotAllowed, WrongState (not effective, not frozen), Stale, Invalid (no such line).
    """
    order, lines = _lock(actor, order_id, "order.unfreeze", version)
    chosen = _chosen(lines, line_nos)
    targets: Sequence[Order | OrderLine] = chosen or [order]
    if not all(target.is_frozen for target in targets):
        raise errors.WrongState(_("This is not frozen."), status=order.status)
    return _unfreeze(order, lines, targets, actor, at)


def lift_expired_freezes(*, actor: User | None = None, at: datetime) -> int:
    """Lift every freeze whose last day is past; returns how many orders. Each in a transaction of its own, so
    one that is refused or busy does not hold up the others: the next run finds it again."""
    system, today = actor or people.system_user(), dates.business_day(at)
    over = Q(is_frozen=True, frozen_until__lt=today)
    whole = Order.objects.filter(over, status=Status.EFFECTIVE).values_list("pk", flat=True)
    partly = OrderLine.objects.filter(over, order__status=Status.EFFECTIVE).values_list("order_id", flat=True)
    return sum(_try_lift(system, order_id, at) for order_id in sorted({*whole, *partly}))


def _try_lift(system: User, order_id: int, at: datetime) -> bool:
    try:
        return _lift_expired(actor=system, order_id=order_id, at=at)
    except (errors.Conflict, errors.NotFound, errors.Unavailable):
        return False


@operation
def _lift_expired(*, actor: User, order_id: int, at: datetime) -> bool:
    """Lift what is over as it stands under the lock: who froze it anew meanwhile is not overruled."""
    order, lines = _lock(actor, order_id, "order.unfreeze", None)
    today = dates.business_day(at)
    candidates: list[Order | OrderLine] = [order, *lines]
    targets = [one for one in candidates if one.is_frozen and one.frozen_until and one.frozen_until < today]
    if targets:
        _unfreeze(order, lines, targets, actor, at)
    return bool(targets)


def _unfreeze(
    order: Order, lines: Sequence[OrderLine], targets: Sequence[Order | OrderLine], actor: User, at: datetime
) -> Order:
    _lift(targets)
    reserving.reserve_lines(order, reserving.by_themselves(lines), at)
    promising.promise_lines(order, [line for line in lines if not line.is_frozen], actor=actor, at=at)
    _save(order, lines, set(lines), at)
    events.record("order.unfrozen", order, at=at, lines=_numbers([one for one in lines if one in targets]))
    return order


def _lock(actor: User, order_id: int, verb: str, version: int | None) -> tuple[Order, list[OrderLine]]:
    order = queries.lock_order(actor=actor, order_id=order_id, version=version)
    policies.require(actor, verb, order)
    if order.status != Status.EFFECTIVE:
        raise not_in_state(order.status, [Status.EFFECTIVE])
    return order, queries.lines_of(order)


def _chosen(lines: Sequence[OrderLine], line_nos: Collection[int]) -> list[OrderLine]:
    chosen = [line for line in lines if line.line_no in line_nos]
    if len(chosen) != len(set(line_nos)):
        raise errors.Invalid(fields={"lines": [_("There is no such line.")]})
    return chosen


def _lift(targets: Sequence[Order | OrderLine]) -> None:
    for target in targets:
        target.is_frozen, target.freeze_reason = False, ""
        target.frozen_by = target.frozen_at = target.frozen_until = None


def _save(order: Order, lines: Sequence[OrderLine], touched: Collection[OrderLine], at: datetime) -> None:
    update_rows(touched, (*FLAG, *PROMISED))
    writing.save(order, [*FLAG, *derive.derive(order, lines)], at)


def _numbers(lines: Sequence[OrderLine]) -> str:
    return ", ".join(str(line.line_no) for line in lines)
