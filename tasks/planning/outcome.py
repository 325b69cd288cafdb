"""What a plan would change: a row for every task that gets other days or somebody else, and the figures of all."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from common.workdays import calendar
from tasks.planning.models import PlanMove
from tasks.planning.reading import Case
from tasks.planning.solver.problem import Placement
from tasks.planning.solver.solving import Solution
from tasks.scheduling import loads
from tasks.task.models import Task

# why a task starts when it does (``effect["why"]``), and why nobody gets it (``effect["fault"]``: solver.index)
AFTER, BUSY, NOT_BEFORE, AT_ONCE, KEPT = "AFTER", "BUSY", "NOT_BEFORE", "AT_ONCE", "KEPT"


@dataclass(frozen=True)
class After:
    """A task as the plan would have it."""

    owner_id: int | None
    is_picked: bool
    start: date | None
    end: date | None


def moves_of(case: Case, solution: Solution) -> list[PlanMove]:
    """A row for every task that would be another one, or that nobody can do; by its new start."""
    after = {pk: after_of(case, solution, pk) for pk in case.free}
    late = _late_lines(case, {}), _late_lines(case, after)
    found = []
    for pk in case.free:
        task, then = case.tasks[pk], after[pk]
        if pk not in solution.faults and (then.owner_id, then.is_picked, then.start, then.end) == _now(task):
            continue
        found.append(
            PlanMove(
                task=task,
                task_version=task.version,
                old_owner_id=task.owner_id if task.is_picked else None,
                new_owner_id=then.owner_id if then.is_picked else None,
                old_start=task.planned_start,
                old_end=task.planned_end,
                new_start=then.start,
                new_end=then.end,
                effect=_effect(case, solution, task, late),
            )
        )
    return sorted(found, key=lambda one: (one.new_start or date.max, one.task_id))


def after_of(case: Case, solution: Solution, pk: int) -> After:
    """A free task after the plan; as it is where it cannot be planned."""
    task, place = case.tasks[pk], solution.plan.get(pk)
    if place is None or pk in solution.faults:
        return After(task.owner_id, task.is_picked, task.planned_start, task.planned_end)
    start, end = case.day(place.start), case.day(max(place.start, place.end - 1))
    if task.is_fixed and task.planned_start and task.planned_end:
        start, end = task.planned_start, task.planned_end
    elif start == task.planned_start and task.planned_end and end <= task.planned_end:
        end = task.planned_end  # it may take its time
    owner, is_picked = task.owner_id, task.is_picked
    if place.people:
        owner, is_picked = int(place.people[0]), True
    return After(owner, is_picked, start, end)


def _now(task: Task) -> tuple[Any, ...]:
    return task.owner_id, task.is_picked, task.planned_start, task.planned_end


def figures_of(case: Case, solution: Solution, moves: list[PlanMove]) -> dict[str, Any]:
    """What the page says of a plan before it is taken. Plain JSON."""
    after = {pk: after_of(case, solution, pk) for pk in case.free}
    before, then = _late_lines(case, {}), _late_lines(case, after)
    real = [one for one in moves if "fault" not in one.effect]
    return {
        "tasks": len(case.free),
        "changed": len(real),
        "unplanned": len(moves) - len(real),
        "picked": sum(one.old_owner_id is None and one.new_owner_id is not None for one in real),
        "people_moved": sum(one.old_owner_id not in (None, one.new_owner_id) for one in real),
        "earlier": sum(_side(one) < 0 for one in real),
        "later": sum(_side(one) > 0 for one in real),
        "saved": _named(case, set(before) - set(then)),
        "lost": _named(case, set(then) - set(before)),
        "late_before": len(before),
        "late_after": len(then),
        "late_days_before": sum(before.values()),
        "late_days_after": sum(then.values()),
        "is_proven": solution.is_proven,
        "cost": solution.cost,
        "greedy_cost": solution.greedy_cost,
        "rounds": solution.rounds,
        "took": round(solution.seconds, 1),
        "hours": _hours(case, after),
        **_overbooked(case),
    }


def _side(move: PlanMove) -> int:
    if move.old_end is None or move.new_end is None:
        return 0
    return (move.new_end > move.old_end) - (move.new_end < move.old_end)


Line = tuple[int, int | None]


def _late_lines(case: Case, after: Mapping[int, After]) -> dict[Line, int]:
    """The lines whose tasks end after the day on which the goods have to leave, with the days of work by which."""
    ends: dict[Line, date] = {}
    due: dict[Line, date] = {}
    for pk, task in case.tasks.items():
        day = case.promises.get(pk)
        end = after[pk].end if pk in after else task.planned_end
        if day is None or end is None:
            continue
        line = (task.order_id, task.line_no)
        due[line] = min(day, due.get(line, day))
        ends[line] = max(end, ends.get(line, end))
    work = calendar()
    return {line: max(1, work.between(due[line], end)) for line, end in ends.items() if end > due[line]}


def _named(case: Case, lines: set[Line]) -> list[dict[str, Any]]:
    orders = {one.order_id: str(one.order) for one in case.tasks.values()}
    rows = [{"order": orders[order], "line_no": line_no} for order, line_no in lines]
    return sorted(rows, key=lambda one: (str(one["order"]), one["line_no"] or 0))


def _hours(case: Case, after: Mapping[int, After]) -> list[dict[str, Any]]:
    """Per person the hours of open tasks, before and after; the busiest first."""
    hours: dict[int, list[Decimal]] = defaultdict(lambda: [Decimal(0), Decimal(0)])
    for pk, task in case.tasks.items():
        left = task.planned_hours * (100 - task.progress) / 100
        if task.is_picked and task.owner_id:
            hours[task.owner_id][0] += left
        then = after.get(pk)
        owner, is_picked = (then.owner_id, then.is_picked) if then else (task.owner_id, task.is_picked)
        if is_picked and owner:
            hours[owner][1] += left
    rows = [
        {"user": pk, "before": float(was), "after": float(then)}
        for pk, (was, then) in hours.items()
        if pk in case.people and (was or then)
    ]
    return sorted(rows, key=lambda one: (-one["after"], one["user"]))


def _overbooked(case: Case) -> dict[str, Any]:
    """By how many hours the plan that stands gives people more than they have on its days, and how many of them: such
    days are promised in vain, whatever a plan that keeps to the hours says of them."""
    given: dict[tuple[int, date], Decimal] = defaultdict(Decimal)
    for task in case.tasks.values():
        if task.is_picked and task.owner_id is not None and task.owner_id in case.hours:
            for day, hours in loads.hours_by_day(task, case.today).items():
                given[task.owner_id, day] += hours
    over = {
        (pk, day): hours - has
        for (pk, day), hours in given.items()
        if (has := case.hours[pk].get(day)) is not None and hours > has
    }
    return {
        "overbooked_hours": float(round(sum(over.values(), Decimal(0)), 1)),
        "overbooked_people": len({pk for pk, _day in over}),
    }


def _effect(
    case: Case, solution: Solution, task: Task, late: tuple[Mapping[Line, int], Mapping[Line, int]]
) -> dict[str, Any]:
    """What a row says besides days and people: the promise, how late, the points of who gets it, why then."""
    fault = solution.faults.get(task.pk)
    if fault is not None:
        return {"fault": fault.reason, "detail": fault.detail}
    place = solution.plan[task.pk]
    line = (task.order_id, task.line_no)
    found: dict[str, Any] = {**_why(case, solution, task, place)}
    if task.pk in case.promises:
        found["promise"] = case.promises[task.pk].isoformat()
        found["late_before"], found["late_after"] = late[0].get(line, 0), late[1].get(line, 0)
    if place.people:
        found["score"] = case.scores.get((task.pk, int(place.people[0])))
        if task.is_picked and task.owner_id != place.people[0]:
            found["score_before"] = case.scores.get((task.pk, task.owner_id or 0))
    return found


def _why(case: Case, solution: Solution, task: Task, place: Placement) -> dict[str, Any]:
    """What holds its start where it is."""
    if case.day(place.start) == task.planned_start:
        return {"why": KEPT}
    for link in case.problem.links:
        before = solution.plan.get(link.before) if link.after == task.pk else None
        if before is not None and (before.end if link.kind == "FS" else before.start) + link.lag == place.start:
            return {"why": AFTER, "task": link.before, "title": case.tasks[int(link.before)].title}
    for key, other in solution.plan.items():
        if key != task.pk and set(other.people) & set(place.people) and other.start < other.freed == place.start:
            other_task = case.tasks[int(key)]
            return {"why": BUSY, "task": key, "title": other_task.title, "order": str(other_task.order)}
    return {"why": AT_ONCE if place.start < case.slots_a_day else NOT_BEFORE}
