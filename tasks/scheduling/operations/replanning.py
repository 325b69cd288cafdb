"""Days of tasks moved by a person: one by hand, or all of an order by the rules (R138)."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.people.models import User
from common import errors, events
from common.operation import operation
from tasks.scheduling import moving, placing, sheet
from tasks.scheduling.choices import Cause
from tasks.task import policies, queries, writing
from tasks.task.models import Task

WORDS = 300


@operation
def move_task(
    *,
    actor: User,
    task_id: int,
    at: datetime,
    start: date | None = None,
    end: date | None = None,
    cause: str = Cause.OTHER,
    words: str = "",
    version: int | None = None,
) -> Task:
    """Put a task on other days, which are then fixed by hand: without ``end`` it stays as long as it is. What waits for
    it and did not begin moves as far as it must. Every end that moves is a row of the ledger with ``cause``; who owns
    what moved is told. Raises NotFound, NotAllowed, Stale, WrongState (it ended), Invalid (no day possible)."""
    _require_said(cause, words)
    task, order, lines = queries.lock_task(actor=actor, task_id=task_id, version=version)
    policies.require(actor, policies.SCHEDULE, task)
    placing.require_movable(task, order)
    schedule = sheet.lock(order, lines, at=at)
    mine = schedule.tasks[task.pk]
    moves = placing.put(schedule, mine, start=start, end=end)
    moving.note(order, moves, actor=actor, at=at, cause=cause, words=words.strip(), fields=("work_days", "is_fixed"))
    schedule.write_judgement(at)
    writing.note_facts(order, lines, at=at)
    return mine


@operation
def free_task(*, actor: User, task_id: int, at: datetime, version: int | None = None) -> Task:
    """The days of a task are fixed by hand no more: the next time the order is planned by the rules they may move.
    Raises NotFound, NotAllowed, Stale, WrongState."""
    task, order, lines = queries.lock_task(actor=actor, task_id=task_id, version=version)
    policies.require(actor, policies.SCHEDULE, task)
    placing.require_movable(task, order)
    if task.is_fixed:
        task.is_fixed = False
        writing.save([task], ["is_fixed"], at)
        sheet.lock(order, lines, at=at).write_judgement(at)
        events.record("task.freed", task, at=at, number=str(order))
    return task


@operation
def schedule_order(
    *,
    actor: User,
    order_id: int,
    at: datetime,
    backward: bool = False,
    frees: bool = False,
    cause: str = Cause.OTHER,
    words: str = "",
) -> list[Task]:
    """Plan all tasks of an order anew that did not begin: from today on as early as possible, or (``backward``) as
    late as the promises allow; what was fixed by hand stays unless it is freed too. Returns those whose days moved.
    Raises NotFound, NotAllowed, WrongState, Invalid."""
    _require_said(cause, words)
    order, lines = queries.lock_order(order_id)
    if not policies.can_for_order(actor, "order.view", order) and not policies.sees_order(actor, order.pk):
        raise errors.NotFound()
    policies.require_for_order(actor, policies.SCHEDULE, order)
    placing.require_in_force(order)
    schedule = sheet.lock(order, lines, at=at)
    fixed = {key for key, one in schedule.tasks.items() if one.is_fixed}
    moves = placing.replan(schedule, backward=backward, frees=frees)
    moved = {one.task.pk for one in moves}
    freed = [one for key, one in schedule.tasks.items() if key in fixed and not one.is_fixed and key not in moved]
    writing.save(freed, ["is_fixed"], at)
    moving.note(order, moves, actor=actor, at=at, cause=cause, words=words.strip(), fields=("is_fixed",))
    schedule.write_judgement(at)
    writing.note_facts(order, lines, at=at)
    events.record("order.scheduled", order, at=at, number=str(order), moved=len(moves), backward=backward)
    return [one.task for one in moves]


def _require_said(cause: str, words: str) -> None:
    wrong: dict[str, list[errors.Text]] = {}
    if cause not in Cause.values:
        wrong["cause"] = [_("Choose one of the list.")]
    if len(words.strip()) > WORDS:
        wrong["words"] = [_("At most %(count)s characters.") % {"count": WORDS}]
    if wrong:
        raise errors.Invalid(fields=wrong)
