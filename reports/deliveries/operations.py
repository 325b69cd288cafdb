"""Reports by mail: set up, changed, paused, tried, removed, left by who gets them (R257)."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts import policies as rights
from accounts.collaboration import inbox
from accounts.people.models import User
from common import editing, errors, events, outbox
from common.links import operations as links
from common.links.operations import Visitor
from common.operation import operation
from reports.builder import queries as reports
from reports.deliveries import policies, queries
from reports.deliveries.models import ReportDelivery, ReportSchedule, Rhythm
from reports.deliveries.rhythm import LAST_PLACE

FIELDS = ("rhythm", "place", "hour", "file")
TOPIC = "report"
MOST_SCHEDULES, MOST_RECIPIENTS = 100, 100
_SENT_TO_YOU = gettext_noop("%(who)s has the report “%(report)s” sent to you by mail.")
_LEFT = gettext_noop("%(who)s does not want the report “%(report)s” by mail any more.")


@operation
def save_schedule(
    *,
    actor: User,
    at: datetime,
    schedule_id: int | None = None,
    version: int | None = None,
    report_id: int | None = None,
    recipients: Collection[int] | None = None,
    **changes: Any,
) -> ReportSchedule:
    """Have a kept report sent again and again, or change how (read at ``version``). ``recipients``: keys of people,
    None: as they were, of a new one only ``actor``. Whoever is new is told.

    Raises NotAllowed (to others without the right to share), NotFound, Stale, Invalid, Conflict (too many).
    """
    schedule = _held(actor, schedule_id)
    if schedule.pk is None:
        schedule.report = reports.get_report(actor=actor, report_id=report_id or 0)
        schedule.created_by = actor
        _require_room(actor)
    before = _recipients(schedule)
    wanted = _checked(actor, before, recipients if recipients is not None else before or {actor.pk})
    is_changed = editing.change(schedule, editing.as_columns(ReportSchedule, changes, FIELDS), version)
    _require_time(schedule)
    if schedule.pk and not is_changed and wanted != before:
        schedule.version += 1
    if schedule.is_active:
        schedule.next_at = queries.next_of(schedule, at)
    editing.check(schedule)
    schedule.save()
    schedule.recipients.set(wanted)
    _tell(schedule, _SENT_TO_YOU, wanted - before - {actor.pk}, who=actor, at=at)
    events.record("report.schedule_saved", schedule, at=at, number=schedule.report.name, recipients=sorted(wanted))
    return schedule


def _held(actor: User, schedule_id: int | None) -> ReportSchedule:
    """The schedule locked for its change by whose it is, a new one without a key."""
    if schedule_id is None:
        return ReportSchedule()
    queries.get_schedule(actor=actor, schedule_id=schedule_id)
    schedule = editing.locked_or_new(ReportSchedule, schedule_id)
    policies.require_own(actor, schedule)
    return schedule


def _recipients(schedule: ReportSchedule) -> set[int]:
    return set(schedule.recipients.values_list("pk", flat=True)) if schedule.pk else set()


def _checked(actor: User, before: set[int], wanted: Collection[int]) -> set[int]:
    """The recipients; who gets it already may have lost the right meanwhile. Raises NotAllowed, Invalid."""
    found = set(wanted)
    policies.require_sending(actor, found)
    fault: Any = ""
    if not found:
        fault = _("Choose who gets it.")
    elif len(found) > MOST_RECIPIENTS:
        fault = _("%(most)s people at most get a report by one schedule.") % {"most": MOST_RECIPIENTS}
    elif found - before - set(policies.may_get(actor).values_list("pk", flat=True)):
        fault = _("Choose people who may see reports.")
    if fault:
        raise errors.Invalid(fields={"recipients": [fault]})
    return found


def _require_time(schedule: ReportSchedule) -> None:
    if schedule.rhythm not in Rhythm.values:
        raise errors.Invalid(fields={"rhythm": [_("There is no such rhythm.")]})
    if not 0 <= schedule.hour <= 23:
        raise errors.Invalid(fields={"hour": [_("Choose an hour from 0 to 23.")]})
    last = LAST_PLACE[Rhythm(schedule.rhythm)]
    if schedule.rhythm == Rhythm.DAILY:
        schedule.place = 1
    elif not 1 <= schedule.place <= last:
        words = _("From 1 to %(last)s: Monday is 1, Friday 5; of a month the day.") % {"last": last}
        raise errors.Invalid(fields={"place": [words]})


def _require_room(actor: User) -> None:
    if ReportSchedule.objects.filter(created_by=actor).count() >= MOST_SCHEDULES:
        raise errors.Conflict(_("You have %(most)s reports sent already. Remove one first.") % {"most": MOST_SCHEDULES})


@operation
def pause(*, actor: User, schedule_id: int, version: int | None = None, at: datetime) -> ReportSchedule:
    """Send nothing by a schedule until it is resumed. Raises NotAllowed, NotFound, Stale, WrongState."""
    schedule = _held(actor, schedule_id)
    editing.require_seen(schedule, version)
    _require(schedule, is_active=True)
    rest(schedule)
    events.record("report.schedule_paused", schedule, at=at, number=schedule.report.name)
    return schedule


def rest(schedule: ReportSchedule) -> None:
    """Stop a locked schedule."""
    schedule.is_active, schedule.next_at, schedule.version = False, None, schedule.version + 1
    schedule.save(update_fields=["is_active", "next_at", "version"])


@operation
def resume(*, actor: User, schedule_id: int, version: int | None = None, at: datetime) -> ReportSchedule:
    """Go on with a paused schedule, at its next time. Raises NotAllowed, NotFound, Stale, WrongState."""
    schedule = _held(actor, schedule_id)
    editing.require_seen(schedule, version)
    policies.require_sending(actor, _recipients(schedule))
    reports.get_report(actor=actor, report_id=schedule.report_id)
    _require(schedule, is_active=False)
    schedule.is_active, schedule.next_at = True, queries.next_of(schedule, at)
    schedule.version += 1
    schedule.save(update_fields=["is_active", "next_at", "version"])
    events.record("report.schedule_resumed", schedule, at=at, number=schedule.report.name)
    return schedule


def _require(schedule: ReportSchedule, *, is_active: bool) -> None:
    if schedule.is_active != is_active:
        raise errors.WrongState(_("It is paused already.") if is_active else _("It is not paused."))


@operation
def remove(*, actor: User, schedule_id: int, version: int | None = None, at: datetime) -> None:
    """Send a report no more and forget what was sent; the trail keeps it. Raises NotAllowed, NotFound, Stale."""
    schedule = _held(actor, schedule_id)
    editing.require_seen(schedule, version)
    recipients = sorted(_recipients(schedule))
    events.record("report.schedule_removed", schedule, at=at, number=schedule.report.name, recipients=recipients)
    schedule.delete()


@operation
def send_now(*, actor: User, schedule_id: int, at: datetime) -> ReportDelivery:
    """Send the report as it stands now to ``actor`` alone, as a trial or because he wants it today. Raises NotAllowed,
    NotFound, Conflict where he has no address for mail, or one is on its way already."""
    schedule = queries.get_schedule(actor=actor, schedule_id=schedule_id)
    policies.require_sending(actor, {actor.pk})
    if not actor.email:
        raise errors.Conflict(_("There is no mail address of yours. Enter one in your settings."))
    list(ReportSchedule.objects.select_for_update(no_key=True).filter(pk=schedule.pk).values_list("pk"))
    if schedule.deliveries.filter(recipient=actor, state=ReportDelivery.State.QUEUED).exists():
        raise errors.Conflict(_("It is on its way to you already."))
    [delivery] = queue(schedule, [actor.pk], due_at=at, at=at, is_trial=True)
    return delivery


def queue(
    schedule: ReportSchedule, recipients: Iterable[int], *, due_at: datetime, at: datetime, is_trial: bool = False
) -> list[ReportDelivery]:
    """Note within an operation what is to be sent to whom, each once for a time; the outbox makes it and sends it."""
    rows = [ReportDelivery(schedule=schedule, recipient_id=pk, due_at=due_at) for pk in sorted(recipients)]
    known = ReportDelivery.objects.filter(schedule=schedule, due_at=due_at).values_list("recipient_id", flat=True)
    made = ReportDelivery.objects.bulk_create([row for row in rows if row.recipient_id not in set(known)])
    for row in made:
        outbox.put(TOPIC, key_of(row), {"delivery": row.pk, "is_trial": is_trial}, at=at)
    return made


def key_of(delivery: ReportDelivery) -> str:
    """Under which the outbox knows it."""
    return f"report-delivery-{delivery.pk}"


@operation
def leave(*, actor: User, schedule_id: int, at: datetime) -> None:
    """Get a report by mail no more. Raises NotFound."""
    rights.require(actor, policies.VIEW)
    queries.get_schedule(actor=actor, schedule_id=schedule_id)
    _take_off(actor, schedule_id, at)


@operation
def leave_by_link(*, actor: User, link_id: int, person: User, schedule_id: int, visitor: Visitor, at: datetime) -> None:
    """The same by the link of a mail, without signing in: who holds it may, the machine acts for him. Raises
    NotFound."""
    _take_off(person, schedule_id, at)
    links.use(actor=actor, link_id=link_id, visitor=visitor, at=at)


def _take_off(person: User, schedule_id: int, at: datetime) -> None:
    """A schedule that nobody gets any more rests."""
    schedule = editing.locked_or_new(ReportSchedule, schedule_id)
    if person.pk not in _recipients(schedule):
        return  # he left before
    schedule.recipients.remove(person)
    schedule.version += 1
    schedule.save(update_fields=["version"])
    if schedule.is_active and not schedule.recipients.exists():
        rest(schedule)
    _tell(schedule, _LEFT, {schedule.created_by_id} - {person.pk}, who=person, at=at)
    events.record("report.schedule_left", schedule, at=at, number=schedule.report.name, person=person.pk)


def _tell(schedule: ReportSchedule, message: str, to: Collection[int], *, who: User, at: datetime) -> None:
    inbox.notify(
        sorted(to),
        kind="report.schedule",
        message=message,
        parameters={"who": who.name, "report": schedule.report.name},
        at=at,
        url=address_of(schedule),
    )


def address_of(schedule: ReportSchedule) -> str:
    """The page of a schedule."""
    return reverse("reports:schedule", args=[schedule.pk])
