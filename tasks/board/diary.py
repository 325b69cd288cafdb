"""What somebody has to do on which day: the calendar of a person, on the page, in the API and as a feed."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.people import queries as people
from accounts.people.models import User
from common import errors
from common.workdays import calendar
from tasks.scheduling import loads
from tasks.scheduling.models import Absence
from tasks.task import policies
from tasks.task.models import Task
from tasks.task.states import LIVE, State

WEEK, MONTH = "week", "month"
MOST_DAYS = 62  # of one reading
SHOWN = {WEEK: 40, MONTH: 8}  # tasks of a day that a page draws
A_WEEK = timedelta(days=6)
ZERO = Decimal(0)
_NAMED = ("order", "order__customer", "department", "phase", "owner")


@dataclass(frozen=True)
class Entry:
    """A task on one of its days: hours of that day, whether it begins or ends then; ``late``: it should have ended
    before, and stands on today."""

    task: Task
    hours: Decimal
    begins: bool
    ends: bool
    late: bool = False


@dataclass(frozen=True)
class Day:
    """A day of somebody. ``load`` counts all his tasks, also those that the reader may not see."""

    day: date
    is_workday: bool
    load: loads.Load
    entries: list[Entry] = field(default_factory=list)
    away: list[Absence] = field(default_factory=list)


def people_for(actor: User) -> QuerySet[User]:
    """Whose calendars the actor may open: his own and those of who works in departments that he may look into."""
    departments = policies.departments_for(actor, policies.VIEW)
    mine = Q(pk=actor.pk) | Q(department__in=departments.values("pk"))
    return people.staff().filter(mine).select_related("department")


def person_for(actor: User, user_id: int | None) -> User:
    """The person whose calendar is asked for; without one the actor himself. Raises NotFound."""
    if user_id is None or user_id == actor.pk:
        return actor
    found = people_for(actor).filter(pk=user_id).first()
    if found is None:
        raise errors.NotFound()
    return found


def window(day: date, span: str) -> tuple[date, date]:
    """The week of a day, or the whole weeks that show its month."""
    if span == WEEK:
        first = day - timedelta(day.weekday())
        return first, first + timedelta(6)
    first = day.replace(day=1)
    following = (first + timedelta(31)).replace(day=1)
    last = following - timedelta(1)
    return first - timedelta(first.weekday()), last + timedelta(6 - last.weekday())


def tasks_between(actor: User, person: User, first: date, last: date, *, today: date) -> list[Task]:
    """The person's tasks that the actor may see and that lie in these days; what is late lies on today."""
    rows = policies.visible_to(actor).filter(owner=person, state__in=[*LIVE, State.DONE])
    inside = Q(planned_start__lte=last, planned_end__gte=first)
    if first <= today <= last:
        inside |= Q(state__in=LIVE, planned_end__lt=today)
    return list(rows.filter(inside).select_related(*_NAMED).order_by("planned_end", "pk"))


def open_diary(actor: User, person: User, first: date, last: date, *, today: date) -> list[Day]:
    """Every day from ``first`` to ``last`` (both included, at most ``MOST_DAYS``). Raises Invalid."""
    if not 0 <= (last - first).days < MOST_DAYS:
        raise errors.Invalid(fields={"to": [_("At most %(days)s days at once.") % {"days": MOST_DAYS}]})
    tasks = tasks_between(actor, person, first, last, today=today)
    known = loads.of_people([person.pk], first, last, today=today, is_picked=True).get(person.pk, {})
    away = list(Absence.objects.filter(user=person, first__lte=last, last__gte=first))
    works = calendar()
    entries = _entries(tasks, today)
    days = [first + timedelta(n) for n in range((last - first).days + 1)]
    return [
        Day(
            day=one,
            is_workday=works.is_workday(one),
            load=known.get(one) or loads.Load(ZERO, ZERO),
            entries=entries.get(one, []),
            away=[absence for absence in away if absence.first <= one <= absence.last],
        )
        for one in days
    ]


def _entries(tasks: Iterable[Task], today: date) -> dict[date, list[Entry]]:
    found: dict[date, list[Entry]] = {}
    works = calendar()
    for one in tasks:
        late = one.state in LIVE and one.planned_end is not None and one.planned_end < today
        hours = loads.hours_by_day(one, today) if one.state in LIVE else {}
        days = [today] if late else list(_days(one, works.is_workday))
        for day in days:
            found.setdefault(day, []).append(
                Entry(one, hours.get(day, ZERO), day == one.planned_start, day == one.planned_end, late)
            )
    for entries in found.values():  # what is still to be done first: a page may not draw them all
        entries.sort(key=lambda entry: (entry.task.state == State.DONE, not entry.late))
    return found


def _days(task: Task, is_workday: Callable[[date], bool]) -> Iterable[date]:
    if task.planned_start is None or task.planned_end is None:
        return
    for n in range((task.planned_end - task.planned_start).days + 1):
        day = task.planned_start + timedelta(n)
        if is_workday(day) or day in (task.planned_start, task.planned_end):
            yield day
