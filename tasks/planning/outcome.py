"""What a plan would change: a row for every task that gets other days or somebody else, and the figures of all."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from tasks.planning import giving
from tasks.planning.days.ledger import CENTS, Ledger
from tasks.planning.days.model import Key, Place
from tasks.planning.days.search import Found
from tasks.planning.models import PlanMove
from tasks.planning.reading import Case
from tasks.planning.standing import Standing, is_overdue
from tasks.task.models import Task

# why a task is when it is (``effect["why"]``), and why nobody gets it (``effect["fault"]``: solver.index)
AFTER, NOT_BEFORE, AT_ONCE, KEPT = "AFTER", "NOT_BEFORE", "AT_ONCE", "KEPT"
OVER, ROOM, PASSED = "OVER", "ROOM", "PASSED"


@dataclass(frozen=True)
class After:
    """A task as the plan would have it."""

    owner_id: int | None
    is_picked: bool
    start: date | None
    end: date | None


@dataclass(frozen=True)
class Answer:
    """A case, how it stands, and what was found."""

    case: Case
    standing: Standing
    found: Found

    @cached_property
    def after(self) -> Mapping[int, After]:
        """Every task that could move, as the plan would have it."""
        return {pk: self._after(pk) for pk in self.case.free}

    @cached_property
    def late(self) -> tuple[Mapping[Any, int], Mapping[Any, int]]:
        """The lines whose tasks end after the day on which the goods have to leave, with the days of work by which: as
        it stands, and with the plan."""
        world = self.standing.world
        return world.late(self.found.base), world.late(self.found.places)

    @cached_property
    def crowded(self) -> set[tuple[Key, int]]:
        """The people and days with more hours than there are, as it stands: such days are promised in vain."""
        return set(Ledger(self.standing.world, self.found.base).over())

    def day(self, number: int) -> date:
        """The day of work with this number."""
        return self.case.scale.day(number)

    def _after(self, pk: int) -> After:
        case, task = self.case, self.case.tasks[pk]
        place, job = self.found.places.get(pk), self.standing.world.jobs[pk]
        if place is None or job.is_kept:
            return After(task.owner_id, task.is_picked, task.planned_start, task.planned_end)
        start, end = task.planned_start, task.planned_end
        stays = job.stands is not None and place[:2] == job.stands[:2] and not is_overdue(case, task)
        if not stays and not task.is_fixed:
            start, end = self.day(place.days[0]), self.day(place.last)
        if place.person is None:
            return After(task.owner_id, task.is_picked, start, end)
        return After(int(str(place.person)), True, start, end)


def moves_of(answer: Answer) -> list[PlanMove]:
    """A row for every task that would be another one, or that nobody can do; by its new start."""
    found = []
    for pk in answer.case.free:
        task, then = answer.case.tasks[pk], answer.after[pk]
        if pk not in answer.standing.faults and (then.owner_id, then.is_picked, then.start, then.end) == _now(task):
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
                effect=_effect(answer, task),
            )
        )
    return sorted(found, key=lambda one: (one.new_start or date.max, one.task_id))


def _now(task: Task) -> tuple[Any, ...]:
    return task.owner_id, task.is_picked, task.planned_start, task.planned_end


def figures_of(answer: Answer, moves: list[PlanMove]) -> dict[str, Any]:
    """What the page says of a plan before it is taken. Plain JSON."""
    case, found = answer.case, answer.found
    before, then = answer.late
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
        "is_proven": found.is_proven,
        "rounds": found.rounds,
        "took": round(found.seconds, 1),
        "hours": _hours(case, answer.after),
        "overbooked_hours": round(found.was.over / CENTS, 1),
        "overbooked_people": len({person for person, _day in answer.crowded}),
        "overbooked_after": round(found.worth.over / CENTS, 1),
        "open_after": found.worth.open,
        "gives": giving.gives_of(case, answer.standing, found),
    }


def _side(move: PlanMove) -> int:
    if move.old_end is None or move.new_end is None:
        return 0
    return (move.new_end > move.old_end) - (move.new_end < move.old_end)


def _named(case: Case, lines: set[Any]) -> list[dict[str, Any]]:
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


def _effect(answer: Answer, task: Task) -> dict[str, Any]:
    """What a row says besides days and people: the promise, how late, the points of who gets it, why then."""
    case, fault = answer.case, answer.standing.faults.get(task.pk)
    if fault is not None:
        return {"fault": fault.reason, "detail": fault.detail}
    place = answer.found.places[task.pk]
    line = (task.order_id, task.line_no)
    found: dict[str, Any] = {**_why(answer, task, place)}
    if task.pk in case.promises:
        found["promise"] = case.promises[task.pk].isoformat()
        found["late_before"], found["late_after"] = answer.late[0].get(line, 0), answer.late[1].get(line, 0)
    if place.person is not None:
        found["score"] = case.scores.get((task.pk, int(str(place.person))))
        if task.is_picked and task.owner_id != place.person:
            found["score_before"] = case.scores.get((task.pk, task.owner_id or 0))
    return found


def _why(answer: Answer, task: Task, place: Place) -> dict[str, Any]:
    """What puts it there."""
    world, base = answer.standing.world, answer.found.base.get(task.pk)
    if base is not None and place[:2] == base[:2] and not is_overdue(answer.case, task):
        if base == world.jobs[task.pk].stands:
            return {"why": KEPT}
    for bond in world.before[task.pk]:
        before = answer.found.places.get(bond.before)
        if before is not None and bond.bound(before) == place.start:
            return {"why": AFTER, "task": bond.before, "title": answer.case.tasks[int(str(bond.before))].title}
    if is_overdue(answer.case, task):
        return {"why": PASSED}
    if base is not None and any((base.person, day) in answer.crowded for day in base.days):
        return {"why": OVER}
    if base is not None and place.finish > base.finish:
        return {"why": ROOM}
    return {"why": AT_ONCE if place.start <= 0 else NOT_BEFORE}
