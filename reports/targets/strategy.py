"""Notes on sales strategy: what the company, or a department, means to do in a year, beside its targets (R087)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts import policies as rights
from accounts.people import queries as people
from accounts.people.models import Department, User
from common import editing, errors, events
from common.operation import operation
from reports.targets import policies
from reports.targets.models import StrategyNote
from reports.targets.operations import FIRST_YEAR, LAST_YEAR
from reports.targets.subjects import Kind, Whose

FIELDS = ("year", "subject", "department", "text")


def list_notes(actor: User, year: int | None = None) -> QuerySet[StrategyNote]:
    """The notes that he reads, by subject, those of the company first. Raises NotAllowed for who sees no reports."""
    rows = policies.notes_seen(actor).select_related("department", "written_by")
    return rows if year is None else rows.filter(year=year).order_by("subject", "department__path", "pk")


def get_note(*, actor: User, note_id: int) -> StrategyNote:
    """One of them. Raises NotFound, NotAllowed."""
    note = list_notes(actor).filter(pk=note_id).first()
    if note is None:
        raise errors.NotFound()
    return note


def of_departments(actor: User, years: Iterable[int], department_ids: Iterable[int]) -> list[StrategyNote]:
    """The notes of the company and of some departments that he reads."""
    rows = list_notes(actor).filter(year__in=list(years)).order_by("year", "subject", "department__path", "pk")
    wanted = set(department_ids)
    return [one for one in rows if one.department_id is None or one.department_id in wanted]


def departments_for(actor: User) -> QuerySet[Department]:
    """The departments for which he may write."""
    rows = Department.objects.filter(is_active=True)
    return rights.visible(rows, actor, policies.PLAN, department="pk").order_by("path")


def can_write(actor: User, note: StrategyNote | None = None) -> bool:
    """Whether he may write this note, or any."""
    return rights.can(actor, policies.PLAN) if note is None else policies.can_plan(actor, _whose(note.department_id))


def require_write(actor: User, note: StrategyNote | None = None) -> None:
    """Raise NotAllowed unless ``can_write``."""
    rights.require(actor, policies.PLAN)
    if not can_write(actor, note):
        raise errors.NotAllowed(verb=policies.PLAN)


@operation
def save_note(
    *, actor: User, at: datetime, note_id: int | None = None, version: int | None = None, **changes: Any
) -> StrategyNote:
    """Write a note, or change one (read at ``version``). Raises NotAllowed, NotFound, Stale, Invalid."""
    rights.require(actor, policies.PLAN)
    note = _held(actor, note_id)
    columns = editing.as_columns(StrategyNote, changes, FIELDS)
    changed = editing.change(note, columns, version)
    note.text = note.text.replace("\r\n", "\n").strip()
    policies.require_plan(actor, _whose(note.department_id))
    if note.year is None or not FIRST_YEAR <= note.year <= LAST_YEAR:
        raise errors.Invalid(fields={"year": [_("Enter a year like 2027.")]})
    if note.department_id is not None and not people.department_is_open(note.department_id):
        raise errors.Invalid(fields={"department": [_("There is no such department.")]})
    if changed or note.pk is None:
        note.written_by, note.written_at = actor, at
        editing.check(note)
        note.save()
        events.record("strategy.noted", note, at=at, number=str(note), year=note.year, about=note.subject)
    return note


@operation
def remove_note(*, actor: User, note_id: int, version: int | None, at: datetime) -> None:
    """Take a note away; the trail keeps what it said. Raises NotAllowed, NotFound, Stale."""
    rights.require(actor, policies.PLAN)
    note = _held(actor, note_id)
    editing.require_seen(note, version)
    events.record("strategy.removed", note, at=at, number=str(note), year=note.year, about=note.subject)
    note.delete()


def _held(actor: User, note_id: int | None) -> StrategyNote:
    """The note locked for its change by who may, a new one without a key."""
    if note_id is None:
        return StrategyNote()
    get_note(actor=actor, note_id=note_id)
    note = editing.locked_or_new(StrategyNote, note_id)
    policies.require_plan(actor, _whose(note.department_id))
    return note


def _whose(department_id: int | None) -> Whose:
    return Whose(Kind.DEPARTMENT, department_id) if department_id else Whose()
