"""Who could do a task, ranked, with the score explained (R135–R137). For rules: computed over all tasks; what it says
of others' work is a number of hours."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, TruncDate

from accounts.people import queries as people
from accounts.people.models import Department, User
from common import dates
from common.workdays import calendar
from orders.order.models import OrderLine
from tasks.assigning import scoring
from tasks.assigning.models import AssignmentWeights
from tasks.assigning.scoring import Asked, Facts, Hours, Score
from tasks.scheduling import loads
from tasks.task.models import PersonSkill, Task, TaskSkill
from tasks.task.states import State

LOOKS_BACK = timedelta(days=730)  # how long ago work still counts as experience
AROUND = timedelta(days=13)  # the weeks from the task's start on
FARTHEST = timedelta(days=180)  # of a window: later days are not looked at
ZERO = Decimal(0)
DEFAULT = AssignmentWeights()


@dataclass(frozen=True)
class Candidate:
    """Somebody with his score; ``rank`` is his place among those who are proposed, None for the others."""

    person: User
    score: Score
    rank: int | None = None
    is_owner: bool = False  # picked for it already


@dataclass(frozen=True)
class _History:
    """What people have finished: by person all and in time, and (template, phase, product) → how many."""

    ended: dict[int, tuple[int, int]]
    alike: dict[int, list[tuple[int | None, int, int | None, int]]]


def for_task(task: Task, *, at: datetime) -> list[Candidate]:
    """The people of the task's department and those below it, the best first; those who lack something last."""
    return for_tasks([task], at=at)[task.pk]


def for_tasks(tasks: Sequence[Task], *, at: datetime) -> dict[int, list[Candidate]]:
    """The same for many tasks, by key, in the same few statements."""
    today = dates.business_day(at)
    persons = _people_of({one.department_id: one.department for one in tasks}.values())
    ids = [one.pk for one in persons]
    windows = {one.pk: window_of(one, today) for one in tasks}
    busy = _busy(ids, windows.values(), today)
    weights = {one.department_id: one for one in AssignmentWeights.objects.all()}
    products = _products(tasks)
    history = _history(ids, tasks, products, today)
    asked = _asked(tasks)
    levels = _levels(ids, {skill for rows in asked.values() for skill, _name, _level in rows})
    found = {}
    for task in tasks:
        weighed = as_parts(weights_for(task.department, weights))
        mine = [one for one in persons if belongs(one, task.department)]
        rows = []
        for person in mine:
            facts = _facts(task, person, windows[task.pk], busy, history, products, today)
            skills = [Asked(name, level, levels.get((person.pk, skill), 0)) for skill, name, level in asked[task.pk]]
            rows.append((person, scoring.score(_with(facts, skills), weighed)))
        found[task.pk] = _ranked(task, rows)
    return found


def _ranked(task: Task, rows: Iterable[tuple[User, Score]]) -> list[Candidate]:
    inside = sorted(rows, key=lambda row: (bool(row[1].why_not), -row[1].total, row[0].name, row[0].pk))
    return [
        Candidate(
            person=person,
            score=score,
            rank=None if score.why_not else place,
            is_owner=task.is_picked and task.owner_id == person.pk,
        )
        for place, (person, score) in enumerate(inside, start=1)
    ]


def weights_for(department: Department, rows: dict[int | None, AssignmentWeights]) -> AssignmentWeights:
    """The weights in force for a department: its own, else those of the nearest one above it, else the company's."""
    for pk in reversed(people.ids_from_root(department)):
        if pk in rows:
            return rows[pk]
    return rows.get(None, DEFAULT)


def as_parts(weights: AssignmentWeights) -> dict[str, int]:
    """Part → points of 100."""
    return {name: getattr(weights, name) for name in scoring.PARTS}


def window_of(task: Task, today: date) -> tuple[date, date]:
    """The days on which it would be done from now on, both included."""
    first = max(task.planned_start or today, today)
    last = task.planned_end or calendar().moved(first, max(task.work_days, 1) - 1)
    return first, min(max(last, first), first + FARTHEST)


def _people_of(departments: Iterable[Department]) -> list[User]:
    rows = list(departments)
    if not rows:
        return []
    reached = Q()
    for one in rows:
        reached |= Q(department__path__startswith=one.path) | Q(pk=one.head_id)
    return list(people.staff().filter(reached).distinct())


def belongs(person: User, department: Department) -> bool:
    """Whether somebody leads a department or works in it, or in one below it."""
    own = person.department
    return person.pk == department.head_id or (own is not None and own.path.startswith(department.path))


