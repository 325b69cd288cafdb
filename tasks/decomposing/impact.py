"""What a change would do to the tasks of its order, for its impact sheet (docs/adr/0067): reads only, in a constant
number of statements."""

from collections.abc import Iterable, Mapping
from copy import copy
from datetime import datetime
from decimal import Decimal
from typing import Any

from common import dates, settings
from common.workdays import calendar
from orders.changes.impact.sheet import TaskMove
from orders.changes.projecting import Projection
from tasks.decomposing import comparing, proposing
from tasks.decomposing.building import Draft
from tasks.decomposing.comparing import Difference
from tasks.decomposing.models import Decomposition
from tasks.decomposing.operations import taking_apart
from tasks.scheduling import dating, due_days
from tasks.scheduling.dating import Bond
from tasks.scheduling.sheet import KEY_SLACK
from tasks.task import queries
from tasks.task.models import Task, TaskLink
from tasks.task.states import ENDED

MOVED, ADDED, DROPPED = "MOVED", "ADDED", "DROPPED"
ZERO = Decimal(0)


def moves(projection: Projection, at: datetime) -> list[TaskMove] | None:
    """The tasks that would come, go, or have other hours or days; None for an order that was never taken apart."""
    order = projection.order
    tasks = queries.tasks_of([order.pk])
    last: Decomposition | None = taking_apart.last_released(order)
    if last is None or not tasks:
        return None
    taken = proposing.take_apart(order, projection.lines, at=at)
    gone = frozenset(line.line_no for line in projection.gone)
    found = comparing.compare(taken.drafts, tasks, taking_apart.said_before(order, last), taken.over - gone)
    links = queries.links_of(tasks)
    before = _ends(projection.was, projection.before, {one.pk: copy(one) for one in tasks}, links, [], at)
    planned = _planned(tasks, found)
    bonds = _bonds(taken.drafts, found)
    after = _ends(order, projection.lines, planned, links, bonds, at, {one.origin: one for one in found.added})
    return [*_moved(tasks, planned, before, after), *_come(found), *_go(tasks, found)]


def _planned(tasks: Iterable[Task], found: Difference) -> dict[Any, Task]:
    """Copies of the tasks as they would be, those that would come among them, by key or origin."""
    planned: dict[Any, Task] = {}
    for one in tasks:
        if one.pk in found.dropped:
            continue
        planned[one.pk] = copy(one)
        for column, (_was, new) in found.changed.get(one.pk, {}).items():
            setattr(planned[one.pk], column, comparing.read(column, new))
    for draft in found.added:
        planned[draft.origin] = Task(
            line_no=draft.line_no,
            origin=draft.origin,
            template=draft.template,
            phase=draft.template.phase,
            work_days=draft.days,
            not_before=draft.not_before,
        )
    return planned


def _bonds(drafts: Iterable[Draft], found: Difference) -> list[Bond]:
    """What would precede what, of which an end would be new."""
    new = {one.origin for one in found.added}
    keys: dict[str, Any] = {origin: task.pk for origin, task in found.matched.items()} | {one: one for one in new}
    return [
        Bond(keys[before.origin], keys[draft.origin], before.kind, before.lag)
        for draft in drafts
        for before in draft.before
        if {before.origin, draft.origin} & new and before.origin in keys and draft.origin in keys
    ]


def _ends(
    order: Any,
    lines: Iterable[Any],
    tasks: Mapping[Any, Task],
    links: Iterable[TaskLink],
    bonds: Iterable[Bond],
    at: datetime,
    drafts: Mapping[str, Draft] | None = None,
) -> dict[Any, Any]:
    """The ends that the tasks would have if all were dated today."""
    lines = list(lines)
    known = [one for one in dating.bonds_of(links) if one.before in tasks and one.after in tasks]
    parts = due_days.of_tasks(order, lines, tasks)
    own: dict[Any, Any] = {key: draft.due for key, draft in (drafts or {}).items() if draft.due}
    dating.date_tasks(
        tasks,
        [*known, *bonds],
        today=dates.business_day(at),
        due_by_line=dating.dues_of(lines),
        due_by_task={**parts, **own},
        is_urgent=order.is_urgent,
        key_slack=settings.get(KEY_SLACK),
    )
    return {key: one.planned_end for key, one in tasks.items()}


def _moved(
    tasks: Iterable[Task], planned: Mapping[Any, Task], before: Mapping[Any, Any], after: Mapping[Any, Any]
) -> list[TaskMove]:
    """Those of which the change alone moves hours or days: both schedules begin today."""
    work, found = calendar(), []
    for one in tasks:
        then = planned.get(one.pk)
        if then is None or one.state in ENDED:
            continue
        hours = then.planned_hours - one.planned_hours
        was, end = before.get(one.pk), after.get(one.pk)
        days = work.between(was, end) if was and end else 0
        if hours or days:
            found.append(TaskMove(MOVED, one.title, one.department.kind, hours, days))
    return found


def _come(found: Difference) -> list[TaskMove]:
    return [TaskMove(ADDED, one.title, one.department.kind, one.hours) for one in found.added]


def _go(tasks: Iterable[Task], found: Difference) -> list[TaskMove]:
    return [
        TaskMove(
            DROPPED, one.title, one.department.kind, -(one.planned_hours - min(one.actual_hours, one.planned_hours))
        )
        for one in tasks
        if one.pk in found.dropped
    ]
