"""The dates of many orders moved as one what-if: worked out, then published as a request an order, or thrown away.
Until it is published nothing changes anywhere."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import policies as rights
from accounts.people.models import User
from common import citations, dates, editing, errors, events
from common.operation import operation
from orders.changes.choices import Origin, ShiftState, Side
from orders.changes.models import ChangeReason
from orders.changes.operations.drafting import create_request
from orders.changes.shifting import moving, policies, queries
from orders.changes.shifting.models import ChangeShift
from orders.changes.shifting.moving import OrderRow
from orders.order import together
from orders.order.models import Order

MOST_DAYS = 366
FIELDS = ("name", "days", "source", "reason_id", "reason_text")


@operation
def create_shift(
    *,
    actor: User,
    order_ids: Collection[int],
    days: int,
    at: datetime,
    name: str = "",
    source: str = Side.GOODS,
    reason_id: int | None = None,
    reason_text: str = "",
) -> ChangeShift:
    """Keep a shift of these orders by ``days`` (below zero: earlier) and what it would do; the dates of their open
    lines move. Orders that ``actor`` does not see are left out.

    Raises NotAllowed, Invalid (days, reason, no or too many orders).
    """
    rights.require(actor, policies.REQUEST)
    queries.require_number(order_ids)
    shift = ChangeShift(created_by=actor, created_at=at)
    given = {"name": name, "days": days, "source": source, "reason_id": reason_id, "reason_text": reason_text}
    _put(shift, given)
    rows = moving.work_out(actor, order_ids, shift.days, dates.business_day(at))
    queries.require_number(rows)
    shift.picked = [{"order": row.order_id} for row in rows]
    _keep(shift, rows, at)
    shift.save(force_insert=True)
    events.record("change_shift.created", shift, at=at, number=shift.name, orders=len(rows), days=shift.days)
    return shift


@operation
def change_shift(
    *,
    actor: User,
    shift_id: int,
    at: datetime,
    version: int | None = None,
    without: Collection[int] = (),
    **changes: Any,
) -> ChangeShift:
    """Work a shift out anew: with other days, reason or name, and without some orders (by key), as things stand now.

    Raises NotFound, NotAllowed (not his own), WrongState (published or thrown away), Stale, Invalid.
    """
    shift = _lock(actor, shift_id, version)
    _put(shift, {name: changes.get(name, getattr(shift, name)) for name in FIELDS})
    left = [one for one in shift.picked if one["order"] not in set(without)]
    queries.require_number(left)
    shift.picked = left
    _keep(shift, moving.work_out(actor, _keys(shift), shift.days, dates.business_day(at)), at)
    shift.version += 1
    shift.save()
    return shift


@operation
def publish_shift(*, actor: User, shift_id: int, at: datetime, version: int | None = None) -> ChangeShift:
    """Make a change request of every order of a shift that can be changed, all as drafts of ``actor``; what cannot is
    kept with the reason. Exactly what was worked out last, or nothing.

    Raises NotFound, NotAllowed (not his own), WrongState (published or thrown away), Stale, Conflict
    (``shift_changed``: things moved since it was worked out, ``shift_empty``: no order of it can be changed).
    """
    seen = queries.get_shift(actor=actor, shift_id=shift_id)
    there = Order.objects.filter(pk__in=_keys(seen)).values_list("pk", flat=True)
    together.lock_orders(list(there))  # all of them before the shift: the one order of locks (DESIGN 3)
    shift = _lock(actor, shift_id, version)
    rows = moving.work_out(actor, _keys(shift), shift.days, dates.business_day(at))
    if moving.stored(rows)["digest"] != shift.preview.get("digest"):
        text = _("Orders, stock or promises moved since this was worked out. Work it out again and look at it.")
        raise errors.Conflict(text, code="shift_changed")
    for row in rows:
        if not row.obstacle:
            _request(row, shift, actor, at)
    made = [row for row in rows if row.request]
    if not made:
        raise errors.Conflict(_("No order of this shift can be changed."), code="shift_empty")
    shift.state, shift.ended_at = ShiftState.PUBLISHED, at
    _keep(shift, rows, at)
    shift.version += 1
    shift.save()
    events.record(
        "change_shift.published", shift, at=at, number=shift.name, requests=len(made), left=len(rows) - len(made)
    )
    return shift


@operation
def discard_shift(*, actor: User, shift_id: int, at: datetime, version: int | None = None) -> ChangeShift:
    """Throw a shift away; nothing came of it. Raises NotFound, NotAllowed (not his own), WrongState, Stale."""
    shift = _lock(actor, shift_id, version)
    shift.state, shift.ended_at = ShiftState.DISCARDED, at
    shift.version += 1
    shift.save()
    events.record("change_shift.discarded", shift, at=at, number=shift.name)
    return shift


def _request(row: OrderRow, shift: ChangeShift, actor: User, at: datetime) -> None:
    try:
        with transaction.atomic():  # one that is refused leaves nothing behind
            made = create_request(
                actor=actor,
                order_id=row.order_id,
                at=at,
                source=shift.source,
                reason_id=shift.reason_id,
                reason_text=shift.reason_text,
                items=row.items,
                origin=Origin.SHIFT,
                shift_id=shift.pk,
            )
    except (errors.Invalid, errors.Conflict, errors.WrongState, errors.NotAllowed, errors.NotFound) as refused:
        told = refused.fields.values() if isinstance(refused, errors.Invalid) else ()
        words = " ".join([str(refused.message), *(str(text) for texts in told for text in texts)])
        row.obstacle = citations.told(refused, words)
    else:
        row.request = made.reference


def _lock(actor: User, shift_id: int, version: int | None) -> ChangeShift:
    rows = policies.visible_to(actor).filter(pk=shift_id)
    shift = ChangeShift.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=rows.values("pk")).first()
    if shift is None:
        raise errors.NotFound()
    rights.require(actor, policies.REQUEST)
    if shift.created_by_id != actor.pk:
        raise errors.NotAllowed()
    if shift.state != ShiftState.PREVIEW:
        label = ShiftState(shift.state).label
        raise errors.WrongState(
            _("This shift is settled: %(state)s.") % {"state": label}, status=str(shift.state), possible=[]
        )
    editing.require_seen(shift, version)
    return shift


def _keys(shift: ChangeShift) -> list[int]:
    return [one["order"] for one in shift.picked]


def _keep(shift: ChangeShift, rows: Sequence[OrderRow], at: datetime) -> None:
    shift.preview, shift.previewed_at = moving.stored(rows), at


def _put(shift: ChangeShift, given: dict[str, Any]) -> None:
    wrong: dict[str, list[errors.Text]] = {}
    days, reason, text = given["days"], given["reason_id"], str(given["reason_text"] or "").strip()
    if not days or abs(days) > MOST_DAYS:
        wrong["days"] = [_("Between 1 and %(most)s days, later or earlier (below zero).") % {"most": MOST_DAYS}]
    if given["source"] not in Side.values:
        wrong["source"] = [_("Choose one of the list.")]
    if not reason and not text:
        wrong["reason"] = [_("Say why.")]
    if reason and reason != shift.reason_id and not ChangeReason.objects.filter(pk=reason, is_active=True).exists():
        wrong["reason"] = [_("Choose a reason that is in use.")]
    for name, value, most in (("reason_text", text, 500), ("name", str(given["name"] or "").strip(), 120)):
        if len(value) > most:
            wrong[name] = [_("No more than %(n)s characters.") % {"n": most}]
    if wrong:
        raise errors.Invalid(fields=wrong)
    shift.days, shift.source, shift.reason_id, shift.reason_text = days, given["source"], reason, text
    shift.name = str(given["name"] or "").strip() or _("Shift by %(days)s days") % {"days": f"{days:+d}"}
