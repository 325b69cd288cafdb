"""Where capacity and promises do not go together, and what could be done about each (R159). Reads only.

Two kinds: somebody has more hours in a week than he works (or is away when he has work), and a line whose work ends
after the day on which its goods have to leave. What helps is worked out, not done: each solution leads to its verb.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal
from typing import Any

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from common.workdays import calendar
from orders.order.models import Order, OrderLine
from orders.order.states import Closure, Status
from tasks.scheduling import dating, loads
from tasks.scheduling.loads import Load
from tasks.task import policies
from tasks.task.models import PersonSkill, Task, TaskSkill
from tasks.task.states import LIVE

WEEKS, MOST = 4, 60  # looked ahead; conflicts of each kind that are shown
OFFERED = 3  # tasks, and people for each, that are offered
HALF = Decimal("0.5")


class How(models.TextChoices):
    """What could be done."""

    LATER = "LATER", _("A task that has slack begins later")
    PERSON = "PERSON", _("Somebody else does it")
    OVERTIME = "OVERTIME", _("More hours a day")
    PROMISE = "PROMISE", _("Another promise to the customer")


@dataclass(frozen=True)
class Solution:
    """What helps: ``task`` ``days`` later (from ``day`` on), or by ``person`` who has ``free`` hours in that week, or
    ``hours`` of overtime a day of ``person``; or another promise for the line."""

    how: How
    task: Task | None = None
    person: User | None = None
    days: int = 0
    day: date | None = None
    hours: Decimal = Decimal(0)
    free: Decimal = Decimal(0)


@dataclass(frozen=True)
class PersonConflict:
    """Somebody's week with more than fits in. ``is_away``: he works on none of its days."""

    person: User
    week: date
    load: Load
    is_away: bool
    tasks: list[Task]
    solutions: list[Solution]

    @property
    def over(self) -> Decimal:
        """Hours too many."""
        return self.load.hours - self.load.capacity


@dataclass(frozen=True)
class LineConflict:
    """A line whose work ends after the day on which it has to leave. ``causes``: the critical tasks in its way,
    those of people who have too much to do then first (``busy``)."""

    order: Order
    line: OrderLine
    due: date
    end: date
    days: int
    causes: list[Task]
    busy: frozenset[int] = frozenset()  # keys of the causes whose owner has too much to do in their days
    solutions: list[Solution] = field(default_factory=list)


@dataclass(frozen=True)
class Report:
    """Both kinds, the worst first; ``week``: the first that was looked at."""

    week: date
    people: list[PersonConflict]
    lines: list[LineConflict]


@dataclass(frozen=True)
class _Staff:
    """The people of the departments with their weeks and skills."""

    people: Mapping[int, User]
    weeks: Mapping[int, Mapping[date, Load]]
    skills: Mapping[int, Mapping[int, int]]
    asked: Mapping[int, list[tuple[int, int]]]  # by task

    def others(self, task: Task, week: date, hours: Decimal) -> list[Solution]:
        """Who of the department has the skills and the hours free in that week, the freest first."""
        found = []
        for pk, person in self.people.items():
            load = self.weeks.get(pk, {}).get(week)
            if pk == task.owner_id or person.department_id != task.department_id or load is None or load.free < hours:
                continue
            mine = self.skills.get(pk, {})
            if all(mine.get(skill, 0) >= level for skill, level in self.asked.get(task.pk, ())):
                found.append(Solution(How.PERSON, task, person, free=load.free, hours=hours))
        return sorted(found, key=lambda one: (-one.free, one.person.name if one.person else ""))[:OFFERED]


def find(actor: User, *, today: date, weeks: int = WEEKS, department_id: int | None = None) -> Report:
    """The conflicts of the departments whose tasks the actor moves, in this week and those after it. A fixed number of
    statements."""
    departments = list(policies.departments_for(actor, policies.SCHEDULE).values_list("pk", flat=True))
    if department_id is not None:
        departments = [one for one in departments if one == department_id]
    week = today - timedelta(today.weekday())
    last = week + timedelta(weeks=weeks) - timedelta(1)
    tasks = _tasks(departments, last)
    staff = _staff(departments, tasks, week, last, today)
    people = _people(tasks, staff, today)
    lines = _lines(actor, departments, staff, today)
    return Report(week, people[:MOST], lines[:MOST])


def _tasks(departments: Sequence[int], last: date) -> list[Task]:
    rows = Task.objects.filter(department__in=departments, state__in=LIVE, planned_start__lte=last)
    return list(rows.select_related("order", "owner", "department", "phase", "template").order_by("planned_end", "pk"))


def _staff(departments: Collection[int], tasks: Iterable[Task], week: date, last: date, today: date) -> _Staff:
    members = User.objects.filter(is_active=True, is_system=False, department__in=departments)
    people = {one.pk: one for one in [*members, *(task.owner for task in tasks)] if one is not None}
    skills: dict[int, dict[int, int]] = {}
    for user, skill, level in PersonSkill.objects.filter(user__in=people).values_list("user_id", "skill_id", "level"):
        skills.setdefault(user, {})[skill] = level
    asked: dict[int, list[tuple[int, int]]] = {}
    rows = TaskSkill.objects.filter(task__in=[one.pk for one in tasks])
    for task, skill, level in rows.values_list("task_id", "skill_id", "level"):
        asked.setdefault(task, []).append((skill, level))
    weeks = loads.of_people(list(people), week, last, step=loads.WEEK, today=today)
    return _Staff(people, weeks, skills, asked)


