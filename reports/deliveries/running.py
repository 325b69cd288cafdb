"""What is due is found by scanning, so that a lost or doubled message does no harm: each schedule is taken up by one
worker, goes out once for its time, and once only after a time in which nothing ran."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from accounts.collaboration import inbox
from accounts.people import queries as people
from accounts.people.models import User
from common import errors, events
from common.models import OutboxMessage
from common.operation import operation, set_origin
from customers.disclosures import operations as disclosures
from reports.builder import queries as reports
from reports.deliveries import operations, queries
from reports.deliveries.models import ReportDelivery, ReportSchedule
from reports.deliveries.operations import TOPIC, address_of

State = ReportDelivery.State
OPEN = (State.QUEUED, State.FAILED)  # what failed may be sent again by a person, in the console
BATCH = 50
_LOST = (OutboxMessage.State.DOUBTFUL, OutboxMessage.State.FAILED)
_GONE = gettext_noop("“%(report)s” is sent by mail no more: the report is not kept, or not shared with you, any more.")
_FAILED = gettext_noop("“%(report)s” could not be sent to %(who)s: %(why)s")


def scan(*, at: datetime) -> int:
    """Queue what is due, and say what became of what did not arrive; returns how many deliveries were queued."""
    set_origin("job", "")
    actor, queued = people.system_user(), 0
    while True:
        taken, more = queue_due(actor=actor, at=at)
        queued += more
        if not taken:
            break
    settle_lost(actor=actor, at=at)
    return queued


@operation
def queue_due(*, actor: User, at: datetime) -> tuple[int, int]:
    """Queue some schedules whose time has come, and set their next: how many, with how many deliveries."""
    due = ReportSchedule.objects.filter(is_active=True, next_at__lte=at).select_related("report", "created_by")
    rows = list(due.select_for_update(no_key=True, skip_locked=True, of=("self",)).order_by("next_at", "pk")[:BATCH])
    queued = 0
    for schedule in rows:
        due_at, schedule.next_at = schedule.next_at, queries.next_of(schedule, at)
        if not _stands(schedule):
            operations.rest(schedule)
            events.record("report.schedule_paused", schedule, at=at, number=schedule.report.name)
            _tell_owner(schedule, _GONE, {}, at)
            continue
        schedule.save(update_fields=["next_at"])
        recipients = list(schedule.recipients.values_list("pk", flat=True))
        queued += len(operations.queue(schedule, recipients, due_at=due_at or at, at=at))
    return len(rows), queued


def _stands(schedule: ReportSchedule) -> bool:
    """Whether its report is still there for whose it is; of who left, at all."""
    if not schedule.created_by.is_active:
        return schedule.report.is_active
    try:
        reports.get_report(actor=schedule.created_by, report_id=schedule.report_id)
    except errors.NotFound:
        return False
    return True


@operation
def settle(
    *,
    actor: User,
    delivery_id: int,
    state: str,
    message: str = "",
    at: datetime,
    customers: Mapping[int, int] | None = None,
) -> None:
    """Say what became of a delivery that waits or failed; its schedule's owner is told of the first that failed for a
    time. One that was sent is noted as data taken away (R309): rows by customer, None where they are added up."""
    row = _open().select_related("schedule__report", "recipient").filter(pk=delivery_id).first()
    if row is None:
        return
    row.state, row.message, row.settled_at = state, message[:300], at
    row.save(update_fields=["state", "message", "settled_at"])
    schedule = row.schedule
    told: dict[str, Any] = {"person": row.recipient_id, "form": schedule.file, "why": row.message}
    events.record(_EVENTS[State(state)], schedule, at=at, number=schedule.report.name, **told)
    if state == State.SENT:
        disclosures.note_disclosure(
            actor=row.recipient,
            kind=disclosures.Kind.MAIL,
            what=schedule.report.standard or "report",
            title=schedule.report.name,
            form=schedule.file.lower(),
            door="job",
            rows=None,
            counts=customers,
            at=at,
        )
    same = ReportDelivery.objects.filter(schedule=schedule, due_at=row.due_at, state=State.FAILED)
    if state == State.FAILED and not same.exclude(pk=row.pk).exists():
        _tell_owner(schedule, _FAILED, {"who": row.recipient.name, "why": row.message}, at)


_EVENTS = {
    State.SENT: "report.delivered",
    State.SKIPPED: "report.delivery_skipped",
    State.FAILED: "report.delivery_failed",
}


def _open() -> QuerySet[ReportDelivery]:
    return ReportDelivery.objects.select_for_update(no_key=True, of=("self",)).filter(state__in=OPEN)


def _tell_owner(schedule: ReportSchedule, message: str, more: dict[str, str], at: datetime) -> None:
    inbox.notify(
        [schedule.created_by_id],
        kind="report.schedule",
        message=message,
        parameters={"report": schedule.report.name, **more},
        at=at,
        url=address_of(schedule),
        mail=True,
    )


@operation
def settle_lost(*, actor: User, at: datetime) -> int:
    """Deliveries whose mail the outbox gave up, or of which nobody knows whether it went: they are not sent again by
    themselves. How many."""
    lost = OutboxMessage.objects.filter(topic=TOPIC, state__in=_LOST)
    states = dict(lost.values_list("payload__delivery", "state"))
    rows = ReportDelivery.objects.filter(pk__in=states, state=State.QUEUED).select_related("schedule__created_by")
    found = list(rows)
    for row in found:
        with override(row.schedule.created_by.language):
            if states[row.pk] == OutboxMessage.State.DOUBTFUL:
                words = _("The sender stopped while sending: it may have arrived. It is not sent again by itself.")
            else:
                words = _("The mail server did not take it.")
        settle(actor=actor, delivery_id=row.pk, state=State.FAILED, message=words, at=at)
    return len(found)
