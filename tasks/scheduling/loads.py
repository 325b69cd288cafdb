"""How busy people and departments are: hours of released tasks against hours possible (R135, R159). Read for rules: who
may see whose hours is asked by the caller.

Live tasks count, their planned hours spread evenly over the days of work from start to end. What is left of one that
should have ended before ``today`` stands from ``today`` on.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Q

from accounts.people.models import User
from common import dates, locks, settings
from common.operation import operation
from common.workdays import calendar
from orders.work.models import DepartmentLoad
from tasks.scheduling import dating
from tasks.scheduling.models import Absence, Capacity
from tasks.scheduling.scale import Scale
from tasks.scheduling.sheet import HOURS_A_DAY
from tasks.task.models import Task
from tasks.task.states import LIVE

DAY, WEEK = "day", "week"
WEEKS = 26  # that are written down
CENT, ZERO, WHOLE = Decimal("0.01"), Decimal(0), 100


@dataclass(frozen=True)
class Load:
    """Hours planned and hours possible."""

    hours: Decimal
    capacity: Decimal

    @property
    def free(self) -> Decimal:
        """Hours that are left; below zero: too many."""
        return self.capacity - self.hours

    @property
    def is_over(self) -> bool:
        """Whether more is planned than is possible."""
        return self.hours > self.capacity

    @property
    def share(self) -> Decimal | None:
        """The planned part of what is possible, 1 = all of it; none where nothing is possible."""
        return (self.hours / self.capacity).quantize(CENT) if self.capacity else None


Loads = dict[int, dict[date, Load]]


class Work(NamedTuple):
    """What of a task makes load."""

    start: date | None
    end: date | None
    hours: Decimal
    progress: int


def of_people(
    users: Collection[int],
    first: date,
    last: date,
    *,
    step: str = DAY,
    today: date | None = None,
    is_picked: bool = False,
) -> Loads:
    """By person and day of work (or week, by its Monday: then of whole weeks): what he answers for, with ``is_picked``
    only what he was picked for: a head's tasks that still have to be given out are no load of his own, they count
    against his department. Three statements."""
    window = _Window(first, last, step)
    hours = _hours("owner_id", users, window, today, is_picked=is_picked)
    possible = _possible(users, window)
    return {user: window.loads(hours.get(user), possible[user]) for user in users}


def of_departments(
    departments: Collection[int] | None, first: date, last: date, *, step: str = WEEK, today: date | None = None
) -> Loads:
    """By department and week (or day of work): the tasks that are its own, whoever does them, against the hours of its
    active people; none named: all that have people or work. Four statements."""
    window = _Window(first, last, step)
    members = User.objects.filter(is_active=True, is_system=False, department__isnull=False)
    if departments is not None:
        members = members.filter(department__in=departments)
    of = dict(members.values_list("pk", "department_id"))
    hours = _hours("department_id", departments, window, today)
    possible: dict[int, list[float]] = {}
    for user, day_hours in _possible(list(of), window).items():
        mine = possible.setdefault(of[user], [0.0] * window.size)
        for place, one in enumerate(day_hours):
            mine[place] += one
    asked = departments if departments is not None else sorted({*hours, *possible})
    return {pk: window.loads(hours.get(pk), possible.get(pk)) for pk in asked}


def capacities(users: Collection[int], first: date, last: date) -> dict[int, dict[date, Decimal]]:
    """How many hours each has for tasks, day by day: none on days off and when away. Two statements."""
    window = _Window(first, last, DAY)
    found = {}
    for user, hours in _possible(users, window).items():
        known = dict(zip(window.days, hours, strict=True))
        found[user] = {day: _rounded(known.get(day, 0.0)) for day in _each(first, last)}
    return found


def usual_hours(users: Collection[int], day: date) -> dict[int, Decimal]:
    """The hours that each works on a day of work, absences aside. One statement."""
    found = {user: Decimal(settings.get(HOURS_A_DAY)) for user in users}
    rows = Capacity.objects.filter(user__in=users, since__lte=day).order_by("since")
    return {**found, **dict(rows.values_list("user_id", "hours_a_day"))}


def hours_by_day(task: Task, today: date | None = None) -> dict[date, Decimal]:
    """How the hours of a task are spread over days of work; {} where it has none, or no days. No statement."""
    if task.state not in LIVE:
        return {}
    return spread(Work(task.planned_start, task.planned_end, task.planned_hours, task.progress), today)


def spread(work: Work, today: date | None = None) -> dict[date, Decimal]:
    """The same of days and hours by themselves."""
    span = _span(work, today)
    if span is None:
        return {}
    start, end, hours = span
    scale = Scale(start)
    count = max(1, scale.last(end) + 1)
    each = (hours / count).quantize(CENT)
    return {scale.day(place): each for place in range(count)}


@operation
def write_down(*, actor: User, at: datetime, departments: Collection[int] | None = None, weeks: int = WEEKS) -> int:
    """Write the loads of departments (none named: of all) in this week and the ``weeks`` after it where promises read
    them; returns how many rows. By a job again and again, and at the end of an operation that released work. Who writes
    waits for who is at it: no sum is older than another."""
    locks.wait_for(locks.Lock.DEPARTMENT_LOADS)
    today = dates.business_day(at)
    monday = today - timedelta(today.weekday())
    found = of_departments(departments, monday, monday + timedelta(weeks=weeks), step=WEEK, today=today)
    rows = [
        DepartmentLoad(department_id=department, week=week, hours=one.hours, capacity=one.capacity)
        for department, by_week in sorted(found.items())
        for week, one in by_week.items()
    ]
    old = DepartmentLoad.objects.all() if departments is None else DepartmentLoad.objects.filter(week__lt=monday)
    old.exclude(department__in=found, week__gte=monday).delete()
    DepartmentLoad.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["department", "week"], update_fields=["hours", "capacity"]
    )
    return len(rows)


class _Window:
    """The days of work from one day to another, whole weeks where weeks are asked for."""

    def __init__(self, first: date, last: date, step: str):
        if step == WEEK:
            first -= timedelta(first.weekday())
            last += timedelta(6 - last.weekday())
        self.first, self.last, self.step = first, last, step
        self.scale = Scale(first)
        self.size = max(0, self.scale.last(last) + 1)
        self.days = [self.scale.day(place) for place in range(self.size)]

    def places(self, start: date, end: date) -> tuple[int, int]:
        """From which number to which the days reach; at least one day, before or after the window too."""
        begin = self.scale.first(start)
        return begin, max(begin, self.scale.last(end))

    def loads(self, hours: list[float] | None, possible: list[float] | None) -> dict[date, Load]:
        """The loads by day, or by Monday."""
        sums: dict[date, list[float]] = {}
        if self.step == WEEK:
            sums = {day: [0.0, 0.0] for day in _each(self.first, self.last) if day.weekday() == 0}
        for place, day in enumerate(self.days):
            cell = sums.setdefault(day - timedelta(day.weekday()) if self.step == WEEK else day, [0.0, 0.0])
            cell[0] += hours[place] if hours else 0.0
            cell[1] += possible[place] if possible else 0.0
        return {day: Load(_rounded(planned), _rounded(most)) for day, (planned, most) in sums.items()}


def _hours(
    column: str, keys: Collection[int] | None, window: _Window, today: date | None, *, is_picked: bool = False
) -> dict[int, list[float]]:
    """Hours by key and day of the window, from what changes from one day to the next: no loop over tasks × days."""
    within = Q(planned_end__gte=window.first, planned_start__lte=window.last)
    if today is not None and today <= window.last:
        within |= Q(planned_end__lt=today)
    rows = Task.objects.filter(within, state__in=LIVE, planned_hours__gt=0)
    if keys is not None:
        rows = rows.filter(**{f"{column}__in": keys})
    if is_picked:
        rows = rows.filter(is_picked=True)
    changes: dict[int, list[float]] = {}
    for key, *columns in rows.values_list(column, "planned_start", "planned_end", "planned_hours", "progress"):
        span = _span(Work(*columns), today)
        if span is None:
            continue
        begin, end = window.places(span[0], span[1])
        if end < 0 or begin >= window.size:
            continue
        rate = float(span[2]) / (end - begin + 1)
        mine = changes.setdefault(key, [0.0] * (window.size + 1))
        mine[max(begin, 0)] += rate
        mine[min(end + 1, window.size)] -= rate
    return {key: _summed(mine)[: window.size] for key, mine in changes.items()}


def _span(work: Work, today: date | None) -> tuple[date, date, Decimal] | None:
    """From when to when which hours stand."""
    if work.start is None or work.end is None or work.hours <= 0:
        return None
    if today is None or work.end >= today:
        return work.start, work.end, work.hours
    left = work.hours * (WHOLE - work.progress) / WHOLE
    if left <= 0:
        return None
    start = calendar().on_or_after(today)
    days = dating.days_of(left, Decimal(settings.get(HOURS_A_DAY)))
    return start, calendar().moved(start, days - 1), left


def _possible(users: Collection[int], window: _Window) -> dict[int, list[float]]:
    """Hours that each has on each day of the window."""
    usual = float(settings.get(HOURS_A_DAY))
    since: Mapping[int, list[tuple[date, Decimal]]] = defaultdict(list)
    rows = Capacity.objects.filter(user__in=users, since__lte=window.last).order_by("since")
    for user, day, hours in rows.values_list("user_id", "since", "hours_a_day"):
        since[user].append((day, hours))
    found = {}
    for user in users:
        mine = [usual] * window.size
        for day, hours in since.get(user, ()):
            begin = max(0, window.scale.first(day))
            mine[begin:] = [float(hours)] * (window.size - begin)
        found[user] = mine
    away = Absence.objects.filter(user__in=users, last__gte=window.first, first__lte=window.last)
    for user, begins, ends, left in away.values_list("user_id", "first", "last", "hours_a_day"):
        mine = found[user]
        for place in range(max(0, window.scale.first(begins)), min(window.size - 1, window.scale.last(ends)) + 1):
            mine[place] = min(mine[place], float(left))
    return found


def _summed(changes: Iterable[float]) -> list[float]:
    found, now = [], 0.0
    for one in changes:
        now += one
        found.append(now)
    return found


def _rounded(hours: float) -> Decimal:
    return Decimal(max(0.0, hours)).quantize(CENT)


def _each(first: date, last: date) -> list[date]:
    return [first + timedelta(n) for n in range((last - first).days + 1)]
