"""Every read of tasks that doors and other rooms make, and how they are locked."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta

from django.db.models import QuerySet

from accounts.people.models import Department, User
from common import errors, operation
from common.keyset import Sort
from common.workdays import calendar
from orders.order import together
from orders.order.models import Order, OrderLine
from tasks.task import policies
from tasks.task.models import Task, TaskLink
from tasks.task.states import LIVE, State

SORTS = {
    "planned_end": Sort("planned_end", nullable=True, descending=False),
    "id": Sort("pk"),
}
DEFAULT_SORT = "planned_end"
_NAMED = (
    *("order", "order__customer", "order__salesperson", "order__executing_owner", "order__department"),
    *("phase", "department", "department__head", "owner", "template"),
)


def list_tasks(actor: User) -> QuerySet[Task]:
    """The released tasks that the actor may see, with what a list names."""
    return policies.visible_to(actor).exclude(state=State.PROPOSED).select_related(*_NAMED)


def as_rows(tasks: QuerySet[Task]) -> QuerySet[Task]:
    """Tasks with what a row of the list names and nothing more: to plan a join takes the database longer than to find a
    page."""
    return tasks.select_related(None).select_related("order__customer", "phase", "department", "owner")


def get_task(*, actor: User, task_id: int) -> Task:
    """A task by key, a proposed one for who may take its order apart. Raises NotFound, also for "not yours"."""
    found = Task.objects.filter(pk=task_id).select_related(*_NAMED).first()
    if found is None or not policies.is_visible(actor, found):
        raise errors.NotFound()
    if found.state == State.PROPOSED and not policies.can(actor, policies.DECOMPOSE, found):
        raise errors.NotFound()
    return found


def tasks_of(order_ids: Collection[int], *, proposed: bool = False) -> list[Task]:
    """The tasks of orders as they are carried out, by phase, start and key, those that were dropped left out; with
    ``proposed`` also those that are only proposed. For rules and for who was found to see the order."""
    rows = Task.objects.filter(order_id__in=order_ids).exclude(state=State.DROPPED)
    if not proposed:
        rows = rows.exclude(state=State.PROPOSED)
    found = rows.select_related("phase", "department", "department__head", "owner", "template")
    return sorted(found, key=lambda one: (one.phase.rank, one.planned_start or one.created_at.date(), one.pk))


def links_of(tasks: Iterable[Task]) -> list[TaskLink]:
    """What precedes what among these tasks. One statement."""
    ids = [one.pk for one in tasks]
    return list(TaskLink.objects.filter(successor_id__in=ids, predecessor_id__in=ids).order_by("pk"))


def accountable(department: Department) -> User | None:
    """Who answers for what a department has to do: its head (one who left: his substitute), else that of the department
    above; None where nobody leads any of them."""
    ids = [int(one) for one in department.path.split("/") if one]
    rows = {one.pk: one for one in Department.objects.filter(pk__in=ids).select_related("head__substitute")}
    for pk in reversed(ids):
        head = rows[pk].head if pk in rows else None
        if head is not None and not head.is_active:
            head = head.substitute
        if head is not None and head.is_active:
            return head
    return None


def days_between(first: date, last: date) -> int:
    """Days of work from ``first`` to ``last``, both included; at least one."""
    return max(1, calendar().between(first - timedelta(1), last))


# --- under lock --------------------------------------------------------------------------------


def lock_order(order_id: int) -> tuple[Order, list[OrderLine]]:
    """An order and its lines under its lock, for rules: who may touch it is asked by the caller. Raises NotFound."""
    operation.current()
    order = together.lock_orders([order_id])[order_id]
    return order, together.lines_by_order([order_id])[order_id]


def lock_task(*, actor: User, task_id: int, version: int | None = None) -> tuple[Task, Order, list[OrderLine]]:
    """A task locked after its order (DESIGN 3), with order and lines. Raises NotFound (also for "not yours"), Stale
    when it is no longer at ``version``."""
    order_id = Task.objects.filter(pk=task_id).values_list("order_id", flat=True).first()
    if order_id is None:
        raise errors.NotFound()
    order, lines = lock_order(order_id)
    task = lock_tasks([task_id])[task_id]
    task.order = order
    if not policies.is_visible(actor, task):
        raise errors.NotFound()
    if task.state == State.PROPOSED and not policies.can(actor, policies.DECOMPOSE, task):
        raise errors.NotFound()
    if version is not None and task.version != version:
        raise errors.Stale(fields={}, version=task.version, status=task.state)
    return task, order, lines


def lock_tasks(task_ids: Collection[int]) -> dict[int, Task]:
    """Tasks by pk, locked; the caller holds their orders already."""
    operation.current()
    rows = Task.objects.select_for_update(no_key=True, of=("self",)).select_related(
        "phase", "department", "department__head", "owner", "template"
    )
    return {one.pk: one for one in rows.filter(pk__in=task_ids).order_by("pk")}


def lock_tasks_of(order: Order, *, proposed: bool = False) -> list[Task]:
    """All tasks of a locked order that are not dropped, locked, by key; proposed ones too where asked for."""
    states = [*LIVE, State.DONE, *([State.PROPOSED] if proposed else [])]
    ids = Task.objects.filter(order=order, state__in=states).values_list("pk", flat=True)
    found = list(lock_tasks(list(ids)).values())
    for one in found:
        one.order = order
    return found
