"""Phases of an order with their targets: until when, what is there then, and whether it is reached (R139).

A target day that nobody set by hand is the last first-planned end of the phase's tasks, as they were released."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from common.rows import insert_rows, update_rows
from common.workdays import calendar
from orders.order.models import Order
from tasks.scheduling.models import OrderPhase
from tasks.task import queries
from tasks.task.models import Phase, Task
from tasks.task.states import RELEASED, State

COLUMNS = ("target_date", "target", "reached_at")


@dataclass(frozen=True)
class PhaseStatus:
    """A phase of an order as it stands. ``expected``: the last planned end of its tasks, ``done`` of ``count`` of
    them are done, ``late``: days of work by which it is expected (or was reached) after its target."""

    phase: Phase
    target_date: date | None
    target: str
    is_by_hand: bool
    reached_at: datetime | None
    expected: date | None
    count: int
    done: int
    version: int | None

    @property
    def late(self) -> int:
        """Days of work after the target day; 0 in time."""
        if self.target_date is None or self.expected is None:
            return 0
        return max(0, calendar().between(self.target_date, self.expected))


def of_order(order: Order) -> list[PhaseStatus]:
    """The phases of an order that have released tasks or a target, by rank; for who was found to see the order. Two
    statements."""
    return of_tasks(order, queries.tasks_of([order.pk]))


def of_tasks(order: Order, tasks: Iterable[Task]) -> list[PhaseStatus]:
    """The same where the tasks are at hand. One statement."""
    stored = {one.phase_id: one for one in OrderPhase.objects.filter(order=order).select_related("phase")}
    by_phase = _by_phase(tasks)
    known = {one.phase_id: one.phase for mine in by_phase.values() for one in mine}
    known |= {key: one.phase for key, one in stored.items()}
    phases = sorted(known.values(), key=lambda one: (one.rank, one.pk))
    return [_status(one, stored.get(one.pk), by_phase.get(one.pk, [])) for one in phases]


def note(order: Order, tasks: Collection[Task], *, at: datetime) -> None:
    """Write the phases of a locked order as its tasks have them now. Joins the operation in progress; one statement
    where nothing is other than before."""
    stored = {one.phase_id: one for one in OrderPhase.objects.filter(order=order)}
    new: list[OrderPhase] = []
    changed: list[OrderPhase] = []
    by_phase = _by_phase(tasks)
    for phase_id, mine in by_phase.items():
        row = stored.get(phase_id) or OrderPhase(order=order, phase_id=phase_id)
        before = tuple(getattr(row, name) for name in COLUMNS)
        row.reached_at = _reached(mine)
        if not row.is_by_hand:
            row.target_date, row.target = _derived(mine), mine[0].phase.target
        if row.pk is None:
            new.append(row)
        elif before != tuple(getattr(row, name) for name in COLUMNS):
            row.version += 1
            changed.append(row)
    for phase_id, row in stored.items():
        if phase_id not in by_phase and row.reached_at is not None:
            row.reached_at = None
            changed.append(row)
    if new:
        insert_rows(new)
    update_rows(changed, (*COLUMNS, "version"))


def _by_phase(tasks: Iterable[Task]) -> dict[int, list[Task]]:
    found: dict[int, list[Task]] = {}
    for one in tasks:
        if one.state in RELEASED:
            found.setdefault(one.phase_id, []).append(one)
    return found


def _status(phase: Phase, row: OrderPhase | None, tasks: list[Task]) -> PhaseStatus:
    return PhaseStatus(
        phase=phase,
        target_date=row.target_date if row else _derived(tasks),
        target=row.target if row else phase.target,
        is_by_hand=row.is_by_hand if row else False,
        reached_at=_reached(tasks),
        expected=max((one.planned_end for one in tasks if one.planned_end), default=None),
        count=len(tasks),
        done=sum(one.state == State.DONE for one in tasks),
        version=row.version if row else None,
    )


def _derived(tasks: Collection[Task]) -> date | None:
    return max((day for one in tasks if (day := one.baseline_end or one.planned_end)), default=None)


def _reached(tasks: Collection[Task]) -> datetime | None:
    """When the last of them was done; none while one is not."""
    ends = [one.done_at for one in tasks if one.state == State.DONE and one.done_at]
    return max(ends) if tasks and len(ends) == len(tasks) else None
