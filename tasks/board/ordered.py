"""The tasks of one order as its screen shows them: the list by phase with the chart, the board, who is how busy with it
(R138–R141)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from typing import Any

from accounts.people.models import User
from common import keyset
from common.workdays import calendar
from orders.order import queries as orders
from orders.order.models import Order
from tasks.board import columns, gantt, rights
from tasks.board.columns import Lane
from tasks.checks.models import ProgressCheck
from tasks.scheduling import loads
from tasks.task import policies, queries
from tasks.task.choices import LinkKind
from tasks.task.models import Task, TaskSkill
from tasks.task.progress import share_done
from tasks.task.states import LIVE, State

LOAD_DAYS = 14  # the load beside the board: two weeks from today
MOST_PEOPLE = 10
ROOM = Decimal("1.25")  # the bar is longer than what is possible, so that too much can be seen
ZERO = Decimal(0)
HUNDRED = 100


@dataclass(frozen=True)
class PhaseRow:
    """A phase with its tasks: from when to when, how much of it is done."""

    phase: Any
    tasks: list[Task]
    start: date | None
    end: date | None
    progress: int
    unpicked: int


@dataclass(frozen=True)
class PersonLoad:
    """What somebody has to do in the window: hours of other orders, of this one, and possible ones. Shares in percent
    of the widest bar; ``tick``: where the possible hours end."""

    person: User
    others: Decimal
    own: Decimal
    capacity: Decimal
    widest: Decimal

    @property
    def hours(self) -> Decimal:
        """All of them."""
        return self.others + self.own

    @property
    def over(self) -> Decimal:
        """Hours beyond the possible ones."""
        return max(ZERO, self.hours - self.capacity)

    @property
    def free(self) -> Decimal:
        """Possible hours that are left."""
        return max(ZERO, self.capacity - self.hours)

    @property
    def segments(self) -> list[tuple[str, Decimal]]:
        """The bar."""
        return [("sh", self._share(self.others)), ("wn", self._share(self.own))]

    @property
    def tick(self) -> Decimal:
        """Where the possible hours end, in percent of the bar."""
        return self._share(self.capacity)

    def _share(self, hours: Decimal) -> Decimal:
        return (hours * HUNDRED / self.widest).quantize(Decimal("0.01")) if self.widest else ZERO


@dataclass(frozen=True)
class Screen:
    """Everything the screen of an order's tasks shows."""

    order: Order
    tasks: list[Task]
    phases: list[PhaseRow]
    chart: gantt.Chart
    lanes: list[Lane]
    loads: list[PersonLoad]
    helpers: dict[int, User]  # who is too busy: who of the same department has most time
    done: int
    progress: int
    critical: int
    slack: int | None
    next_check: Any
    may_assign: frozenset[int]
    may_work: frozenset[int]
    may_schedule: frozenset[int]

    @property
    def to_give(self) -> Task | None:
        """The first task that is to be given to somebody and that the reader may give."""
        unpicked = next(lane.page.items for lane in self.lanes if lane.column.key == "unpicked")
        return next((one for one in unpicked if one.pk in self.may_assign), None)

    @property
    def has_lines(self) -> bool:
        """Whether the number of its line tells one task from another."""
        return len({one.line_no for one in self.tasks if one.line_no}) > 1

    @property
    def done_segments(self) -> list[tuple[str, int]]:
        """The bar of what is done."""
        return [("sg", self.progress)]

    @property
    def slack_over(self) -> int:
        """Days of work by which the critical path ends too late."""
        return max(0, -(self.slack or 0))

    @property
    def overloaded(self) -> list[dict[str, Any]]:
        """Who has too much, with who could take it."""
        return [{"load": one, "helper": self.helpers.get(one.person.pk)} for one in self.loads if one.over]


def open_screen(actor: User, reference: str, *, today: date, scale: str) -> Screen:
    """The screen of an order that the actor may see. Raises NotFound."""
    order = orders.get_order(actor=actor, reference=reference)
    tasks = queries.tasks_of([order.pk])
    for one in tasks:
        one.order = order
    _add_skills(tasks)
    phases = _phases(tasks)
    live = [one for one in tasks if one.state in LIVE]
    critical = [one for one in live if one.is_critical]
    people = _loads(live, today)
    return Screen(
        order=order,
        tasks=tasks,
        phases=phases,
        chart=gantt.draw(
            list(_rows(phases)), _links(tasks), today=today, is_workday=calendar().is_workday, scale=scale
        ),
        lanes=[_lane(key, rows) for key, rows in columns.split(tasks).items()],
        loads=people,
        helpers=_helpers(people),
        done=sum(one.state == State.DONE for one in tasks),
        progress=share_done(tasks) or 0,
        critical=len(critical),
        slack=min((one.slack_days for one in critical if one.slack_days is not None), default=None),
        next_check=ProgressCheck.objects.filter(order=order, state=ProgressCheck.State.DUE).first(),
        may_assign=rights.allowed(actor, policies.ASSIGN, live),
        may_work=rights.allowed(actor, policies.WORK, tasks),
        may_schedule=rights.allowed(actor, policies.SCHEDULE, live),
    )