def _busy(ids: Sequence[int], windows: Iterable[tuple[date, date]], today: date) -> dict[int, dict[date, Any]]:
    days = [day for first, last in windows for day in (first, last, first + AROUND)]
    if not ids or not days:
        return {}
    return loads.of_people(ids, min(days), max(days), today=today, is_picked=True)


def _products(tasks: Sequence[Task]) -> dict[int, int | None]:
    """Task → the product of its line. One statement."""
    rows = OrderLine.objects.filter(order_id__in={one.order_id for one in tasks if one.line_no is not None})
    by_line = {(order, line): product for order, line, product in rows.values_list("order_id", "line_no", "product_id")}
    return {one.pk: None if one.line_no is None else by_line.get((one.order_id, one.line_no)) for one in tasks}


def _asked(tasks: Sequence[Task]) -> dict[int, list[tuple[int, str, int]]]:
    found: dict[int, list[tuple[int, str, int]]] = {one.pk: [] for one in tasks}
    for row in TaskSkill.objects.filter(task_id__in=found).select_related("skill").order_by("pk"):
        found[row.task_id].append((row.skill_id, str(row.skill), row.level))
    return found


def _levels(ids: Sequence[int], skills: Iterable[int]) -> dict[tuple[int, int], int]:
    rows = PersonSkill.objects.filter(user_id__in=ids, skill_id__in=list(skills))
    return {(user, skill): level for user, skill, level in rows.values_list("user_id", "skill_id", "level")}


def _history(ids: Sequence[int], tasks: Sequence[Task], products: dict[int, int | None], today: date) -> _History:
    """What these people finished in the last years. Two statements."""
    zone = dates.business_zone()
    done = Task.objects.filter(owner_id__in=ids, state=State.DONE, done_at__gte=dates.day_start(today - LOOKS_BACK))
    due = Coalesce(F("department_due_date"), F("baseline_end"), F("planned_end"))
    timed = done.annotate(day=TruncDate("done_at", tzinfo=zone), due=due).filter(due__isnull=False)
    counts = timed.values("owner_id").annotate(all=Count("pk"), well=Count("pk", filter=Q(day__lte=F("due"))))
    product = OrderLine.objects.filter(order_id=OuterRef("order_id"), line_no=OuterRef("line_no"))
    like = Q(template_id__in={one.template_id for one in tasks if one.template_id})
    like |= Q(product__in={one for one in products.values() if one}, phase_id__in={one.phase_id for one in tasks})
    same = done.annotate(product=Subquery(product.values("product_id")[:1])).filter(like)
    alike: dict[int, list[Any]] = defaultdict(list)
    grouped = same.values("owner_id", "template_id", "phase_id", "product").annotate(n=Count("pk"))
    for row in grouped:
        alike[row["owner_id"]].append((row["template_id"], row["phase_id"], row["product"], row["n"]))
    return _History({row["owner_id"]: (row["all"], row["well"]) for row in counts}, alike)


def _facts(
    task: Task,
    person: User,
    window: tuple[date, date],
    busy: dict[int, dict[date, Any]],
    history: _History,
    products: dict[int, int | None],
    today: date,
) -> Facts:
    own = loads.hours_by_day(task, today) if task.owner_id == person.pk else {}
    first, last = window
    days = busy.get(person.pk, {})
    workdays = calendar().between(first - timedelta(1), last) or 1
    there = sum(1 for day, load in days.items() if first <= day <= last and load.capacity > 0)
    ended, in_time = history.ended.get(person.pk, (0, 0))
    return Facts(
        alike=_count_alike(task, products[task.pk], history.alike.get(person.pk, ())),
        needed=task.planned_hours * (100 - task.progress) / 100,
        window=_hours(days, own, first, last),
        around=_hours(days, own, first, first + AROUND),
        away_days=max(0, workdays - there),
        days=workdays,
        ended=ended,
        in_time=in_time,
    )


def _with(facts: Facts, asked: Sequence[Asked]) -> Facts:
    return Facts(**{**facts.__dict__, "asked": asked})


def _count_alike(task: Task, product: int | None, rows: Iterable[tuple[int | None, int, int | None, int]]) -> int:
    return sum(
        count
        for template, phase, goods, count in rows
        if (template is not None and template == task.template_id)
        or (goods is not None and goods == product and phase == task.phase_id)
    )


def _hours(days: dict[date, Any], own: dict[date, Decimal], first: date, last: date) -> Hours:
    """Hours in a stretch; what the task itself takes of its owner's time is not in its way."""
    inside = [(day, load) for day, load in days.items() if first <= day <= last]
    capacity = sum((load.capacity for _day, load in inside), ZERO)
    taken = sum((load.hours - own.get(day, ZERO) for day, load in inside), ZERO)
    return Hours(capacity, max(ZERO, taken))
