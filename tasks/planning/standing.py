"""The open tasks as work by days (``planning.days``): where they stand, who could do them, what is promised. Hours are
counted as ``scheduling.loads`` counts them, days and links as ``scheduling.dating`` does."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tasks.planning.days.model import Bond, Job, Key, Place, World
from tasks.planning.reading import URGENT, Case
from tasks.planning.solver import index
from tasks.planning.solver.index import Fault, Index
from tasks.planning.solver.problem import Activity, Person
from tasks.scheduling import dating
from tasks.task.models import Task


@dataclass(frozen=True)
class Standing:
    """The world with what nobody can do, which stays as it is."""

    world: World
    faults: Mapping[int, Fault]


def standing_of(case: Case) -> Standing:
    """The work of a case. No statement."""
    activities = {int(one.key): one for one in case.problem.activities}
    people: dict[Key, Person] = {one.key: one for one in case.problem.people}
    able = {pk: _able(case, activities[pk], people) for pk in case.free}
    faults = _faults(case, activities, able)
    jobs: dict[Key, Job] = {}
    for pk, task in case.tasks.items():
        is_kept = pk not in case.free or pk in faults
        jobs[pk] = _job(case, task, activities[pk], {} if is_kept else able[pk], is_kept=is_kept)
    bonds = [Bond(one.before, one.after, one.lag // case.slots_a_day, one.kind == "SS") for one in case.problem.links]
    return Standing(World(jobs, _hours(case), bonds), faults)


def _job(case: Case, task: Task, activity: Activity, able: Mapping[Key, int], *, is_kept: bool) -> Job:
    promise = case.promises.get(task.pk)
    stands = _stands(case, task)
    return Job(
        task.pk,
        hours=float(_hours_left(case, task)),
        days=task.work_days,
        earliest=activity.release // case.slots_a_day,
        due=case.scale.last(task.department_due_date) if task.department_due_date and not is_kept else None,
        line=(task.order_id, task.line_no),
        promise=case.scale.last(promise) if promise is not None else None,
        weight=URGENT if task.order.is_urgent else 1,
        able=able,
        stands=stands,
        is_kept=is_kept or (task.is_fixed and stands is None),
        keeps_days=task.is_fixed,
    )


def is_overdue(case: Case, task: Task) -> bool:
    """Whether it should have ended before today: then it stands from today on."""
    return task.planned_end is not None and task.planned_end < case.today


def _stands(case: Case, task: Task) -> Place | None:
    if task.planned_start is None or task.planned_end is None:
        return None
    person = task.owner_id if task.is_picked else None
    if is_overdue(case, task):
        left = _hours_left(case, task)
        days = dating.days_of(left, Decimal(case.hours_a_day)) if left else max(1, task.work_days)
        return Place(0 if task.work_days else days, days, person)
    finish = max(1, case.scale.last(task.planned_end) + 1)
    start = min(case.scale.first(task.planned_start), finish - 1) if task.work_days else finish
    return Place(start, finish, person)


def _hours_left(case: Case, task: Task) -> Decimal:
    if is_overdue(case, task):
        return task.planned_hours * (100 - task.progress) / 100
    return task.planned_hours


def _able(case: Case, activity: Activity, people: Mapping[Key, Person]) -> dict[Key, int]:
    """Who could do it, and always who was picked for it."""
    task = case.tasks[int(activity.key)]
    misfit = activity.misfit or {}
    found: dict[Key, int] = {
        pk: points
        for pk, points in misfit.items()
        if pk in people and all(people[pk].has(need.skills) for need in activity.needs)
    }
    if task.is_picked and task.owner_id is not None and task.owner_id in misfit:
        found.setdefault(task.owner_id, misfit[task.owner_id])
    return found if activity.needs else {}


def _faults(case: Case, activities: Mapping[int, Activity], able: Mapping[int, Mapping[Key, int]]) -> dict[int, Fault]:
    """What nobody can do, and what has no day yet and waits for such a thing."""
    solver = Index(case.problem)
    found: dict[int, Fault] = {}
    for key in [*solver.order, *(key for key in solver.activities if key not in set(solver.order))]:
        pk = int(key)
        if pk not in case.free:
            continue
        fault = solver.faults.get(key)
        blocked = [one.before for one in solver.before[key] if _is_nowhere(case, found, int(one.before))]
        if fault is not None and fault.reason == index.CIRCLE:
            found[pk] = fault
        elif activities[pk].needs and not able[pk]:
            found[pk] = fault if fault is not None else Fault(key, index.NOT_ALLOWED)
        elif blocked and case.tasks[pk].planned_end is None:
            found[pk] = Fault(key, index.AFTER, blocked[0])
    return found


def _is_nowhere(case: Case, faults: Mapping[int, Fault], pk: int) -> bool:
    return pk in faults and case.tasks[pk].planned_end is None


def _hours(case: Case) -> dict[Key, list[float]]:
    """By person the hours of each day of work from today on."""
    found: dict[Key, list[float]] = {}
    for pk, days in case.hours.items():
        last: date = max(days)
        found[pk] = [float(days.get(case.scale.day(place), 0)) for place in range(case.scale.last(last) + 1)]
    return found
