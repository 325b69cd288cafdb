"""What is no order, or not yet: set aside, discarded, taken up again (R069)."""

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.collaboration import inbox
from accounts.people.models import User
from common import editing, errors, events
from common.operation import operation
from orders.intake.pool import policies, queries, states
from orders.intake.pool.models import IntakeItem
from orders.intake.pool.operations import receiving
from orders.intake.pool.operations.dispatching import DISPATCHED
from orders.intake.pool.states import Move, State
from orders.order.models import Order
from orders.order.states import Status


@operation
def set_aside_item(*, actor: User, item_id: int, reason: str, at: datetime, version: int | None = None) -> IntakeItem:
    """Put a doubtful piece aside, with a reason; nobody enters it until it is taken up again.

    Raises NotFound, NotAllowed, Stale, WrongState, Invalid (no reason)."""
    return _settle(actor, item_id, version, Move.SET_ASIDE, _required(reason), at)


@operation
def discard_item(*, actor: User, item_id: int, reason: str, at: datetime, version: int | None = None) -> IntakeItem:
    """It is no order: put it away, with a reason; it stays on record.

    Raises NotFound, NotAllowed, Stale, WrongState, Invalid (no reason)."""
    return _settle(actor, item_id, version, Move.DISCARD, _required(reason), at)


@operation
def release_item(*, actor: User, item_id: int, at: datetime, version: int | None = None) -> IntakeItem:
    """Take up again what was set aside or discarded, or whose order was made void: it is to be entered, by who had it.

    Raises NotFound, NotAllowed, Stale, WrongState (its order stands)."""
    return _settle(actor, item_id, version, Move.RELEASE, "", at)


def follow_draft(gone: Order, kept: Order, at: datetime) -> None:
    """What a draft was entered from stands on the draft that it became part of (``orders.lifecycle.merged``)."""
    items = list(IntakeItem.objects.filter(order=gone).order_by("pk").select_for_update(no_key=True))
    for item in items:
        item.order = kept
        item.version += 1
        item.save(update_fields=["order", "version"])
        events.record("intake.followed", item, at=at, number=str(item.pk), order=kept.pk, before=gone.pk)


def _required(reason: str) -> str:
    if not reason.strip():
        raise errors.Invalid(fields={"reason": [_("Say why.")]})
    return reason.strip()[:500]


def _settle(actor: User, item_id: int, version: int | None, move: Move, reason: str, at: datetime) -> IntakeItem:
    item = queries.lock_item(actor=actor, item_id=item_id)
    policies.require(actor, policies.SETTLE, item)
    editing.require_seen(item, version)
    state = states.after(item.state, move, has_salesperson=item.salesperson_id is not None)
    if item.state == State.DRAFTED:
        _let_go(item)
    item.state, item.reason = state, reason
    item.version += 1
    item.save(update_fields=["state", "reason", "order", "entered_by", "entered_at", "version"])
    events.record(f"intake.{_EVENTS[move]}", item, at=at, number=str(item.pk), reason=reason)
    if item.salesperson_id is not None and state != State.DISPATCHED:
        inbox.settle([item.salesperson_id], kind=DISPATCHED, subject_type=receiving.SUBJECT, subject_id=item.pk, at=at)
    return item


_EVENTS = {Move.SET_ASIDE: "set_aside", Move.DISCARD: "discarded", Move.RELEASE: "released"}


def _let_go(item: IntakeItem) -> None:
    """Of an order that was made void: it may be entered anew. Raises WrongState while the order stands."""
    if item.order is None or item.order.status != Status.VOID:
        words = _("Order %(order)s was entered from it and stands; make that void first.") % {"order": item.order}
        raise errors.WrongState(words, status=str(item.state), possible=[])
    item.order = item.entered_by = item.entered_at = None
