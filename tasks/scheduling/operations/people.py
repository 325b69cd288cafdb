"""Working hours and absences of people (R135, R159). They move no task: what does not fit any more is shown, and the
head of the department is told."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.collaboration import inbox
from accounts.people.models import User
from common import editing, errors, events, workdays
from common.operation import operation
from common.rows import insert_rows
from tasks.scheduling import loads, policies
from tasks.scheduling.models import Absence, Capacity
from tasks.task.models import Task
from tasks.task.states import LIVE

AWAY = "task.away"
FIELDS = ("kind", "first", "last", "hours_a_day", "note")
DAY_HOURS, LONGEST, NOTE = Decimal(24), 366, 200


@operation
def set_capacity(
    *, actor: User, user_id: int, since: date, hours_a_day: Decimal, at: datetime, version: int | None = None
) -> Capacity:
    """Say how many hours a day somebody works on tasks from a day on; a day that has a row already gets the new hours.
    Raises NotFound, NotAllowed, Stale, Invalid."""
    person = _person(user_id)
    policies.require_keep(actor, person)
    _require_hours(hours_a_day)
    row = Capacity.objects.select_for_update(no_key=True).filter(user=person, since=since).first()
    if row is None:
        row = Capacity(user=person, since=since, hours_a_day=hours_a_day)
    else:
        if version is not None:
            editing.require_version(row, version, {"hours_a_day": hours_a_day})
        row.hours_a_day, row.version = hours_a_day, row.version + 1
    row.save()
    events.record("task.capacity_set", row, at=at, person=person.name, since=since.isoformat(), hours=str(hours_a_day))
    return row


@operation
def drop_capacity(*, actor: User, capacity_id: int, at: datetime, version: int | None = None) -> None:
    """Forget working hours: from their day on those before them hold again. Raises NotFound, NotAllowed, Stale."""
    row = Capacity.objects.select_for_update(no_key=True, of=("self",)).select_related("user__department")
    found = row.filter(pk=capacity_id).first()
    if found is None:
        raise errors.NotFound()
    policies.require_keep(actor, found.user)
    editing.require_seen(found, version)
    events.record("task.capacity_dropped", found, at=at, person=found.user.name, since=found.since.isoformat())
    found.delete()


@operation
def set_overtime(
    *, actor: User, user_id: int, first: date, last: date, hours_a_day: Decimal, at: datetime
) -> list[Capacity]:
    """Say that somebody works ``hours_a_day`` from one day to another, and after it as he did before. Raises NotFound,
    NotAllowed, Invalid."""
    if last < first:
        raise errors.Invalid(fields={"last": [_("It ends before it begins.")]})
    if fault := workdays.day_fault(last):
        raise errors.Invalid(fields={"last": [fault]})
    after = loads.usual_hours([user_id], last + timedelta(1))[user_id]
    said: dict[str, Any] = {"actor": actor, "user_id": user_id, "at": at}
    rows = [set_capacity(**said, since=first, hours_a_day=hours_a_day)]
    between = Capacity.objects.filter(user=user_id, since__gt=first, since__lte=last)
    between.delete()
    if not Capacity.objects.filter(user=user_id, since=last + timedelta(1)).exists():
        rows.append(set_capacity(**said, since=last + timedelta(1), hours_a_day=after))
    return rows


@operation
def enter_absence(
    *,
    actor: User,
    user_id: int,
    first: date,
    last: date,
    at: datetime,
    kind: str = Absence.Kind.LEAVE,
    hours_a_day: Decimal = Decimal(0),
    note: str = "",
) -> Absence:
    """Say that somebody is away (or works fewer hours) from one day to another: everybody for himself, who leads his
    department for him. His head is told how many tasks fall on those days. Raises NotFound, NotAllowed, Invalid."""
    person = _person(user_id)
    policies.require_enter(actor, person)
    row = Absence(user=person, created_by=actor, created_at=at)
    _put(row, {"kind": kind, "first": first, "last": last, "hours_a_day": hours_a_day, "note": note})
    insert_rows([row])
    _record("task.absence_entered", row, at)
    _tell(row, actor, at)
    return row


@operation
def change_absence(
    *, actor: User, absence_id: int, changes: Mapping[str, Any], at: datetime, version: int | None = None
) -> Absence:
    """Change ``FIELDS`` of an absence. Raises NotFound, NotAllowed, Stale with the fields that differ, Invalid."""
    row = _lock(actor, absence_id)
    columns = editing.as_columns(Absence, changes, FIELDS)
    if version is not None:
        editing.require_version(row, version, columns)
    before = (row.first, row.last)
    _put(row, {**{name: getattr(row, name) for name in FIELDS}, **columns})
    row.version += 1
    row.save()
    _record("task.absence_changed", row, at)
    if (row.first, row.last) != before:
        _tell(row, actor, at)
    return row


@operation
def drop_absence(*, actor: User, absence_id: int, at: datetime, version: int | None = None) -> None:
    """Somebody is not away after all. Raises NotFound, NotAllowed, Stale."""
    row = _lock(actor, absence_id)
    editing.require_seen(row, version)
    _record("task.absence_dropped", row, at)
    row.delete()


def _person(user_id: int) -> User:
    found = User.objects.select_related("department").filter(pk=user_id, is_active=True, is_system=False).first()
    if found is None:
        raise errors.NotFound()
    return found


def _lock(actor: User, absence_id: int) -> Absence:
    rows = Absence.objects.select_for_update(no_key=True, of=("self",)).select_related("user__department")
    found = rows.filter(pk=absence_id).first()
    if found is None:
        raise errors.NotFound()
    policies.require_enter(actor, found.user)
    return found


def _put(row: Absence, columns: Mapping[str, Any]) -> None:
    for name in FIELDS:
        setattr(row, name, columns[name])
    row.note = row.note.strip()
    _require_hours(row.hours_a_day)
    wrong: dict[str, list[errors.Text]] = {}
    if row.kind not in Absence.Kind.values:
        wrong["kind"] = [_("Choose one of the list.")]
    if row.last < row.first:
        wrong["last"] = [_("It ends before it begins.")]
    elif (row.last - row.first).days >= LONGEST:
        wrong["last"] = [_("At most %(count)s days at once.") % {"count": LONGEST}]
    if len(row.note) > NOTE:
        wrong["note"] = [_("At most %(count)s characters.") % {"count": NOTE}]
    if wrong:
        raise errors.Invalid(fields=wrong)


def _require_hours(hours: Decimal) -> None:
    if not 0 <= hours <= DAY_HOURS or hours != round(hours, 2):
        raise errors.Invalid(fields={"hours_a_day": [_("Write hours from 0 to 24.")]})


def _record(what: str, row: Absence, at: datetime) -> None:
    days = {"first": row.first.isoformat(), "last": row.last.isoformat()}
    events.record(what, row, at=at, person=row.user.name, **days)


def _tell(row: Absence, actor: User, at: datetime) -> None:
    """The head hears of it where work falls on those days."""
    head = row.user.department.head_id if row.user.department else None
    if head is None or head == actor.pk:
        return
    hit = Task.objects.filter(
        owner=row.user, state__in=LIVE, planned_end__gte=row.first, planned_start__lte=row.last
    ).count()
    if hit:
        words = {
            "person": row.user.name,
            "first": row.first.isoformat(),
            "last": row.last.isoformat(),
            "count": hit,
        }
        inbox.notify([head], kind=AWAY, message=_AWAY, parameters=words, at=at, url="/tasks/conflicts/")


_AWAY = gettext_noop("%(person)s is away from %(first)s to %(last)s: %(count)s tasks fall on those days.")
