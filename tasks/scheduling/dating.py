"""Days for the tasks of an order: forward from today, backward from the promise; slack, critical path, why a task is
key (SEMANTICS 13, R134, R138). Pure: reads and writes Task objects, saved or not (with ``phase`` and ``template`` at
hand), and never the database.

The caller names tasks by keys of his own: ``pk`` of saved ones, ``origin`` or anything else of those that are proposed.
Where a line is split into dated parts, an origin that ends in ``#2`` is work for the second of them.
"""

import re
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_CEILING, Decimal
from typing import Any

from common import dates
from common.workdays import calendar
from orders.order import scheduling
from orders.order.models import OrderLine
from orders.order.states import Closure, Stage
from tasks.scheduling.network import Arc, Network, Node, Place
from tasks.scheduling.scale import Scale
from tasks.task.choices import KeyReason, LinkKind
from tasks.task.models import Task, TaskLink
from tasks.task.states import State

Key = Hashable
KEY_SLACK = 1  # days of work, unless the company says otherwise (setting tasks.key_slack)
_AFTERWARDS = (Stage.DELIVERY, Stage.COMPLETE)  # what is done when goods have left
_BACKWARD, _AFTER = "BACKWARD", "AFTER"  # anchors of templates, which stand in a room above
_PART = re.compile(r"#(\d+)$")


@dataclass(frozen=True)
class Bond:
    """``after`` begins so many days of work after ``before`` ended (or began)."""

    before: Key
    after: Key
    kind: str = LinkKind.FINISH
    lag: int = 0


@dataclass(frozen=True)
class Dated:
    """What came of it. ``moved``: the tasks whose days are others than before; ``changed``: those of which anything is;
    ``ends``: the last day of work by line (None: of the order as a whole); ``late``: days of work past the due day."""

    moved: list[Any] = field(default_factory=list)
    changed: list[Any] = field(default_factory=list)
    ends: dict[int | None, date] = field(default_factory=dict)
    late: dict[Any, int] = field(default_factory=dict)


def days_of(hours: Decimal, hours_a_day: Decimal) -> int:
    """The days of work that so many hours take one person; at least one."""
    if hours <= 0 or hours_a_day <= 0:
        return 1
    return max(1, int((hours / hours_a_day).to_integral_value(ROUND_CEILING)))


def bonds_of(links: Iterable[TaskLink]) -> list[Bond]:
    """Saved links, by the pk of their tasks."""
    return [Bond(one.predecessor_id, one.successor_id, one.kind, one.lag_days) for one in links]


def dues_of(lines: Iterable[OrderLine]) -> dict[int | None, date]:
    """By line: the day on which its goods have to leave (else the one on which they are asked for); None: the latest of
    them, for what is done for the order as a whole. Closed lines are due on no day."""
    found: dict[int | None, date] = {}
    for line in lines:
        day = line.promised_ship_date or line.requested_date
        if day is not None and line.closure == Closure.OPEN:
            found[line.line_no] = day
    if found:
        found[None] = max(found.values())
    return found


def dues_of_parts(lines: Iterable[OrderLine], tasks: Mapping[Key, Task]) -> dict[Key, date]:
    """The due days of tasks for one dated part of a line: that of the part, less the days on the way of the line."""
    work = calendar()
    by_no = {line.line_no: line for line in lines if line.schedule and line.closure == Closure.OPEN}
    found: dict[Key, date] = {}
    for key, task in tasks.items():
        line = by_no.get(task.line_no) if task.line_no is not None else None
        match = _PART.search(task.origin)
        if line is None or match is None:
            continue
        parts = scheduling.of(line.schedule)
        if not 1 <= int(match[1]) <= len(parts):
            continue
        travels = 0
        if line.promised_date and line.promised_ship_date:
            travels = work.between(line.promised_ship_date, line.promised_date)
        found[key] = work.moved(parts[int(match[1]) - 1].requested_date, -travels)
    return found


