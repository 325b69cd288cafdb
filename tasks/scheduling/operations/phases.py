"""Targets of phases set by hand (R139)."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.people.models import User
from common import editing, errors, events, workdays
from common.operation import operation
from common.rows import insert_rows
from common.workdays import calendar
from tasks.scheduling import placing, sheet
from tasks.scheduling.choices import Cause, What
from tasks.scheduling.models import DateMove, OrderPhase
from tasks.task import policies, queries
from tasks.task.models import Phase

LONGEST = 200


@operation
def set_target(
    *,
    actor: User,
    order_id: int,
    phase_id: int,
    target_date: date | None,
    at: datetime,
    target: str = "",
    cause: str = Cause.OTHER,
    words: str = "",
    version: int | None = None,
) -> OrderPhase:
    """Set until when a phase of an order is to be reached and what is there then; no day: that of its tasks again. A
    day that moves is a row of the ledger. Raises NotFound, NotAllowed, Stale, WrongState, Invalid."""
    order, lines = queries.lock_order(order_id)
    if not policies.can_for_order(actor, "order.view", order) and not policies.sees_order(actor, order.pk):
        raise errors.NotFound()
    policies.require_for_order(actor, policies.SCHEDULE, order)
    placing.require_in_force(order)
    phase = Phase.objects.filter(pk=phase_id, is_active=True).first()
    if phase is None:
        raise errors.NotFound()
    target = target.strip()
    if len(target) > LONGEST:
        raise errors.Invalid(fields={"target": [_("At most %(count)s characters.") % {"count": LONGEST}]})
    if target_date is not None and (fault := workdays.day_fault(target_date)):
        raise errors.Invalid(fields={"target_date": [fault]})
    if cause not in Cause.values:
        raise errors.Invalid(fields={"cause": [_("Choose one of the list.")]})
    row = OrderPhase.objects.filter(order=order, phase=phase).first() or OrderPhase(order=order, phase=phase, version=0)
    editing.require_seen(row, version)
    before = row.target_date
    row.is_by_hand, row.target = target_date is not None, target or phase.target
    row.target_date = target_date
    row.version += 1
    row.save()
    sheet.lock(order, lines, at=at).write_judgement(at)
    row.refresh_from_db()
    _note(row, before, actor, at, cause, words)
    events.record(
        "order.phase_target_set",
        order,
        at=at,
        number=str(order),
        phase=phase.code,
        day=row.target_date.isoformat() if row.target_date else "",
    )
    return row


def _note(row: OrderPhase, before: date | None, actor: User, at: datetime, cause: str, words: str) -> None:
    after = row.target_date
    if before is None or after is None or before == after:
        return
    moved = DateMove(
        order_id=row.order_id,
        what=What.PHASE,
        before=before,
        after=after,
        days=calendar().between(before, after),
        cause=cause,
        words=words.strip()[:300] or str(row.phase),
        actor=actor,
        at=at,
    )
    insert_rows([moved])
