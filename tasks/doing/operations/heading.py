"""What nobody was picked for yet is with who leads the department, also after somebody else leads it."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from itertools import groupby

from accounts.people import queries as people
from accounts.people.models import Department, User
from common.operation import operation
from tasks.doing.operations import handing
from tasks.task import queries
from tasks.task.models import Task
from tasks.task.states import State


def settle_heads(*, at: datetime) -> int:
    """Give the tasks that are still to be given out to who answers for their departments now, where that is another
    than their owner; returns how many. Found by scanning: a new head, one who left, a department below another head."""
    waiting = Task.objects.filter(state=State.OPEN, is_picked=False)
    owners: dict[int, set[int | None]] = defaultdict(set)
    for department_id, owner_id in waiting.order_by().values_list("department_id", "owner_id").distinct():
        owners[department_id].add(owner_id)
    count = 0
    for department in Department.objects.filter(pk__in=owners).order_by("pk"):
        head = queries.accountable(department)
        if head is not None and owners[department.pk] - {head.pk}:
            count += give_to_head(actor=people.system_user(), department_id=department.pk, at=at)
    return count


@operation
def give_to_head(*, actor: User, department_id: int, at: datetime) -> int:
    """The same for one department; who has them now is told once, and what who had them was asked is settled. Only
    tasks are locked: nothing that their orders say changes."""
    department = Department.objects.get(pk=department_id)
    head = queries.accountable(department)
    rows = Task.objects.select_for_update(no_key=True, of=("self",)).select_related("owner").order_by("pk")
    found = rows.filter(department=department, state=State.OPEN, is_picked=False)
    others = [one for one in found if head is not None and one.owner_id != head.pk]
    if head is None or not others:
        return 0
    for former, mine in _by_owner(others):
        handing.give(mine, former, head, actor=actor, at=at)
    return len(others)


def _by_owner(tasks: Collection[Task]) -> list[tuple[User, list[Task]]]:
    found = sorted(tasks, key=lambda one: (one.owner_id or 0, one.pk))
    groups = [list(mine) for _key, mine in groupby(found, key=lambda one: one.owner_id)]
    return [(mine[0].owner, mine) for mine in groups if mine[0].owner is not None]
