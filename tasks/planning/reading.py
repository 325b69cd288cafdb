"""The open tasks of a department or of the company as a scheduling problem (R135–R139). Reads only, in a fixed number
of statements. One unit of time is a quarter of an hour of work, since much work in a warehouse or on the telephone is
short; day 0 is today, or the next day of work.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_CEILING, Decimal
from typing import Any

from django.db.models import Q

from accounts.people.models import Department, User
from common import dates, settings
from orders.order.models import OrderLine
from orders.order.states import Stage
from tasks.assigning import candidates
from tasks.planning.solver.problem import Activity, Link, Need, Person, Placement, Problem, Weights
from tasks.scheduling import dating, due_days, loads
from tasks.scheduling.scale import Scale
from tasks.scheduling.sheet import HOURS_A_DAY
from tasks.task.choices import LinkKind
from tasks.task.models import PersonSkill, Task, TaskLink, TaskSkill
from tasks.task.states import LIVE, State

SLOTS = 4  # of an hour
LOOKS_AHEAD = timedelta(days=180)  # absences after that are not known yet
FARTHEST = timedelta(days=730)  # what is planned for a day after that is left out of account
PAUSE_DAYS = 2  # a task rests over an absence of so many days; over a longer one somebody else takes it
MISFIT = 10  # points of a candidate who scores nothing
LAST, URGENT = 5, 2  # weights: of the task that decides about a promise, of an urgent order
_AFTERWARDS = (Stage.DELIVERY, Stage.COMPLETE)
_NAMED = ("order", "phase", "department", "department__head", "owner", "template")


@dataclass(frozen=True)
class Case:
    """The problem with what its answer is told in. ``free``: the tasks that a plan may move; ``promises``: by task, the
    day on which the goods of its line have to leave; ``scores``: (task, person) → points of 100."""

    problem: Problem
    tasks: Mapping[int, Task]
    free: Collection[int]
    people: Mapping[int, User]
    scores: Mapping[tuple[int, int], int]
    promises: Mapping[int, date]
    scale: Scale
    slots_a_day: int
    hours_a_day: int
    hours: Mapping[int, Mapping[date, Decimal]]  # that each person has, day by day
    today: date

    def day(self, slot: int) -> date:
        """The day that a slot lies in."""
        return self.scale.day(slot // self.slots_a_day)


def read(*, department: Department | None, keeps_people: bool, at: datetime) -> Case:
    """Everything that a plan has to know."""
    return _Reader(department, keeps_people, at).case()


class _Reader:
    def __init__(self, department: Department | None, keeps_people: bool, at: datetime):
        self.at, self.today, self.keeps_people = at, dates.business_day(at), keeps_people
        self.scale = Scale(self.today)
        self.hours = max(1, int(settings.get(HOURS_A_DAY)))
        self.slots = self.hours * SLOTS
        within = Task.objects.filter(state__in=LIVE)
        if department is not None:
            within = within.filter(department__path__startswith=department.path)
        scope = list(within.select_related(*_NAMED).order_by("pk"))
        self.free = [one for one in scope if _may_move(one)]
        self.scored = candidates.for_tasks(self.free, at=at) if self.free else {}
        self.people = {one.person.pk: one.person for rows in self.scored.values() for one in rows}
        self.people.update({one.owner_id: one.owner for one in scope if one.owner_id and one.owner is not None})
        known = {one.pk for one in scope}
        self.links = list(TaskLink.objects.filter(successor_id__in=known).order_by("pk"))
        others = {one.predecessor_id for one in self.links} - known
        beside = Q(pk__in=others) | Q(owner_id__in=self.people)
        rest = Task.objects.filter(beside, state__in=LIVE).exclude(pk__in=known).select_related(*_NAMED)
        self.tasks = {one.pk: one for one in [*scope, *rest.order_by("pk")]}

    def case(self) -> Case:
        """Put it together."""
        free = {one.pk for one in self.free}
        self.promises = self._promises()
        self.waited_for = {
            one.predecessor_id for one in self.links if one.successor_id in self.tasks and self._is_promised(one)
        }
        skills = _skills(free)
        people = self._persons()
        able = {int(one.key) for one in people}
        activities = [
            self._free(one, skills.get(pk, ()), able) if pk in free else self._fixed(one)
            for pk, one in self.tasks.items()
        ]
        problem = Problem(
            tuple(activities),
            tuple(people),
            tuple(self._link(one) for one in self.links if one.predecessor_id in self.tasks),
            pause=PAUSE_DAYS * self.slots,
            grain=self.slots,
            weights=Weights(misfit=SLOTS, moved=3 * SLOTS),  # a person moved is worth three hours
        )
        scores = {(pk, one.person.pk): one.score.total for pk, rows in self.scored.items() for one in rows}
        return Case(
            problem,
            self.tasks,
            free,
            self.people,
            scores,
            self.promises,
            self.scale,
            self.slots,
            self.hours,
            self.given,
            self.today,
        )

    # --- people ---

    def _persons(self) -> list[Person]:
        self.given: Mapping[int, Mapping[date, Decimal]] = {}
        if not self.people:
            return []
        ends = [one.planned_end for one in self.tasks.values() if one.planned_end is not None]
        until = min(max([self.today, *ends]), self.today + FARTHEST) + LOOKS_AHEAD
        self.given = loads.capacities(list(self.people), self.today, until)
        levels = _levels(self.people)
        found = []
        for pk, days in sorted(self.given.items()):
            work = [hours for day, hours in days.items() if self._is_workday(day)]
            usual = Counter(hours for hours in work if hours > 0).most_common(1)
            if usual:
                away = tuple(self._away(days, usual[0][0]))
                pace = max(1, int(usual[0][0] * 100 / self.hours))
                found.append(Person(pk, levels.get(pk, {}), away, pace))
        return found

    def _away(self, days: Mapping[date, Decimal], usual: Decimal) -> Iterable[tuple[int, int]]:
        """The hours at the end of days on which somebody works less than usual."""
        for day, hours in sorted(days.items()):
            if hours < usual and self._is_workday(day):
                end = (self.scale.first(day) + 1) * self.slots
                missing = _whole((usual - hours) * self.slots / usual)
                yield end - min(self.slots, missing), end

    def _is_workday(self, day: date) -> bool:
        return self.scale.first(day) == self.scale.last(day)

    # --- tasks ---

    def _free(self, task: Task, skills: Sequence[str], able: Collection[int]) -> Activity:
        first = max(self.today, task.not_before) if task.not_before else self.today
        release, due = max(0, self.scale.first(first)) * self.slots, self._due(task)
        if task.planned_start and (task.is_fixed or _is_afterwards(task)):  # not before the day it stands on
            release = max(release, self._start(task.planned_start))
        if task.is_fixed and task.planned_end:
            due = self._end(task.planned_end)
        busy = 0 if task.is_milestone and not task.planned_hours else max(1, _whole(task.planned_hours * SLOTS))
        return Activity(
            task.pk,
            work=busy,
            span=0 if busy == 0 else (max(1, task.work_days) - 1) * self.slots + 1,
            needs=(Need(tuple((one, 1) for one in skills)),) if busy else (),
            release=release,
            due=due,
            weight=self._weight(task),
            misfit=self._misfit(task, able),
            present=self._present(task),
        )

    def _misfit(self, task: Task, able: Collection[int]) -> dict[Any, int]:
        rows = self.scored.get(task.pk, ())
        points = {one.person.pk: MISFIT - one.score.total * MISFIT // 100 for one in rows if one.person.pk in able}
        if task.is_picked and task.owner_id is not None and task.owner_id in able:
            if self.keeps_people:
                return {task.owner_id: points.get(task.owner_id, 0)}
            points.setdefault(task.owner_id, MISFIT)
        return points

    def _present(self, task: Task) -> Placement | None:
        if task.planned_start is None or task.planned_end is None:
            return None
        people = (task.owner_id,) if task.is_picked and task.owner_id else ()
        return Placement(self._start(task.planned_start), self._end(task.planned_end), people)

    def _fixed(self, task: Task) -> Activity:
        """A task that stays where it is; what is left of one that has begun goes on from today."""
        left = _whole(task.planned_hours * SLOTS * (100 - task.progress) / 100)
        start = 0
        if task.started_at is None and task.planned_start:
            start = max(0, self._start(task.planned_start))
        end = max(start + max(1, left), self._end(task.planned_end) if task.planned_end else 0)
        end = -(-end // self.slots) * self.slots
        people = (task.owner_id,) if task.owner_id in self.people and (task.is_picked or task.started_at) else ()
        busy = left if task.state == State.RUNNING or task.started_at is None else 0  # who is held up does other things
        return Activity(task.pk, left, present=Placement(start, end, people, start + busy), is_fixed=True)

    def _start(self, day: date) -> int:
        return self.scale.first(day) * self.slots

    def _end(self, day: date) -> int:
        return (self.scale.last(day) + 1) * self.slots

    def _link(self, link: TaskLink) -> Link:
        kind = "FS" if link.kind == LinkKind.FINISH else "SS"
        return Link(link.predecessor_id, link.successor_id, link.lag_days * self.slots, kind)  # type: ignore[arg-type]

    # --- what is due ---

    def _promises(self) -> dict[int, date]:
        lines = defaultdict(list)
        for line in OrderLine.objects.filter(order_id__in={one.order_id for one in self.tasks.values()}):
            lines[line.order_id].append(line)
        dues: dict[int, dict[int | None, date]] = {order: dating.dues_of(rows) for order, rows in lines.items()}
        mine: dict[int, dict[int, Task]] = defaultdict(dict)
        for pk, one in self.tasks.items():
            mine[one.order_id][pk] = one
        own: dict[int, date] = {}
        for order, tasks in mine.items():
            own |= due_days.of_tasks(next(iter(tasks.values())).order, lines[order], tasks)
        return {
            pk: day
            for pk, one in self.tasks.items()
            if not _is_afterwards(one)
            and (day := own.get(pk) or dues.get(one.order_id, {}).get(one.line_no)) is not None
        }

    def _is_promised(self, link: TaskLink) -> bool:
        return link.successor_id in self.promises

    def _due(self, task: Task) -> int | None:
        """The end of the day of the promise, for the task that decides about it; else the department's day, which is
        never later than the promise."""
        days = [one for one in (self.promises.get(task.pk), task.department_due_date) if one is not None]
        if task.pk in self.promises and task.pk not in self.waited_for:
            days = [self.promises[task.pk]]
        return self._end(min(days)) if days else None

    def _weight(self, task: Task) -> int:
        decides = task.pk in self.promises and task.pk not in self.waited_for
        return (LAST if decides else 1) * (URGENT if task.order.is_urgent else 1)


def _may_move(task: Task) -> bool:
    return task.state == State.OPEN and task.started_at is None and not task.order.is_frozen


def _is_afterwards(task: Task) -> bool:
    return task.phase.stage in _AFTERWARDS


def _whole(slots: Decimal) -> int:
    return int(slots.to_integral_value(ROUND_CEILING))


def _skills(task_ids: Collection[int]) -> dict[int, list[str]]:
    found = defaultdict(list)
    rows = TaskSkill.objects.filter(task_id__in=task_ids).order_by("skill__code")
    for task, code in rows.values_list("task_id", "skill__code"):
        found[task].append(code)
    return found


def _levels(user_ids: Iterable[int]) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = defaultdict(dict)
    rows = PersonSkill.objects.filter(user_id__in=list(user_ids)).values_list("user_id", "skill__code", "level")
    for user, code, level in rows:
        found[user][code] = level
    return found