def count_open(order: Order) -> int:
    """Tasks of an order that are still to be done."""
    return Task.objects.filter(order=order, state__in=LIVE).count()


def look_of(task: Task) -> str:
    """How a task is drawn."""
    if task.state == State.DONE:
        return gantt.DONE
    return "crit" if task.is_critical else "norm"


def _lane(key: str, rows: list[Task]) -> Lane:
    column = columns.COLUMNS[key]
    return Lane(column, keyset.Page(rows, None, None, column.sort, is_whole=True), len(rows))


def _phases(tasks: Sequence[Task]) -> list[PhaseRow]:
    found = []
    for _rank, group in groupby(tasks, key=lambda one: (one.phase.rank, one.phase_id)):
        rows = list(group)
        starts = [one.planned_start for one in rows if one.planned_start]
        ends = [one.planned_end for one in rows if one.planned_end]
        unpicked = sum(one.state == State.OPEN and not one.is_picked for one in rows)
        start, end = min(starts, default=None), max(ends, default=None)
        found.append(PhaseRow(rows[0].phase, rows, start, end, share_done(rows) or 0, unpicked))
    return found


def _rows(phases: Iterable[PhaseRow]) -> Iterable[gantt.Row]:
    for phase in phases:
        yield gantt.Row(None, phase.start, phase.end, phase.progress, "phase")
        for one in phase.tasks:
            yield gantt.Row(one.pk, one.planned_start, one.planned_end, one.progress, look_of(one), one.is_milestone)


def _links(tasks: Iterable[Task]) -> list[tuple[int, int, bool]]:
    return [(one.predecessor_id, one.successor_id, one.kind == LinkKind.START) for one in queries.links_of(tasks)]


def _add_skills(tasks: Iterable[Task]) -> None:
    """What those ask for that are to be given to somebody, as ``task.asked``."""
    rows = {one.pk: one for one in tasks if one.state == State.OPEN and not one.is_picked}
    asked: dict[int, list[TaskSkill]] = {pk: [] for pk in rows}
    for skill in TaskSkill.objects.filter(task_id__in=rows).select_related("skill").order_by("-level", "pk"):
        asked[skill.task_id].append(skill)
    for pk, one in rows.items():
        one.asked = asked[pk]  # type: ignore[attr-defined]


def _loads(live: Sequence[Task], today: date) -> list[PersonLoad]:
    """Whose tasks these are first, then who else might take what is to be given out, by department and name."""
    last = today + timedelta(LOAD_DAYS - 1)
    owners = {one.owner.pk: one.owner for one in live if one.owner is not None}
    waiting = {one.department_id for one in live if not one.is_picked and one.state == State.OPEN}
    others = User.objects.filter(department_id__in=waiting, is_active=True).exclude(pk__in=owners)
    shown = [*owners.values(), *others.order_by("department_id", "pk")[: max(0, MOST_PEOPLE - len(owners))]]
    own: dict[int | None, Decimal] = {}
    for one in live:
        hours = loads.hours_by_day(one, today)
        own[one.owner_id] = own.get(one.owner_id, ZERO) + sum(
            (value for day, value in hours.items() if today <= day <= last), ZERO
        )
    found = loads.of_people([one.pk for one in shown], today, last, today=today, is_picked=True)
    sums = {
        one.pk: (
            sum((load.hours for load in found.get(one.pk, {}).values()), ZERO),
            sum((load.capacity for load in found.get(one.pk, {}).values()), ZERO),
        )
        for one in shown
    }
    widest = max((max(hours, possible * ROOM) for hours, possible in sums.values()), default=ZERO)
    return [
        PersonLoad(
            one, max(ZERO, sums[one.pk][0] - own.get(one.pk, ZERO)), own.get(one.pk, ZERO), sums[one.pk][1], widest
        )
        for one in shown
    ]


def _helpers(people: Iterable[PersonLoad]) -> dict[int, User]:
    rows = list(people)
    found = {}
    for busy in rows:
        if busy.over:
            able = [
                one for one in rows if one.person.department_id == busy.person.department_id and one.free >= busy.over
            ]
            if able:
                found[busy.person.pk] = max(able, key=lambda one: one.free).person
    return found
