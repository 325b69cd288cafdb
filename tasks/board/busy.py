"""How busy people and departments are, for the page and the API (R135, R159)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from accounts.people.models import Department, User
from common.workdays import calendar
from tasks.board import diary
from tasks.scheduling import loads

WEEKS, MOST_WEEKS = 2, 8
BY_DAY = 3  # weeks that are shown by day; more are shown by week
ZERO = Decimal(0)


@dataclass(frozen=True)
class Cell:
    """A day or a week of somebody."""

    day: date
    load: loads.Load

    @property
    def level(self) -> int:
        """How full it is: 0 nothing … 4 full, 5 more than possible."""
        if self.load.is_over:
            return 5
        return int((self.load.share or ZERO) * 4)


@dataclass(frozen=True)
class Line:
    """A person or a department with its cells and their sum."""

    name: str
    total: loads.Load
    cells: list[Cell]
    person: User | None = None


@dataclass(frozen=True)
class Group:
    """A department with who works there."""

    department: Department | None
    line: Line | None
    people: list[Line]


@dataclass(frozen=True)
class Sheet:
    """The loads of a window: ``steps`` are its days of work or the Mondays of its weeks."""

    first: date
    last: date
    by_day: bool
    steps: list[date]
    groups: list[Group]
    over: int  # people who have more than they can do


def open_sheet(actor: User, *, first: date, weeks: int, today: date, department_id: int | None = None) -> Sheet:
    """The people whose calendars the actor may open, by department, and their departments."""
    last = first + timedelta(7 * weeks - 1)
    by_day = weeks <= BY_DAY
    people = diary.people_for(actor).order_by("department__path", "department_id", "pk")
    if department_id is not None:
        people = people.filter(department_id=department_id)
    shown = list(people)
    step = loads.DAY if by_day else loads.WEEK
    found = loads.of_people([one.pk for one in shown], first, last, step=step, today=today, is_picked=True)
    steps = _steps(first, last, by_day)
    departments = {one.department_id: one.department for one in shown}
    known = [pk for pk in departments if pk is not None]
    whole = loads.of_departments(known, first, last, step=step, today=today) if known else {}
    groups = []
    for pk, department in departments.items():
        own = [_line(str(one), found.get(one.pk, {}), steps, one) for one in shown if one.department_id == pk]
        line = _line(str(department), whole.get(pk or 0, {}), steps) if department is not None else None
        groups.append(Group(department, line, own))
    over = sum(line.total.is_over for group in groups for line in group.people)
    return Sheet(first, last, by_day, steps, groups, over)


def _steps(first: date, last: date, by_day: bool) -> list[date]:
    days = [first + timedelta(n) for n in range((last - first).days + 1)]
    if by_day:
        works = calendar()
        return [one for one in days if works.is_workday(one)]
    return sorted({one - timedelta(one.weekday()) for one in days})


def _line(name: str, found: Mapping[date, loads.Load], steps: list[date], person: User | None = None) -> Line:
    total = loads.Load(
        sum((one.hours for one in found.values()), ZERO), sum((one.capacity for one in found.values()), ZERO)
    )
    return Line(name, total, [Cell(day, found.get(day) or loads.Load(ZERO, ZERO)) for day in steps], person)
