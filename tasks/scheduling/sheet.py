"""The schedule of one order: its tasks, what precedes what, on which days its goods have to leave."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from common import dates, settings
from common.rows import update_rows
from orders.order.models import Order, OrderLine
from tasks.scheduling import dating, due_days, phases
from tasks.scheduling.dating import Bond, Dated
from tasks.task import queries
from tasks.task.models import Task

HOURS_A_DAY, KEY_SLACK = "tasks.hours_a_day", "tasks.key_slack"
JUDGED = ("slack_days", "is_critical", "key_reasons")  # said by the schedule, typed by nobody: they make no version


@dataclass(frozen=True)
class Sheet:
    """The released tasks of an order by key, with their links and due days."""

    order: Order
    lines: Sequence[OrderLine]
    tasks: dict[Any, Task]
    bonds: list[Bond]
    today: date

    @property
    def options(self) -> dict[str, Any]:
        """What ``dating`` asks besides tasks and links."""
        return {
            "today": self.today,
            "due_by_line": dating.dues_of(self.lines),
            "due_by_task": due_days.of_tasks(self.order, self.lines, self.tasks),
            "is_urgent": self.order.is_urgent,
            "key_slack": settings.get(KEY_SLACK),
        }

    def judge(self) -> Dated:
        """Say slack, critical path and key reasons of the days as they stand."""
        return dating.judge_tasks(self.tasks, self.bonds, **self.options)

    def redate(self, *, backward: bool) -> Dated:
        """Date all that did not begin and is not fixed."""
        return dating.date_tasks(self.tasks, self.bonds, backward=backward, **self.options)

    def push(self) -> dict[Any, tuple[date, date]]:
        """What has to be later for every link to hold."""
        return dating.pushed(self.tasks, self.bonds, today=self.today)

    def write_judgement(self, at: datetime) -> None:
        """Judge, and write what is different, of tasks (none gets another version by it) and of the order's phases."""
        update_rows([self.tasks[key] for key in self.judge().changed], JUDGED)
        phases.note(self.order, self.tasks.values(), at=at)


def read(order: Order, lines: Sequence[OrderLine], *, at: datetime) -> Sheet:
    """The schedule as it stands. Two statements."""
    return _sheet(order, lines, queries.tasks_of([order.pk]), at)


def lock(order: Order, lines: Sequence[OrderLine], *, at: datetime) -> Sheet:
    """The same under lock; the order's lock is held already. Three statements."""
    return _sheet(order, lines, queries.lock_tasks_of(order), at)


def _sheet(order: Order, lines: Sequence[OrderLine], tasks: Sequence[Task], at: datetime) -> Sheet:
    bonds = dating.bonds_of(queries.links_of(tasks))
    return Sheet(order, lines, {one.pk: one for one in tasks}, bonds, dates.business_day(at))
