"""A proposal as its readers see it: by line and phase, with totals beside what the promise allows; what changes and
goes of the tasks that are there; what it cannot say, in words."""

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from accounts.people.models import Department
from common.errors import Text
from common.workdays import calendar
from orders.order.models import Order, OrderLine
from tasks.decomposing import building, comparing, dating
from tasks.decomposing.models import Decomposition
from tasks.scheduling.dating import dues_of
from tasks.task import queries
from tasks.task.models import Phase, Task
from tasks.task.states import State

ZERO = Decimal(0)
_TOLD = (
    *("title", "goal", "requirements", "quantity", "planned_hours", "work_days"),
    *("planned_start", "planned_end"),
)


@dataclass(frozen=True)
class Row:
    """A task of the proposal. ``kind``: NEW, CHANGED, DROPPED; ``before``: what it waits for; ``changes``: (name of the
    column, as it is, as it would be); ``late``: days of work past its due day."""

    task: Task
    kind: str
    before: list[str] = field(default_factory=list)
    changes: list[tuple[Text, Any, Any]] = field(default_factory=list)
    late: int = 0
    why: str = ""


@dataclass(frozen=True)
class Group:
    """What is done for one line, or for the order as a whole (``line`` None). ``due``: the day by which its goods have
    to leave; ``late``: days of work that the last task ends after it."""

    line: OrderLine | None
    phases: list[tuple[Phase, list[Row]]]
    hours: Decimal
    first: date | None
    last: date | None
    due: date | None
    late: int

    @property
    def count(self) -> int:
        """Its tasks."""
        return sum(len(rows) for _phase, rows in self.phases)


@dataclass(frozen=True)
class Sheet:
    """The whole proposal."""

    row: Decomposition
    groups: list[Group]
    kept: int
    notes: list[Text]
    is_outdated: bool

    @property
    def rows(self) -> list[Row]:
        """All its tasks."""
        return [one for group in self.groups for _phase, rows in group.phases for one in rows]

    def count(self, kind: str) -> int:
        """How many of a kind."""
        return sum(one.kind == kind for one in self.rows)

    @property
    def hours(self) -> Decimal:
        """Of all that stays or comes."""
        return sum((group.hours for group in self.groups), ZERO)

    @property
    def is_empty(self) -> bool:
        """Whether nothing would come, change or go."""
        return not self.rows


def sheet_of(row: Decomposition, order: Order, lines: Sequence[OrderLine]) -> Sheet:
    """The sheet of an open proposal. A constant number of statements."""
    tasks = queries.tasks_of([order.pk], proposed=True)
    titles = {one.pk: one.title for one in tasks}
    before: dict[int, list[str]] = {}
    for link in queries.links_of(tasks):
        before.setdefault(link.successor_id, []).append(titles[link.predecessor_id])
    found = [one for one in (_row(row, task, before.get(task.pk, [])) for task in tasks) if one is not None]
    dues = dues_of(lines)
    by_line: dict[int | None, list[Row]] = {}
    for one in found:
        by_line.setdefault(one.task.line_no, []).append(one)
    known = {line.line_no: line for line in lines}
    numbers = sorted(by_line, key=lambda number: (number is None, number or 0))
    return Sheet(
        row=row,
        groups=[_group(known.get(number or 0), by_line[number], dues.get(number)) for number in numbers],
        kept=sum(one.state != State.PROPOSED for one in tasks) - sum(one.kind != "NEW" for one in found),
        notes=[said(note) for note in row.notes],
        is_outdated=row.revision != order.revision,
    )


def _row(row: Decomposition, task: Task, before: list[str]) -> Row | None:
    key = str(task.pk)
    if task.state == State.PROPOSED:
        return Row(task, "NEW", before, late=max(0, -(task.slack_days or 0)))
    if key in row.dropped:
        return Row(task, "DROPPED", before, why=_(row.dropped[key]))
    if key in row.changes:
        columns = {name: row.changes[key][name] for name in _TOLD if name in row.changes[key]}
        told = [(_name(name), was, new) for name, (was, new) in columns.items()]
        return Row(_as_it_would_be(task, columns), "CHANGED", before, told)
    return None


def _as_it_would_be(task: Task, columns: Mapping[str, list[Any]]) -> Task:
    found = copy(task)
    for name, (_was, new) in columns.items():
        is_day = name in dating.DAYS and new is not None
        setattr(found, name, date.fromisoformat(new) if is_day else comparing.read(name, new))
    return found


def _name(column: str) -> Text:
    return Task._meta.get_field(column).verbose_name  # type: ignore[union-attr,return-value]


def _group(line: OrderLine | None, rows: Sequence[Row], due: date | None) -> Group:
    stays = [one.task for one in rows if one.kind != "DROPPED"]
    phases: dict[int, tuple[Phase, list[Row]]] = {}
    for one in sorted(rows, key=_place):
        phases.setdefault(one.task.phase_id, (one.task.phase, []))[1].append(one)
    ends = [one.planned_end for one in stays if one.planned_end]
    starts = [one.planned_start for one in stays if one.planned_start]
    late = max((one.late for one in rows), default=0)
    last = max(ends, default=None)
    if line is not None and last and due:
        late = max(late, calendar().between(due, last)) if last > due else late
    return Group(
        line=line,
        phases=list(phases.values()),
        hours=sum((one.planned_hours for one in stays), ZERO),
        first=min(starts, default=None),
        last=last,
        due=due if line is not None else None,
        late=late,
    )


def _place(one: Row) -> tuple:
    return (one.task.phase.rank, one.task.planned_start or date.max, one.task.pk)


def said(note: list[Any]) -> Text:
    """What a proposal cannot say, in words."""
    code, told = note
    if code == building.NO_DEPARTMENT:
        kind = Department.Kind(told["kind"]).label
        return _("There is no department of the kind “%(kind)s”: its tasks went to the order's own.") % {"kind": kind}
    if code == building.NO_RULE:
        return _("No rule holds for line %(line)s (%(product)s): it has no tasks.") % told
    if code == building.PUT_TOGETHER:
        return _("%(lines)s lines are too many for tasks of their own: alike ones are together, %(sets)s sets.") % told
    if code == building.TOO_LONG:
        return _("“%(task)s” would take longer than can be planned: see to its hours and days yourself.") % told
    if code == comparing.STILL_RUNS:
        return (
            _("“%(task)s” is under way though the order no longer asks for it: drop it by hand or let it end.") % told
        )
    return str(code)


def other_tasks(order: Order, task: Task) -> Iterable[Task]:
    """What may come before a task of a proposal."""
    return [one for one in queries.tasks_of([order.pk], proposed=True) if one.pk != task.pk]
