"""A proposal becomes work: every task has its owner, its days and its place among the others (R133, R136, R138)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.collaboration import inbox
from accounts.people.models import Department, User
from common import errors, events
from common.errors import Text
from common.operation import operation
from common.rows import insert_rows
from orders.order.models import Order
from tasks.assigning.models import Assignment
from tasks.decomposing import comparing, dating
from tasks.decomposing.choices import ProposalState
from tasks.decomposing.models import Decomposition
from tasks.decomposing.operations import taking_apart
from tasks.doing.operations import dropping
from tasks.scheduling import loads, moving
from tasks.scheduling.choices import Cause
from tasks.scheduling.moving import Moved
from tasks.scheduling.sheet import JUDGED
from tasks.task import links, queries, writing
from tasks.task import operations as tasks_operations
from tasks.task.models import Task
from tasks.task.states import Move, State

RELEASED = "tasks.released"
NEW = (
    *("state", "owner", "released_at", "planned_start", "planned_end", "baseline_end", "department_due_date"),
    *JUDGED,
)
CHANGED = ("title", "goal", "requirements", "quantity", "planned_hours", "work_days", "origin")


@dataclass
class Held:
    """What a release has under its locks. ``kept``: tasks that were there, ``days``: theirs before."""

    row: Decomposition
    order: Order
    new: list[Task]
    kept: list[Task]
    gone: list[Task]
    days: dict[int, tuple[date | None, date | None]] = field(default_factory=dict)
    changed: dict[int, set[str]] = field(default_factory=dict)

    @property
    def tasks(self) -> dict[int, Task]:
        """All that is there afterwards, by key."""
        return {one.pk: one for one in (*self.kept, *self.new)}


@operation
def release(*, actor: User, order_id: int, at: datetime, version: int | None = None) -> Decomposition:
    """Release the open proposal of an order: proposed tasks become their departments' (whose heads own them until they
    pick somebody), what changes is changed, what goes is dropped unless it began meanwhile; the whole is dated anew and
    every owner is told once.

    Raises NotFound, NotAllowed, Stale, WrongState (``outdated``: the order changed since it was taken apart), Invalid
    (a department that nobody leads; tasks that wait for each other).
    """
    row, order, lines = taking_apart.lock_proposal(actor=actor, order_id=order_id, version=version)
    taking_apart.require_in_force(order)
    if row.revision != order.revision:
        words = _("The order changed since it was taken apart: take it apart again.")
        raise errors.WrongState(words, code="outdated", status=str(order.status), possible=[])
    held = _hold(row, order)
    owners = _owners(held.new)
    dropping.drop(order, held.gone, comparing.NOT_NEEDED, actor=actor, at=at)
    _change(held)
    _own(held.new, owners, actor=actor, at=at)
    _date(held, lines, at)
    _save(held, actor=actor, at=at)
    _note_assignments(held.new, actor, at)
    taking_apart.end(row, ProposalState.RELEASED, actor=actor, at=at)
    writing.note_facts(order, lines, at=at)
    added, changed, dropped = (len(one) for one in (held.new, held.changed, held.gone))
    events.record(RELEASED, order, at=at, added=added, changed=changed, dropped=dropped)
    _tell(held, actor, at)
    # promises ask how busy departments are: the last lock, which who releases at the same time waits for
    busy = {one.department_id for one in (*held.new, *held.kept, *held.gone)}
    loads.write_down(actor=actor, at=at, departments=busy)
    return row


def _hold(row: Decomposition, order: Order) -> Held:
    found = queries.lock_tasks_of(order, proposed=True)
    for one in found:
        one.order = order
    live = [one for one in found if one.state != State.PROPOSED]
    gone = [one for one in live if str(one.pk) in row.dropped and one.started_at is None and one.is_live]
    return Held(
        row=row,
        order=order,
        new=[one for one in found if one.state == State.PROPOSED and one.decomposition_id == row.pk],
        kept=[one for one in live if one not in gone],
        gone=gone,
    )


def _owners(tasks: Collection[Task]) -> dict[int, User]:
    """Who answers for each department. Raises Invalid naming those that nobody leads."""
    departments: dict[int, Department] = {one.department_id: one.department for one in tasks}
    found = {pk: queries.accountable(one) for pk, one in departments.items()}
    wrong: list[Text] = [
        _("Nobody leads %(department)s.") % {"department": departments[pk]} for pk, one in found.items() if one is None
    ]
    if wrong:
        raise errors.Invalid(fields={"department": wrong})
    return {pk: one for pk, one in found.items() if one is not None}


def _change(held: Held) -> None:
    """Write into the tasks that are there what the proposal changes of them; what is done stays."""
    for task in held.kept:
        held.days[task.pk] = (task.planned_start, task.planned_end)
        columns = held.row.changes.get(str(task.pk), {})
        if task.state == State.DONE:
            continue
        for column, (_was, new) in columns.items():
            if column in CHANGED:
                setattr(task, column, comparing.read(column, new))
                held.changed.setdefault(task.pk, set()).add(column)


def _own(tasks: Iterable[Task], owners: Mapping[int, User], *, actor: User, at: datetime) -> None:
    tasks = list(tasks)
    writing.move_all(tasks, Move.RELEASE, actor=actor, at=at)
    for task in tasks:
        task.owner, task.released_at = owners[task.department_id], at


def _date(held: Held, lines: list, at: datetime) -> None:
    known = held.tasks
    bonds = queries.links_of(known.values())
    if links.circle_in((one.predecessor_id, one.successor_id) for one in bonds):
        raise errors.Invalid(fields={"after": [_("These tasks would wait for each other.")]})
    dating.date_all(held.order, lines, known, bonds, at=at)
    for task in held.new:
        task.baseline_end = task.department_due_date = task.planned_end


def _save(held: Held, *, actor: User, at: datetime) -> None:
    """New ones first: what they precede is counted from what stands."""
    writing.save(held.new, NEW, at)
    moves, judged = [], []
    for task in held.kept:
        before = held.days[task.pk]
        if task.pk in held.changed or before != (task.planned_start, task.planned_end):
            moves.append(Moved(task, *before))
        else:
            judged.append(task)
    cause = Cause.CHANGE if held.row.revision > 1 else Cause.RELEASE
    moving.note(held.order, moves, actor=actor, at=at, cause=cause, fields=(*CHANGED, *JUDGED))
    dating.write_judgement(judged)
    waiting = writing.count_predecessors(one for one in held.tasks.values() if one.state != State.DONE)
    for task in {*waiting, *held.new}:
        task.ready_at = (task.ready_at or at) if task.is_ready else None
    dating.write_waiting([*waiting, *(one for one in held.new if one not in waiting)])


def _note_assignments(tasks: Iterable[Task], actor: User, at: datetime) -> None:
    how = Assignment.How.RELEASE
    insert_rows(
        [Assignment(task=one, how=how, department=one.department, user=one.owner, actor=actor, at=at) for one in tasks]
    )


def _tell(held: Held, actor: User, at: datetime) -> None:
    """Each owner once: of one task as of any that is given, of several together."""
    by_owner: dict[int, list[Task]] = {}
    for task in held.new:
        if task.owner_id and task.owner_id != actor.pk:
            by_owner.setdefault(task.owner_id, []).append(task)
    for owner, mine in by_owner.items():
        if len(mine) == 1:
            tasks_operations.tell_given(mine[0], actor=actor, at=at)
            continue
        first = min(mine, key=lambda one: (one.planned_start or date.max, one.pk))
        words = {
            "count": len(mine),
            "order": str(held.order),
            "task": first.title,
            "day": first.planned_start.isoformat() if first.planned_start else "–",
        }
        inbox.notify([owner], kind=tasks_operations.GIVEN, message=_SEVERAL, parameters=words, subject=first, at=at)


_SEVERAL = gettext_noop("%(count)s tasks of %(order)s are yours; the first, %(task)s, begins %(day)s.")
