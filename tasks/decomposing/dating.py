"""The days of a proposal: what is there and what would come, as one schedule."""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from common import dates, settings
from common.rows import update_rows
from orders.order.models import Order, OrderLine
from tasks.decomposing import comparing
from tasks.decomposing.models import Decomposition
from tasks.scheduling import dating, due_days
from tasks.scheduling.dating import Dated
from tasks.scheduling.sheet import JUDGED, KEY_SLACK
from tasks.task import queries
from tasks.task.models import Task, TaskLink
from tasks.task.states import State

DAYS = ("planned_start", "planned_end")
WRITTEN = (*DAYS, *JUDGED)


@dataclass(frozen=True)
class Plan:
    """The tasks as they would be, by key: copies of those that are there, with what would change in them."""

    tasks: Mapping[int, Task]
    dated: Dated


def date_proposal(order: Order, lines: Sequence[OrderLine], row: Decomposition, *, at: datetime) -> Plan:
    """Give the proposed tasks of a locked order their days, and say what would move of those that are there; saves both
    (``changes`` of the proposal, without another version)."""
    plan = plan_of(order, lines, row, at=at)
    update_rows([one for one in plan.tasks.values() if one.state == State.PROPOSED], WRITTEN)
    for pk, task in plan.tasks.items():
        if task.state != State.PROPOSED:
            _note_days(row, pk, task)
    row.save(update_fields=["changes"])
    return plan


def plan_of(order: Order, lines: Sequence[OrderLine], row: Decomposition, *, at: datetime) -> Plan:
    """The schedule of an order as it would be after the release. Reads only."""
    tasks = with_changes(queries.tasks_of([order.pk], proposed=True), row)
    return Plan(tasks, date_all(order, lines, tasks, queries.links_of(tasks.values()), at=at))


def date_all(
    order: Order, lines: Sequence[OrderLine], tasks: Mapping[int, Task], links: Iterable[TaskLink], *, at: datetime
) -> Dated:
    """Days, slack and key reasons of all these tasks of an order by key, unsaved."""
    by_key: dict[Hashable, Task] = {key: one for key, one in tasks.items()}  # noqa: C416 - keys of another type
    return dating.date_tasks(
        by_key,
        dating.bonds_of(links),
        today=dates.business_day(at),
        due_by_line=dating.dues_of(lines),
        due_by_task=due_days.of_tasks(order, lines, by_key),
        is_urgent=order.is_urgent,
        key_slack=settings.get(KEY_SLACK),
    )


def write_judgement(tasks: Collection[Task]) -> None:
    """Save what the schedule says of tasks whose days stay: no other version of them."""
    update_rows(tasks, JUDGED)


def write_waiting(tasks: Collection[Task]) -> None:
    """Save for how many others tasks wait, and since when they can begin; within the operation that saved the rest."""
    update_rows(tasks, ("open_predecessors", "ready_at"))


def with_changes(tasks: Iterable[Task], row: Decomposition) -> dict[int, Task]:
    """Copies of the tasks with what a proposal would change, without what it would drop."""
    found = {}
    for task in tasks:
        if str(task.pk) in row.dropped:
            continue
        one = copy(task)
        one.was = (task.planned_start, task.planned_end)  # type: ignore[attr-defined]
        for column, (_was, new) in row.changes.get(str(task.pk), {}).items():
            if column not in DAYS:
                setattr(one, column, comparing.read(column, new))
        found[task.pk] = one
    return found


def _note_days(row: Decomposition, pk: int, task: Any) -> None:
    """Write into the proposal that the days of a task would be others, or that they would not."""
    columns = {name: value for name, value in row.changes.get(str(pk), {}).items() if name not in DAYS}
    for name, was in zip(DAYS, task.was, strict=True):
        new: date | None = getattr(task, name)
        if was != new:
            columns[name] = [was.isoformat() if was else None, new.isoformat() if new else None]
    if columns:
        row.changes[str(pk)] = columns
    else:
        row.changes.pop(str(pk), None)
