"""What happens to tasks when something happens to their order (docs/adr/0068, 0076)."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_noop

from accounts.people.models import User
from orders.order import together
from orders.order.followers import Happening
from orders.order.models import Order, OrderLine
from orders.order.watchers import watchers
from tasks.doing import locking, notices
from tasks.doing.operations import dropping
from tasks.task import policies, queries, writing
from tasks.task.models import Task
from tasks.task.states import LIVE, State

_WHOLE = (Happening.VOIDED, Happening.UNAPPROVED, Happening.CLOSED, Happening.REOPENED)
_WHY = {
    Happening.VOIDED: gettext_noop("The order was made void."),
    Happening.UNAPPROVED: gettext_noop("The order was taken back for correction."),
    Happening.LINES_DROPPED: gettext_noop("A change took the line out of the order."),
    Happening.LINES_CLOSED: gettext_noop("The line of the order was closed."),
    Happening.CLOSED: gettext_noop("The order was closed."),
}


# a task dropped for one of these was not taken out by a person: it comes again when its order (or line) does
BY_ORDER = tuple(_WHY.values())


def follow(order: Order, what: Happening, *, lines: Sequence[OrderLine], actor: User, at: datetime) -> None:
    """Void or back in the draft: nothing is left to do. A line taken out by a change: its tasks go. Closed (a line or
    the order): what has not begun goes, who is at work is told to end it, following up stays. Opened again: who has
    tasks is told. Called under the order's lock; writes the facts of its lines."""
    numbers = None if what in _WHOLE else {line.line_no for line in lines}
    mine = [one for one in queries.lock_tasks_of(order, proposed=True) if one.state != State.DONE]
    mine = [one for one in mine if numbers is None or one.line_no in numbers]
    if what in (Happening.REOPENED, Happening.LINES_REOPENED):
        _tell_reopened(order, mine, actor, at)
        return
    gone = [one for one in mine if _goes(one, what)]
    dropping.drop(order, gone, str(_WHY[what]), actor=actor, at=at)
    _tell(order, gone, [one for one in mine if one.is_live], what, actor, at)
    if gone:
        writing.note_facts(order, together.lines_by_order([order.pk])[order.pk], at=at)


def tasks_of(order_id: int) -> QuerySet[Task]:
    """The tasks of an order that are to be done, or proposed."""
    return Task.objects.filter(order=order_id, state__in=(*LIVE, State.PROPOSED))


HEARS = dict.fromkeys((*_WHY, Happening.REOPENED, Happening.LINES_REOPENED), tasks_of)


def _goes(task: Task, what: Happening) -> bool:
    if what in (Happening.VOIDED, Happening.UNAPPROVED, Happening.LINES_DROPPED):
        return True
    has_begun = task.started_at is not None and task.state != State.PROPOSED
    return not has_begun and not locking.outlasts(task)


def _tell(order: Order, gone: Sequence[Task], left: Sequence[Task], what: Happening, actor: User, at: datetime) -> None:
    for one in gone:
        if one.released_at is not None:
            notices.tell("dropped", one, {one.owner_id} - {actor.pk}, message=_GONE[what], at=at)
    for one in left:
        if not locking.outlasts(one):
            notices.tell("order_closed", one, {one.owner_id} - {actor.pk}, message=_END_IT, at=at)


def _tell_reopened(order: Order, tasks: Sequence[Task], actor: User, at: datetime) -> None:
    """What was dropped when it was closed is not taken up by itself: who follows the order takes it apart anew."""
    if tasks:
        people = {*policies.told(tasks, but=actor), *watchers(order, but=actor)}
        notices.tell("order_reopened", tasks[0], people, message=_REOPENED, at=at)


_GONE = {
    Happening.VOIDED: gettext_noop("%(task)s of %(order)s is not needed any more: the order was made void."),
    Happening.UNAPPROVED: gettext_noop(
        "%(task)s of %(order)s is not needed any more: the order was taken back for correction."
    ),
    Happening.LINES_DROPPED: gettext_noop(
        "%(task)s of %(order)s is not needed any more: a change took the line out of the order."
    ),
    Happening.LINES_CLOSED: gettext_noop("%(task)s of %(order)s is not needed any more: the line was closed."),
    Happening.CLOSED: gettext_noop("%(task)s of %(order)s is not needed any more: the order was closed."),
}
_END_IT = gettext_noop("%(order)s was closed while you work on %(task)s: end it, or say what is left to do.")
_REOPENED = gettext_noop("%(order)s was opened again; look whether its tasks still fit.")