def date_tasks(
    tasks: Mapping[Key, Task],
    bonds: Iterable[Bond],
    *,
    today: date,
    due_by_line: Mapping[int | None, date],
    due_by_task: Mapping[Key, date] | None = None,
    is_urgent: bool = False,
    backward: bool = False,
    key_slack: int = KEY_SLACK,
) -> Dated:
    """Give days to all tasks that did not begin and are not fixed: from ``today`` on as early as possible, or as
    late as what is due allows where the template (or ``backward``, for all) asks for that; ``not_before`` holds.
    Writes slack, critical path and key reasons of all. Raises network.Circle."""
    place = _Placing(tasks, today, due_by_line, due_by_task or {})
    network = Network({key: place.node(key, backward=backward) for key in tasks}, _arcs(bonds))
    plan = network.plan()
    moved = [key for key, one in plan.items() if place.put(key, one)]
    return _judged(tasks, plan, place.scale, is_urgent=is_urgent, key_slack=key_slack, moved=moved)


def judge_tasks(
    tasks: Mapping[Key, Task],
    bonds: Iterable[Bond],
    *,
    today: date,
    due_by_line: Mapping[int | None, date],
    due_by_task: Mapping[Key, date] | None = None,
    is_urgent: bool = False,
    key_slack: int = KEY_SLACK,
) -> Dated:
    """Slack, critical path and key reasons of the days as they stand; no day moves. Raises network.Circle."""
    place = _Placing(tasks, today, due_by_line, due_by_task or {})
    network = Network({key: place.node(key) for key in tasks}, _arcs(bonds))
    standing = {key: where for key in tasks if (where := place.standing(key)) is not None}
    return _judged(tasks, network.plan(standing), place.scale, is_urgent=is_urgent, key_slack=key_slack, moved=[])


def pushed(tasks: Mapping[Key, Task], bonds: Iterable[Bond], *, today: date) -> dict[Key, tuple[date, date]]:
    """The days of those tasks that have to be later for every link to hold, each no later than it must and as long as
    it was; who began or is fixed stays. Writes nothing. Raises network.Circle."""
    dated = {key: one for key, one in tasks.items() if one.planned_start and one.planned_end}
    place = _Placing(dated, today, {}, {})
    spans = {key: place.standing(key) or (0, 0) for key in dated}
    nodes = {}
    for key, (start, finish) in spans.items():
        free = place.kept(key) is None
        nodes[key] = Node(
            days=finish - start, kept=None if free else (start, finish), earliest=start - (finish == start)
        )
    starts = Network(nodes, _arcs(bonds)).starts()
    return {
        key: place.days(start, start + nodes[key].days)
        for key, start in starts.items()
        if nodes[key].kept is None and start != spans[key][0]
    }


def held_until(tasks: Mapping[Key, Task], bonds: Iterable[Bond], key: Key, *, today: date) -> tuple[date, Key] | None:
    """The first day on which what precedes a task lets it begin, and what that is; None where nothing does."""
    place = _Placing(tasks, today, {}, {})
    found: tuple[int, Key] | None = None
    for bond in bonds:
        span = place.standing(bond.before) if bond.after == key and bond.before in tasks else None
        if span is not None:
            begin = (span[0] if bond.kind == LinkKind.START else span[1]) + bond.lag
            found = max(found or (begin, bond.before), (begin, bond.before), key=lambda one: one[0])
    return None if found is None else (place.scale.day(found[0]), found[1])


