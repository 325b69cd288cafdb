"""A person changes a proposal before it is released: its tasks, what precedes what, new ones and fewer (R130)."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.people.models import Department, User
from common import editing, errors, workdays
from common.operation import operation
from orders.order.models import Order, OrderLine
from tasks.decomposing import dating
from tasks.decomposing.hours import MOST_DAYS
from tasks.decomposing.models import Decomposition
from tasks.decomposing.operations import taking_apart
from tasks.task import links, queries, writing
from tasks.task.choices import LinkKind, Source
from tasks.task.models import Phase, Task, TaskLink
from tasks.task.operations import MOST
from tasks.task.states import State

FIELDS = (
    *("title", "goal", "requirements", "phase", "department", "planned_hours", "work_days", "not_before"),
    *("is_milestone", "is_special"),
)
FARTHEST = 365
FINISH = LinkKind.FINISH


@operation
def edit_proposed(
    *,
    actor: User,
    task_id: int,
    changes: Mapping[str, Any],
    at: datetime,
    after: Collection[int] | None = None,
    version: int | None = None,
) -> Task:
    """Change a proposed task; the whole proposal is dated anew. ``after``: the keys of what comes before it (None: as
    it is); links that stay keep their kind and lag. ``version`` is the task's.

    Raises NotFound (also for one that is released: its own room changes that), NotAllowed, Stale, Invalid.
    """
    row, order, lines, task = _held(actor, task_id)
    columns = editing.as_columns(Task, changes, FIELDS)
    if version is not None:
        editing.require_version(task, version, columns)
    for name, value in columns.items():
        setattr(task, name, value.strip() if isinstance(value, str) else value)
    _check(task)
    if after is not None:
        known = {one.predecessor_id: one for one in TaskLink.objects.filter(successor=task)}
        _link(row, task, [(pk, known[pk].kind, known[pk].lag_days) if pk in known else (pk, FINISH, 0) for pk in after])
    writing.save([task], tuple(columns), at)
    return _done(row, order, lines, task, at)


@operation
def set_predecessors(
    *, actor: User, task_id: int, after: Sequence[tuple[int, str, int]], at: datetime, version: int | None = None
) -> Task:
    """Say after which tasks of its order a proposed task comes: (key, kind, days of work between). Raises NotFound,
    NotAllowed, Stale, Invalid (a task of another order, one that is to go, a circle)."""
    row, order, lines, task = _held(actor, task_id)
    editing.require_seen(task, version)
    _link(row, task, after)
    writing.save([task], (), at)
    return _done(row, order, lines, task, at)


def _link(row: Decomposition, task: Task, after: Sequence[tuple[int, str, int]]) -> None:
    order = row.order
    known = {one.pk for one in queries.tasks_of([order.pk], proposed=True)} - {int(pk) for pk in row.dropped}
    if any(pk not in known or pk == task.pk for pk, _kind, _lag in after):
        raise errors.Invalid(fields={"after": [_("What comes before is a task of the same order.")]})
    if any(kind not in LinkKind or not -FARTHEST <= lag <= FARTHEST for _pk, kind, lag in after):
        raise errors.Invalid(fields={"after": [_("Choose one of the list.")]})
    TaskLink.objects.filter(successor=task).delete()
    kept = {pk: TaskLink(predecessor_id=pk, successor=task, kind=kind, lag_days=lag) for pk, kind, lag in after}
    TaskLink.objects.bulk_create(kept.values())
    pairs = TaskLink.objects.filter(successor__order=order).values_list("predecessor_id", "successor_id")
    if links.circle_in(pairs):
        raise errors.Invalid(fields={"after": [_("These tasks would wait for each other.")]})


@operation
def drop_from_proposal(*, actor: User, task_id: int, at: datetime, version: int | None = None) -> Decomposition:
    """Take a proposed task out: what came before it comes before what came after it. Raises NotFound, NotAllowed,
    Stale."""
    row, order, lines, task = _held(actor, task_id)
    editing.require_seen(task, version)
    before = list(TaskLink.objects.filter(successor=task))
    then = list(TaskLink.objects.filter(predecessor=task))
    known = set(TaskLink.objects.filter(successor__order=order).values_list("predecessor_id", "successor_id"))
    bridges = [
        TaskLink(
            predecessor_id=one.predecessor_id, successor_id=other.successor_id, kind=one.kind, lag_days=one.lag_days
        )
        for one in before
        for other in then
        if (one.predecessor_id, other.successor_id) not in known
    ]
    task.delete()
    TaskLink.objects.bulk_create(bridges)
    taking_apart.touch(row)
    dating.date_proposal(order, lines, row, at=at)
    return row


@operation
def add_to_proposal(
    *, actor: User, order_id: int, fields: Mapping[str, Any], at: datetime, version: int | None = None
) -> Task:
    """Add a task by hand to the open proposal of an order: ``fields`` as ``edit_proposed`` takes them, and ``line_no``.
    Raises NotFound, NotAllowed, Stale, Invalid."""
    row, order, lines = taking_apart.lock_proposal(actor=actor, order_id=order_id, version=version)
    given = dict(fields)
    line_no = given.pop("line_no", None)
    if line_no is not None and all(line.line_no != line_no for line in lines):
        raise errors.Invalid(fields={"line_no": [_("The order has no such line.")]})
    if order.tasks.exclude(state=State.DROPPED).count() >= MOST:
        raise errors.Invalid(_("An order has at most %(most)s tasks.") % {"most": MOST}, fields={})
    task = Task(
        order=order,
        line_no=line_no,
        decomposition=row,
        source=Source.HAND,
        state=State.PROPOSED,
        created_by=actor,
        created_at=at,
        updated_at=at,
    )
    for name, value in editing.as_columns(Task, given, FIELDS).items():
        setattr(task, name, value.strip() if isinstance(value, str) else value)
    _check(task)
    task.save(force_insert=True)
    return _done(row, order, lines, task, at)


def _held(actor: User, task_id: int) -> tuple[Decomposition, Order, list[OrderLine], Task]:
    order_id = Task.objects.filter(pk=task_id, state=State.PROPOSED).values_list("order_id", flat=True).first()
    if order_id is None:
        raise errors.NotFound()
    row, order, lines = taking_apart.lock_proposal(actor=actor, order_id=order_id, version=None)
    task = queries.lock_tasks([task_id]).get(task_id)
    if task is None or task.state != State.PROPOSED or task.decomposition_id != row.pk:
        raise errors.NotFound()
    task.order = order
    return row, order, lines, task


def _check(task: Task) -> None:
    wrong: dict[str, list] = {}
    if not task.title:
        wrong["title"] = [_("Say what is to be done.")]
    if not Phase.objects.filter(pk=task.phase_id, is_active=True).exists():
        wrong["phase"] = [_("Choose one of the list.")]
    if not Department.objects.filter(pk=task.department_id, is_active=True).exists():
        wrong["department"] = [_("Choose a department of the list.")]
    if task.planned_hours < 0:
        wrong["planned_hours"] = [_("Not below zero.")]
    if not 0 <= task.work_days <= MOST_DAYS:
        wrong["work_days"] = [_("At most %(n)s days.") % {"n": MOST_DAYS}]
    if task.not_before and (fault := workdays.day_fault(task.not_before)):
        wrong["not_before"] = [fault]
    for name, longest in (("title", 160), ("goal", 300)):
        if len(getattr(task, name)) > longest:
            wrong[name] = [_("No more than %(n)s characters.") % {"n": longest}]
    if wrong:
        raise errors.Invalid(fields=wrong)


def _done(row: Decomposition, order: Order, lines: list[OrderLine], task: Task, at: datetime) -> Task:
    taking_apart.touch(row)
    dating.date_proposal(order, lines, row, at=at)
    task.refresh_from_db()
    return task
