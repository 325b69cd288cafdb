"""A task under its lock, for somebody who may do something to it, and how what was changed is kept."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.people.models import User
from common import errors
from orders.order.models import Order, OrderLine
from orders.order.states import Stage, Status
from tasks.task import policies, queries, writing
from tasks.task.choices import Source
from tasks.task.models import Task
from tasks.task.states import State

May = Callable[[Task], bool]
_AT_WORK = (Status.EFFECTIVE, Status.CLOSED)  # what runs when an order closes is still ended


@dataclass(frozen=True)
class Held:
    """A locked task with its locked order and lines."""

    task: Task
    order: Order
    lines: Sequence[OrderLine]


def hold(actor: User, task_id: int, verb: str, version: int | None, *, may: May | None = None) -> Held:
    """The task for somebody who holds ``verb`` on it, or whom ``may`` lets, locked after its order. Raises NotFound
    (also "not yours"), NotAllowed, Stale, WrongState (the order is not in force)."""
    task, order, lines = queries.lock_task(actor=actor, task_id=task_id, version=version)
    if may is None or not may(task):
        policies.require(actor, verb, task)
    if order.status not in _AT_WORK:
        words = _("Nothing is done for an order that is %(status)s.") % {"status": Status(order.status).label}
        raise errors.WrongState(words, status=str(task.state), possible=[])
    return Held(task, order, lines)


def outlasts(task: Task) -> bool:
    """Whether a task stays when its line or order is closed: following up begins then (R189), and what a check found
    is put right nonetheless."""
    return task.phase.stage == Stage.DELIVERY or task.source == Source.CHECK


def require_may_begin(held: Held) -> None:
    """Raise WrongState where the order takes no new work: it is closed (following up still begins then), frozen, or the
    task's line is. What a check asked for is done nonetheless: often it is about just that."""
    task = held.task
    if why := why_not_begin(task, held.order, held.lines):
        code = "frozen" if held.order.status == Status.EFFECTIVE or outlasts(task) else None
        raise errors.WrongState(why, status=str(task.state), possible=[], **({"code": code} if code else {}))


def why_not_begin(task: Task, order: Order, lines: Sequence[OrderLine]) -> str:
    """Why no work on a task is begun or planned because of its order, in words; "" where it is: the one question
    whether work may go on."""
    if task.source == Source.CHECK:
        return ""
    if order.status != Status.EFFECTIVE and not outlasts(task):
        return _("The order is %(status)s: nothing new is begun.") % {"status": Status(order.status).label}
    mine = [one for one in lines if one.line_no == task.line_no and one.is_frozen]
    if order.is_frozen or mine:
        why = order.freeze_reason if order.is_frozen else mine[0].freeze_reason
        return _("The order is frozen: %(reason)s") % {"reason": why}
    return ""


def require_live(task: Task) -> None:
    """Raise WrongState unless the task is released and not ended."""
    if not task.is_live:
        words = _("The task is %(state)s.") % {"state": State(task.state).label}
        raise errors.WrongState(words, status=str(task.state), possible=[])


def keep(held: Held, fields: Iterable[str], at: datetime) -> None:
    """Save the task, and let the lines of its order say how the work stands."""
    writing.save([held.task], fields, at)
    writing.note_facts(held.order, held.lines, at=at)


def said(text: str, field: str, most: int, *, words: str = "") -> str:
    """What somebody wrote, trimmed. Raises Invalid where it is too long, or empty while ``words`` ask for it."""
    text = text.strip()
    if words and not text:
        raise errors.Invalid(fields={field: [words]})
    if len(text) > most:
        raise errors.Invalid(fields={field: [_("At most %(count)s characters.") % {"count": most}]})
    return text