class _Placing:
    """Days of tasks as numbers of a network, and back."""

    def __init__(
        self,
        tasks: Mapping[Key, Task],
        today: date,
        due_by_line: Mapping[int | None, date],
        due_by_task: Mapping[Key, date],
    ):
        self.tasks, self.today = tasks, today
        self.due_by_line, self.due_by_task = due_by_line, due_by_task
        self.scale = Scale(today)

    def node(self, key: Key, *, backward: bool = False) -> Node:
        task = self.tasks[key]
        anchor, promised = _anchor(task), is_promised(task)
        due = self.due_by_task.get(key) or (self.due_by_line.get(task.line_no) if promised else None)
        first = max(self.today, task.not_before) if task.not_before else self.today
        return Node(
            days=task.work_days,
            earliest=self.scale.first(first),
            due=None if due is None else self.scale.last(due),
            kept=self.kept(key),
            has_begun=has_begun(task),
            has_ended=task.state == State.DONE,
            is_late=backward or anchor == _BACKWARD,
            is_promised=promised,
        )

    def kept(self, key: Key) -> tuple[int, int] | None:
        """Where a task is that stays there: done, begun, or fixed by hand."""
        task = self.tasks[key]
        if task.state == State.DONE:
            end = dates.business_day(task.done_at) if task.done_at else task.planned_end or self.today
            return self._span(min(task.planned_start or end, end), end, 1)
        if has_begun(task):
            start = task.planned_start or self.today
            end = task.planned_end or self.scale.day(self.scale.first(start) + max(1, task.work_days) - 1)
            return self._span(start, max(end, self.today, start), 1)
        if task.is_fixed and task.planned_start and task.planned_end:
            return self._span(task.planned_start, task.planned_end, task.work_days)
        return None

    def standing(self, key: Key) -> tuple[int, int] | None:
        """Where a task stands now; none where it has no days."""
        task = self.tasks[key]
        found = self.kept(key)
        if found is None and task.planned_start and task.planned_end:
            found = self._span(task.planned_start, task.planned_end, task.work_days)
        return found

    def put(self, key: Key, place: Place) -> bool:
        """Write the days of a task that may have others; whether they are."""
        task = self.tasks[key]
        if self.kept(key) is not None:
            return False
        days = self.days(place.start, place.finish)
        was, (task.planned_start, task.planned_end) = (task.planned_start, task.planned_end), days
        return was != days

    def days(self, start: int, finish: int) -> tuple[date, date]:
        """First and last day of work."""
        last = self.scale.day(finish - 1)
        return (last if start == finish else self.scale.day(start)), last

    def _span(self, start: date, end: date, days: int) -> tuple[int, int]:
        finish = self.scale.last(end) + 1
        return (finish if days == 0 else min(self.scale.first(start), finish - 1)), finish


def has_begun(task: Task) -> bool:
    """Whether somebody worked on it already."""
    return task.started_at is not None or task.state in (State.RUNNING, State.DONE)


def is_promised(task: Task) -> bool:
    """Whether goods cannot leave before it is done: what follows up is not."""
    return task.phase.stage not in _AFTERWARDS and _anchor(task) != _AFTER


def _anchor(task: Task) -> str:
    return task.template.anchor if task.template_id and task.template else ""


def _arcs(bonds: Iterable[Bond]) -> list[Arc[Key]]:
    return [Arc(one.before, one.after, one.lag, one.kind == LinkKind.START) for one in bonds]


def _judged(
    tasks: Mapping[Key, Task],
    plan: Mapping[Key, Place],
    scale: Scale,
    *,
    is_urgent: bool,
    key_slack: int,
    moved: Sequence[Key],
) -> Dated:
    found = Dated(moved=list(moved))
    shifted = set(moved)
    for key, place in plan.items():
        task = tasks[key]
        before = (task.is_critical, task.slack_days, list(task.key_reasons))
        task.is_critical, task.slack_days = place.is_critical, place.slack
        task.key_reasons = reasons_of(task, is_urgent=is_urgent, key_slack=key_slack)
        if key in shifted or before != (task.is_critical, task.slack_days, task.key_reasons):
            found.changed.append(key)
        if place.slack is not None and place.slack < 0:
            found.late[key] = -place.slack
        if task.planned_end:
            found.ends[task.line_no] = max(task.planned_end, found.ends.get(task.line_no, task.planned_end))
    return found


def reasons_of(task: Task, *, is_urgent: bool, key_slack: int) -> list[str]:
    """Why a task is handled first (R134): on the critical path with little slack, special processing, an urgent
    order, or because somebody said so. None once it is done."""
    if task.state == State.DONE:
        return []
    tight = task.is_critical and (task.slack_days is None or task.slack_days <= key_slack)
    given = (
        (KeyReason.CRITICAL, tight),
        (KeyReason.SPECIAL, task.is_special),
        (KeyReason.URGENT, is_urgent),
        (KeyReason.BY_HAND, task.is_marked_key),
    )
    return [str(reason) for reason, holds in given if holds]
