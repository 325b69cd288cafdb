"""Every read that the doors of tasks under way make."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet, Sum

from accounts import access
from accounts.people.models import Department, User
from common import errors
from common.dates import day_start
from common.workdays import calendar
from orders.order import policies as order_policies
from orders.order.models import Order, OrderLine
from tasks.task import policies
from tasks.task import queries as tasks
from tasks.task.models import Phase, Skill, Task, TaskLink, WorkLog
from tasks.task.states import LIVE, State

SHOWN = 100  # of a part of one's tasks
RECENT = 10  # days of work


@dataclass(frozen=True)
class Neighbour:
    """A task before or after another one."""

    task: Task
    kind: str
    lag_days: int


@dataclass(frozen=True)
class Mine:
    """One's tasks: at work, late, of today, of this week, later, waiting for others; what one ended lately. Each task
    stands once."""

    running: Sequence[Task]
    late: Sequence[Task]
    today: Sequence[Task]
    week: Sequence[Task]
    waiting: Sequence[Task]
    later: Sequence[Task]
    done: Sequence[Task]
    hours_today: Any

    @property
    def count(self) -> int:
        """How many are still to be done."""
        parts = (self.running, self.late, self.today, self.week, self.waiting, self.later)
        return sum(len(part) for part in parts)


def neighbours(task: Task) -> tuple[list[Neighbour], list[Neighbour]]:
    """What comes before a task and what follows it; dropped ones are left out. One statement."""
    links = TaskLink.objects.filter(Q(successor=task) | Q(predecessor=task)).select_related(
        *("predecessor__owner", "predecessor__department", "predecessor__phase"),
        *("successor__owner", "successor__department", "successor__phase"),
    )
    before: list[Neighbour] = []
    after: list[Neighbour] = []
    for link in links:
        other = link.predecessor if link.successor_id == task.pk else link.successor
        if other.state not in (State.DROPPED, State.PROPOSED):
            found = before if link.successor_id == task.pk else after
            found.append(Neighbour(other, link.kind, link.lag_days))
    return sorted(before, key=_by_days), sorted(after, key=_by_days)


def steps_of(task: Task) -> list[Any]:
    """The history of a task, oldest first."""
    return list(task.steps.select_related("actor"))


def hours_of(task: Task) -> list[Any]:
    """The hours written down, latest day first."""
    return list(task.work_logs.select_related("user").order_by("-day", "-pk"))


def skills_of(task: Task) -> list[Any]:
    """What the task asks of who does it."""
    return list(task.skills.select_related("skill").order_by("skill__code"))


def assignments_of(task: Task) -> list[Any]:
    """Who was given it, oldest first."""
    return list(task.assignments.select_related("department", "user", "former", "actor"))


def moves_of(task: Task) -> list[Any]:
    """The moves of its end, latest first."""
    return list(task.date_moves.select_related("department", "actor"))


def line_of(task: Task) -> OrderLine | None:
    """The order line that a task is about; None for one of the whole order."""
    if task.line_no is None:
        return None
    return task.order.lines.filter(line_no=task.line_no).select_related("product").first()


def my_tasks(actor: User, *, today: date, whose: User | None = None) -> Mine:
    """The tasks of a person (and of those he stands in for) by when they are due; ``whose``: of somebody of a
    department that the actor may look into. Four statements however many there are."""
    people = [whose.pk] if whose is not None else sorted(access.of(actor).own_ids)
    rows = tasks.list_tasks(actor).filter(owner__in=people)
    live = sorted(rows.filter(state__in=LIVE).order_by("planned_end", "pk")[: SHOWN * 5], key=_by_due)
    parts: dict[str, list[Task]] = {name: [] for name in ("running", "late", "today", "week", "waiting", "later")}
    week_end = today + timedelta(6 - today.weekday())
    for one in live:
        parts[_part_of(one, today, week_end)].append(one)
    since = day_start(calendar().moved(today, -RECENT))
    done = rows.filter(state=State.DONE, done_at__gte=since).order_by("-done_at")[:SHOWN]
    return Mine(**parts, done=list(done), hours_today=_hours_on(people, today))


def _part_of(task: Task, today: date, week_end: date) -> str:
    due, start = task.due_date, task.planned_start
    if task.state == State.RUNNING:
        return "running" if due is None or due >= today else "late"
    if due is not None and due < today:
        return "late"
    if not task.is_ready or task.state == State.BLOCKED:
        return "waiting"
    if (due is not None and due <= today) or (start is not None and start <= today):
        return "today"
    if (due is not None and due <= week_end) or (start is not None and start <= week_end):
        return "week"
    return "later"


def _hours_on(people: Sequence[int], day: date) -> Any:
    return WorkLog.objects.filter(user__in=people, day=day).aggregate(sum=Sum("hours"))["sum"] or 0


def _by_due(task: Task) -> tuple[bool, date, int]:
    """Key tasks first, then by the day."""
    return (not task.is_key, task.due_date or date.max, task.pk)


def _by_days(one: Neighbour) -> tuple[date, int]:
    return (one.task.planned_start or date.max, one.task.pk)


def count_mine(actor: User) -> int | None:
    """How many tasks a person can work on now: ready or at work."""
    rows = Task.objects.filter(owner__in=access.of(actor).own_ids, state__in=(State.OPEN, State.RUNNING))
    return rows.filter(Q(state=State.RUNNING) | Q(open_predecessors=0)).count() or None


def count_to_give_out(actor: User) -> int:
    """How many tasks wait until the actor, who leads their department, picks somebody."""
    led = Q(department__head__in=access.of(actor).own_ids)
    return Task.objects.filter(led, state=State.OPEN, is_picked=False).count()


def waiting_for(actor: User, *, today: date) -> QuerySet[Task]:
    """What a person can work on or is late with, key tasks and the earliest first."""
    rows = Task.objects.filter(owner__in=access.of(actor).own_ids, state__in=LIVE)
    late = Q(planned_end__lt=today)
    rows = rows.filter(Q(state=State.RUNNING) | Q(state=State.OPEN, open_predecessors=0) | late)
    return rows.select_related("order", "order__customer").order_by("planned_end", "pk")


def people_led_by(actor: User) -> list[User]:
    """Whose tasks the actor gives out: the active people of the departments that he leads or may lead."""
    departments = policies.departments_for(actor, policies.ASSIGN)
    rows = User.objects.filter(department__in=departments.values("pk"), is_active=True, is_system=False)
    return list(rows.exclude(pk=actor.pk).order_by("name"))


def open_tasks_of(user: User) -> int:
    """How many tasks would have to go to another if this person left."""
    return Task.objects.filter(owner=user, state__in=LIVE).count()


def find_tasks(actor: User, text: str, limit: int) -> list[Task]:
    """Tasks by words of their title, those still to be done first."""
    rows = tasks.list_tasks(actor).filter(title__icontains=text, state__in=LIVE)
    return list(rows.order_by("planned_end", "pk")[:limit])


def order_named(actor: User, reference: str) -> Order:
    """An order by number that the actor sees. Raises NotFound."""
    found = order_policies.visible_to(actor).filter(number=reference.strip().upper()).first()
    if found is None:
        raise errors.NotFound()
    return found


def phases() -> list[Phase]:
    """The phases in use, in their order."""
    return list(Phase.objects.filter(is_active=True))


def skill_ids(codes: Sequence[str]) -> dict[str, int]:
    """Keys of skills by their codes."""
    return dict(Skill.objects.filter(code__in=codes, is_active=True).values_list("code", "pk"))


def phase_id(code: str) -> int:
    """The key of a phase. 0 for none."""
    return Phase.objects.filter(code=code, is_active=True).values_list("pk", flat=True).first() or 0


def department_id(code: str) -> int:
    """The key of a department. 0 for none."""
    return Department.objects.filter(code=code, is_active=True).values_list("pk", flat=True).first() or 0
