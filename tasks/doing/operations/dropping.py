"""A task that is not needed any more, and one that is to be handled first."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.people.models import User
from common.operation import operation
from orders.order.models import Order
from tasks.doing import locking, notices, waking
from tasks.task import policies, writing
from tasks.task.choices import KeyReason
from tasks.task.models import Task
from tasks.task.states import Move

REASON = 200


@operation
def drop_task(*, actor: User, task_id: int, reason: str, at: datetime, version: int | None = None) -> Task:
    """Take a task out that is not needed, with a reason: who takes orders apart may, and who gives the task out. What
    waited for it waits no more; its owner and who follows the order are told. Raises NotFound, NotAllowed, Stale,
    WrongState (done), Invalid."""
    verb = policies.ASSIGN
    held = locking.hold(actor, task_id, policies.VIEW, version)
    if not policies.can(actor, policies.DECOMPOSE, held.task):
        policies.require(actor, verb, held.task)
    why = locking.said(reason, "reason", REASON, words=_("Say why."))
    drop(held.order, [held.task], why, actor=actor, at=at)
    writing.note_facts(held.order, held.lines, at=at)
    people = notices.concerned(held.task, but=actor)
    notices.tell("dropped", held.task, people, message=_DROPPED, at=at, why=why)
    return held.task


def drop(order: Order, tasks: Sequence[Task], reason: str, *, actor: User, at: datetime) -> None:
    """Drop locked tasks of a locked order and wake what waited for them; joins the operation in progress. Who calls
    tells people and writes the facts of the lines."""
    for one in tasks:
        writing.move(one, Move.DROP, actor=actor, at=at, reason=reason)
        one.drop_reason = reason[:REASON]
        one.block_reason, one.block_words, one.blocked_at = "", "", None
        notices.record("dropped", one, at=at, reason=reason)
        notices.asked_no_more(one, [one.owner_id], at)
    if tasks:
        writing.save(tasks, ("state", "drop_reason", "block_reason", "block_words", "blocked_at"), at)
        waking.settle(order, tasks, actor=actor, at=at)


@operation
def mark_key(*, actor: User, task_id: int, is_key: bool, at: datetime, version: int | None = None) -> Task:
    """Say by hand that a task is handled first (R134), or take that back; other reasons stay. Raises NotFound,
    NotAllowed, Stale, WrongState (ended)."""
    held = locking.hold(actor, task_id, policies.SCHEDULE, version)
    task = held.task
    locking.require_live(task)
    if task.is_marked_key == is_key:
        return task
    task.is_marked_key = is_key
    others = [one for one in task.key_reasons if one != KeyReason.BY_HAND]
    task.key_reasons = [*others, KeyReason.BY_HAND] if is_key else others
    writing.save([task], ("is_marked_key", "key_reasons"), at)
    notices.record("key" if is_key else "not_key", task, at=at)
    if is_key:
        notices.tell("key", task, {task.owner_id} - {actor.pk}, message=_KEY, at=at)
    return task


_DROPPED = gettext_noop("%(task)s of %(order)s is not needed any more: %(why)s")
_KEY = gettext_noop("%(task)s of %(order)s is a key task now: it comes first.")