def _people(tasks: Sequence[Task], staff: _Staff, today: date) -> list[PersonConflict]:
    mine: dict[tuple[int, date], list[tuple[Task, Decimal]]] = {}
    for task in tasks:
        by_week: dict[date, Decimal] = {}
        for day, hours in loads.hours_by_day(task, today).items():
            week = day - timedelta(day.weekday())
            by_week[week] = by_week.get(week, Decimal(0)) + hours
        for week, hours in by_week.items():
            mine.setdefault((task.owner_id or 0, week), []).append((task, hours))
    found = []
    for (pk, week), given in mine.items():
        load = staff.weeks.get(pk, {}).get(week)
        if load is None or load.hours - load.capacity < HALF:
            continue
        given.sort(key=lambda one: (one[0].is_critical, -(one[0].slack_days or 0)))
        solutions = _relief(given, load, week, staff, today)
        rows = [task for task, _hours in given]
        found.append(PersonConflict(staff.people[pk], week, load, load.capacity == 0, rows, solutions))
    return sorted(found, key=lambda one: (one.week, -one.over, one.person.name))


def _relief(
    given: Sequence[tuple[Task, Decimal]], load: Load, week: date, staff: _Staff, today: date
) -> list[Solution]:
    """What has slack begins in the week after, or somebody else does it; else so many hours of overtime a day."""
    work, person = calendar(), staff.people[given[0][0].owner_id or 0]
    monday = work.on_or_after(week + timedelta(7))
    later: list[Solution] = []
    others: list[Solution] = []
    for task, hours in given:
        if task.planned_start and not dating.has_begun(task) and not task.is_fixed:
            days = work.between(task.planned_start, monday)
            if 0 < days <= (task.slack_days or 0):
                later.append(Solution(How.LATER, task, days=days, day=monday, hours=hours))
        if len(others) < OFFERED and not dating.has_begun(task):
            others += staff.others(task, week, hours)[:1]
    first = max(week, today)
    left = [first + timedelta(n) for n in range((week + timedelta(6) - first).days + 1)]
    open_days = sum(work.is_workday(one) for one in left)
    extra = []
    if open_days and load.capacity:
        hours = ((load.hours - load.capacity) / open_days / HALF).to_integral_value(ROUND_CEILING) * HALF
        extra = [Solution(How.OVERTIME, person=person, hours=hours, day=week)]
    return [*later[:OFFERED], *others, *extra]


def _lines(actor: User, departments: Collection[int], staff: _Staff, today: date) -> list[LineConflict]:
    """Lines of orders that have tasks in these departments."""
    rows = OrderLine.objects.filter(
        order__status=Status.EFFECTIVE,
        closure=Closure.OPEN,
        promised_ship_date__isnull=False,
        work_end_date__gt=F("promised_ship_date"),
        order__in=Task.objects.filter(department__in=departments, state__in=LIVE).values("order"),
    )
    late = list(rows.select_related("order", "order__customer").order_by("promised_ship_date", "pk")[: MOST * 2])
    numbers = {(one.order_id, one.line_no) for one in late}
    found: dict[tuple[int, int | None], list[Task]] = {}
    live = Task.objects.filter(order__in={one.order_id for one in late}, state__in=LIVE)
    for task in live.select_related("owner", "department", "phase", "template", "order").order_by("planned_end", "pk"):
        if (task.order_id, task.line_no) in numbers and dating.is_promised(task):
            found.setdefault((task.order_id, task.line_no), []).append(task)
    conflicts = [_line(one, found.get((one.order_id, one.line_no), []), staff, today) for one in late]
    return sorted((one for one in conflicts if one is not None), key=lambda one: (-one.days, one.due))


def _line(line: OrderLine, tasks: Sequence[Task], staff: _Staff, today: date) -> LineConflict | None:
    end = max((max(one.planned_end, today) for one in tasks if one.planned_end), default=None)
    due: Any = line.promised_ship_date
    if end is None or end <= due:
        return None
    causes = [one for one in tasks if one.is_critical] or list(tasks[-1:])
    busy = {one.pk: _is_busy(one, staff, today) for one in causes}
    causes.sort(key=lambda one: not busy[one.pk])
    days = calendar().between(due, end)
    solutions: list[Solution] = []
    for task in causes:
        week = max(task.planned_start or today, today)
        week -= timedelta(week.weekday())
        if busy[task.pk] and not dating.has_begun(task):
            hours = sum(loads.hours_by_day(task, today).values(), Decimal(0))
            solutions += staff.others(task, week, min(hours, Decimal(40)))[:1]
        if task.owner is not None and task.work_days > days and task.planned_hours > 0:
            extra = (task.planned_hours / (task.work_days - days) - task.planned_hours / task.work_days) / HALF
            hours = extra.to_integral_value(ROUND_CEILING) * HALF
            if hours <= 4:  # nobody works more than that beyond his day
                solutions.append(Solution(How.OVERTIME, task, task.owner, days=days, day=week, hours=hours))
    shown = [*solutions[:OFFERED], Solution(How.PROMISE, day=end, days=days)]
    return LineConflict(
        line.order, line, due, end, days, causes[:OFFERED], frozenset(pk for pk, is_so in busy.items() if is_so), shown
    )


def _is_busy(task: Task, staff: _Staff, today: date) -> bool:
    weeks = staff.weeks.get(task.owner_id or 0, {})
    touched = {day - timedelta(day.weekday()) for day in loads.hours_by_day(task, today)}
    return any(weeks[one].is_over for one in touched if one in weeks)
