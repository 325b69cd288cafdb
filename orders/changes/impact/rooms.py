"""What rooms and apps above say of a change before it is approved (docs/adr/0067): the tasks that would move, come or
go, with their hours."""

from collections.abc import Callable, Iterable
from datetime import datetime

from common.registry import Registry
from orders.changes.impact.sheet import TaskMove
from orders.changes.projecting import Projection

# key → what a change would do to the tasks of its order, None where it has none: reads only, in a constant number of
# statements
tasks: Registry[Callable[[Projection, datetime], Iterable[TaskMove] | None]] = Registry("changes.impact")


def moves(projection: Projection, at: datetime) -> list[TaskMove] | None:
    """What all of them say; None where the order has no tasks."""
    answers = [answer for ask in tasks.values() if (answer := ask(projection, at)) is not None]
    return [one for answer in answers for one in answer] if answers else None
