"""Bands in versions, and orders that somebody pins to the top of the plan."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts import policies as rights
from accounts.people.models import User
from common import dates, editing, errors, events, locks, stamps, waking
from common.operation import operation
from orders.order import policies, queries, writing
from orders.order.models import Order
from orders.order.states import not_in_state
from orders.priority import recomputing, rules, standing
from orders.priority.models import PriorityRules

EDIT = "priority.edit"
PIN = "order.pin"
FIELDS = ("valid_from", *(name for name in rules.Rules.__dataclass_fields__ if name != "number"))


@operation
def save_rules(*, actor: User, values: Mapping[str, Any], number: int, at: datetime) -> PriorityRules:
    """Let bands, weights and points (all FIELDS) hold from a day on, today at the earliest, as the next version;
    ``number``: the version that the person started from. Orders follow in the background.

    Raises NotAllowed, Invalid, Stale (somebody saved a version meanwhile).
    """
    rights.require(actor, EDIT)
    locks.wait_for(locks.Lock.SETTINGS)  # what is shipped has no row to lock
    if set(values) != set(FIELDS):
        raise ValueError("all fields of the bands are given")
    if values["valid_from"] < dates.business_day(at):
        raise errors.Invalid(fields={"valid_from": [_("Bands hold from today on, or from a later day.")]})
    newest = PriorityRules.objects.order_by("-number").first()
    last = newest.number if newest else 0
    if last != number:
        raise errors.Stale(fields={}, version=last)
    row = PriorityRules(number=last + 1, saved_by=actor, saved_at=at, **values)
    _require_points(row.by_class)
    editing.check(row, exclude=("saved_by", "job"))
    row.save(force_insert=True)
    stamps.touch(standing.STAMP)
    events.record("priority.rules_saved", row, at=at, number=str(row.number), valid_from=row.valid_from.isoformat())
    waking.wake(recomputing.JOB)
    return row


def _require_points(by_class: Any) -> None:
    sound = isinstance(by_class, dict) and all(
        type(points) is int and 0 <= points <= rules.FULL for points in by_class.values()
    )
    if not sound:
        raise errors.Invalid(fields={"by_class": [_("Points are whole numbers from 0 to 100.")]})


@operation
def pin_order(*, actor: User, order_id: int, reason: str, at: datetime, version: int | None = None) -> Order:
    """Put an open order above all that are not pinned, with the reason; again: with another reason.

    Raises NotFound, NotAllowed, WrongState (not open), Stale, Invalid (no reason).
    """
    order = _lock(actor, order_id, version)
    if order.status not in rules.OPEN:
        raise not_in_state(order.status, rules.OPEN)
    reason = reason.strip()
    longest = Order._meta.get_field("pin_reason").max_length or 0
    if not reason or len(reason) > longest:
        words = _("Say why, in at most %(n)s characters.") % {"n": longest}
        raise errors.Invalid(fields={"reason": [words]})
    order.pin_reason = reason
    writing.save(order, ["pin_reason"], at)
    events.record("order.pinned", order, at=at, reason=reason)
    return order


@operation
def unpin_order(*, actor: User, order_id: int, at: datetime, version: int | None = None) -> Order:
    """Let the order stand where its score puts it. Raises NotFound, NotAllowed, WrongState (not pinned), Stale."""
    order = _lock(actor, order_id, version)
    if not order.pin_reason:
        raise errors.WrongState(_("The order is not pinned."), status=order.status)
    order.pin_reason = ""
    writing.save(order, ["pin_reason"], at)
    events.record("order.unpinned", order, at=at)
    return order


def _lock(actor: User, order_id: int, version: int | None) -> Order:
    order = queries.lock_order(actor=actor, order_id=order_id, version=version)
    policies.require(actor, PIN, order)
    return order
