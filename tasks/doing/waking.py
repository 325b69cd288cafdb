"""What waits for tasks that began, ended or were taken up again: it wakes, and its owners are told."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_noop

from accounts.people.models import User
from orders.order.models import Order
from tasks.doing import notices
from tasks.task import queries, writing
from tasks.task.models import Task, TaskLink
from tasks.task.states import ENDED, State


def settle(order: Order, moved: Sequence[Task], *, actor: User, at: datetime) -> list[Task]:
    """Count anew what the successors of moved (and saved) tasks of a locked order still wait for. One that waits for
    nothing any more can begin and its owner is told; one that waits again is told too. Returns those that changed."""
    after = TaskLink.objects.filter(predecessor__in=[one.pk for one in moved])
    ids = set(after.exclude(successor__state__in=ENDED).values_list("successor_id", flat=True))
    if not ids:
        return []
    rows = list(queries.lock_tasks(ids).values())
    changed = writing.count_predecessors(rows)
    for one in changed:
        one.order = order
        one.ready_at = (one.ready_at or at) if one.is_ready else None
    writing.save(changed, ("open_predecessors", "ready_at"), at)
    for one in changed:
        _tell(one, moved, actor, at)
    return changed


def _tell(task: Task, moved: Sequence[Task], actor: User, at: datetime) -> None:
    """Only who has not begun is waiting."""
    if task.state != State.OPEN:
        return
    if task.is_ready:
        notices.tell("ready", task, {task.owner_id} - {actor.pk}, message=_READY, at=at, before=moved[0].title)
        notices.record("ready", task, at=at, before=moved[0].title)
    elif moved[0].is_live:
        notices.tell("waits", task, {task.owner_id} - {actor.pk}, message=_WAITS, at=at, before=moved[0].title)


_READY = gettext_noop("%(task)s of %(order)s can begin: %(before)s is done with.")
_WAITS = gettext_noop("%(task)s of %(order)s waits again: %(before)s was taken up again.")
