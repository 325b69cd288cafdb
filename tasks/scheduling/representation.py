"""The schedule as the API shows it."""

from typing import Any

from tasks.scheduling.conflicts import LineConflict, PersonConflict, Report, Solution
from tasks.scheduling.consequences import Preview
from tasks.scheduling.models import Absence, Capacity, DateMove
from tasks.scheduling.phases import PhaseStatus
from tasks.scheduling.queries import Sums
from tasks.task.models import Task

_DAYS = ("planned_start", "planned_end", "work_days", "is_fixed", "slack_days", "is_critical", "key_reasons", "version")


def days_of(task: Task) -> dict[str, Any]:
    """The days of a task."""
    return {"id": task.pk, **{name: getattr(task, name) for name in _DAYS}}


def consequences(found: Preview) -> dict[str, Any]:
    """What a move would do."""
    shift = ("old_start", "old_end", "new_start", "new_end", "days")
    promise = ("line_no", "due", "old_end", "new_end", "before", "after", "is_broken")
    overload = ("day", "hours", "capacity", "is_away")
    return {
        "is_harmless": found.is_harmless,
        "slack_days": found.slack,
        "tasks": [
            {"task": one.task.pk, "title": one.task.title, **{name: getattr(one, name) for name in shift}}
            for one in found.shifts
        ],
        "promises": [{name: getattr(one, name) for name in promise} for one in found.promises],
        "overloads": [
            {"person": one.person.username, **{name: getattr(one, name) for name in overload}}
            for one in found.overloads
        ],
        "broken_links": [{"before": one.before.pk, "after": one.after.pk} for one in found.broken_links],
    }


def phase(one: PhaseStatus) -> dict[str, Any]:
    """A phase of an order."""
    own = {name: getattr(one, name) for name in ("target_date", "target", "is_by_hand", "expected", "reached_at")}
    return {
        "phase": one.phase.code,
        "name": str(one.phase),
        **own,
        "tasks": one.count,
        "done": one.done,
        "days_late": one.late,
        "version": one.version or 0,
    }


def move(row: DateMove) -> dict[str, Any]:
    """A row of the ledger."""
    own = ("line_no", "what", "before", "after", "days", "cause", "words", "is_told", "told_at", "at")
    return {
        "id": row.pk,
        "order": str(row.order),
        **{name: getattr(row, name) for name in own},
        "task": row.task_id,
        "title": row.task.title if row.task else "",
        "department": row.department.code if row.department else None,
        "told_by": row.told_by.username if row.told_by else None,
        "by": row.actor.username,
    }


def sums(rows: list[Sums]) -> list[dict[str, Any]]:
    """The ledger summed."""
    return [
        {"key": one.key, "count": one.count, "days_later": one.later, "days_earlier": one.earlier, "told": one.told}
        for one in rows
    ]


def hours(row: Capacity) -> dict[str, Any]:
    """Working hours of a person."""
    own = {name: getattr(row, name) for name in ("since", "hours_a_day", "version")}
    return {"id": row.pk, "user": row.user.username, **own}


def absence(row: Absence) -> dict[str, Any]:
    """An absence."""
    own = {name: getattr(row, name) for name in ("kind", "first", "last", "hours_a_day", "note", "version")}
    return {"id": row.pk, "user": row.user.username, **own, "entered_by": row.created_by.username}


def conflicts(found: Report) -> dict[str, Any]:
    """Both kinds of conflicts."""
    return {"lines": [_line(one) for one in found.lines], "people": [_person(one) for one in found.people]}


def _line(one: LineConflict) -> dict[str, Any]:
    return {
        "order": str(one.order),
        "line_no": one.line.line_no,
        **{name: getattr(one, name) for name in ("due", "end", "days")},
        "causes": [task.pk for task in one.causes],
        "solutions": [_solution(way) for way in one.solutions],
    }


def _person(one: PersonConflict) -> dict[str, Any]:
    return {
        "person": one.person.username,
        "week": one.week,
        "hours": one.load.hours,
        "capacity": one.load.capacity,
        "is_away": one.is_away,
        "tasks": [task.pk for task in one.tasks],
        "solutions": [_solution(way) for way in one.solutions],
    }


def _solution(way: Solution) -> dict[str, Any]:
    return {
        "how": str(way.how),
        "task": way.task.pk if way.task else None,
        "person": way.person.username if way.person else None,
        **{name: getattr(way, name) for name in ("day", "days", "hours", "free")},
    }
