"""What keeps a task from going on, and that it goes on (R192)."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.people.models import User
from common import errors
from common.operation import operation
from tasks.doing import locking, notices
from tasks.task import policies, writing
from tasks.task.choices import BlockReason
from tasks.task.models import Task
from tasks.task.states import Move

WORDS = 300


@operation
def block_task(
    *, actor: User, task_id: int, reason: str, at: datetime, words: str = "", version: int | None = None
) -> Task:
    """Say that a task cannot go on: ``reason`` of ``BlockReason``, in ``words`` what is missing. The head of its
    department and who follows the order are told. Raises NotFound, NotAllowed, Stale, WrongState, Invalid."""
    held = locking.hold(actor, task_id, policies.WORK, version)
    task = held.task
    if reason not in BlockReason.values:
        raise errors.Invalid(fields={"reason": [_("Choose what holds it up.")]})
    asked = _("Say what holds it up.") if reason == BlockReason.OTHER else ""
    text = locking.said(words, "words", WORDS, words=asked)
    writing.move(task, Move.BLOCK, actor=actor, at=at, reason=f"{reason}: {text}" if text else reason)
    task.block_reason, task.block_words, task.blocked_at = reason, text, at
    locking.keep(held, ("state", "block_reason", "block_words", "blocked_at"), at)
    notices.record("blocked", task, at=at, reason=text, cause=reason)
    people = notices.concerned(task, but=actor)
    notices.tell("blocked", task, people, message=_BLOCKED, at=at, why=text or str(BlockReason(reason).label))
    return task


@operation
def resume_task(*, actor: User, task_id: int, at: datetime, words: str = "", version: int | None = None) -> Task:
    """What held a task up is out of the way; ``words`` say how. One that had not begun waits to be begun. Raises
    NotFound, NotAllowed, Stale, WrongState (not blocked), Invalid."""
    held = locking.hold(actor, task_id, policies.WORK, version)
    task = held.task
    text = locking.said(words, "words", WORDS)
    writing.move(task, Move.RESUME, actor=actor, at=at, reason=text)
    since = task.blocked_at
    task.block_reason, task.block_words, task.blocked_at = "", "", None
    locking.keep(held, ("state", "block_reason", "block_words", "blocked_at"), at)
    notices.record("resumed", task, at=at, reason=text, since=since.isoformat() if since else "")
    notices.tell("resumed", task, notices.concerned(task, but=actor), message=_RESUMED, at=at)
    return task


_BLOCKED = gettext_noop("%(task)s of %(order)s is held up: %(why)s")
_RESUMED = gettext_noop("%(task)s of %(order)s goes on.")
