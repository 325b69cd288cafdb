"""What rooms and apps above say of a change before it is approved (docs/adr/0067): the tasks that would move, come or
go, with their hours."""

from collections.abc import Callable, Iterable
from datetime import datetime

from common.registry import Registry
from orders.changes.impact.sheet import TaskMove
from orders.changes.projecting import Projection

# key → what a change would do to the tasks of its order: reads only, in a constant number of statements
tasks: Registry[Callable[[Projection, datetime], Iterable[TaskMove]]] = Registry("changes.impact")


def moves(projection: Projection, at: datetime) -> list[TaskMove]:
    """What all of them say."""
    return [one for ask in tasks.values() for one in ask(projection, at)]
