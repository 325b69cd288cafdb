"""What comes before a released task, said anew by a person (R138)."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.people.models import User
from common import errors
from common.operation import operation
from tasks.doing import locking, notices
from tasks.scheduling import moving
from tasks.task import links, policies, queries, writing
from tasks.task.choices import LinkKind
from tasks.task.models import Task, TaskLink
from tasks.task.states import RELEASED

FARTHEST, MOST = 365, 50  # days of work between, tasks before one


@operation
def set_predecessors(
    *, actor: User, task_id: int, after: Sequence[tuple[int, str, int]], at: datetime, version: int | None = None
) -> Task:
    """Say after which released tasks of its order a task comes that did not begin: (key, kind, days of work between),
    in place of those before. What it waits for is counted anew; it, and what waits for it, moves as far as it must.
    Who moves its days may, and who takes the order apart; owners are told.

    Raises NotFound, NotAllowed, Stale, WrongState (it began or ended), Invalid (a task of another order, a circle).
    """
    held = locking.hold(actor, task_id, policies.VIEW, version)
    task = held.task
    if not policies.can(actor, policies.DECOMPOSE, task):
        policies.require(actor, policies.SCHEDULE, task)
    locking.require_live(task)
    if task.started_at is not None:
        raise errors.WrongState(_("It began already: what comes before it stays."), status=str(task.state), possible=[])
    rows = {one.pk: one for one in queries.lock_tasks_of(held.order)}
    task = rows[task.pk]
    if not _replace(task, after, rows.keys() - {task.pk}):
        return task
    waits = writing.count_predecessors([task])
    task.ready_at = (task.ready_at or at) if task.is_ready else None
    writing.save([task], ("open_predecessors", "ready_at"), at)
    moving.push(held.order, held.lines, actor=actor, at=at)
    writing.note_facts(held.order, held.lines, at=at)
    before = [rows[pk].title for pk, _kind, _lag in after]
    notices.record("relinked", task, at=at, before=before)
    ready = bool(waits) and task.is_ready
    notices.tell("relinked", task, {task.owner_id} - {actor.pk}, message=_READY if ready else _CHANGED, at=at)
    return task


def _replace(task: Task, after: Sequence[tuple[int, str, int]], possible: set[int]) -> bool:
    """Whether anything is different now. What comes before it in an open proposal stays: its release decides."""
    wrong = _fault(after, possible)
    if wrong:
        raise errors.Invalid(fields={"after": [wrong]})
    present = TaskLink.objects.filter(successor=task, predecessor__state__in=RELEASED)
    wanted = {pk: (str(kind), lag) for pk, kind, lag in after}
    if {one.predecessor_id: (one.kind, one.lag_days) for one in present} == wanted:
        return False
    present.delete()
    TaskLink.objects.bulk_create(
        [TaskLink(predecessor_id=pk, successor=task, kind=kind, lag_days=lag) for pk, (kind, lag) in wanted.items()]
    )
    pairs = TaskLink.objects.filter(successor__order_id=task.order_id).values_list("predecessor_id", "successor_id")
    if links.circle_in(pairs):
        raise errors.Invalid(fields={"after": [_("These tasks would wait for each other.")]})
    return True


def _fault(after: Sequence[tuple[int, str, int]], possible: set[int]) -> str:
    keys = [pk for pk, _kind, _lag in after]
    if len(after) > MOST:
        return _("At most %(count)s tasks.") % {"count": MOST}
    if not set(keys) <= possible:
        return _("What comes before is another task of the same order.")
    if len(set(keys)) < len(keys):
        return _("Each task once.")
    if any(kind not in LinkKind for _pk, kind, _lag in after):
        return _("Choose one of the list.")
    if any(not -FARTHEST <= lag <= FARTHEST for _pk, _kind, lag in after):
        return _("At most %(n)s days.") % {"n": FARTHEST}
    return ""


_CHANGED = gettext_noop("%(task)s of %(order)s comes after other tasks than before.")
_READY = gettext_noop("%(task)s of %(order)s waits for nothing any more and can begin.")
