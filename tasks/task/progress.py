"""How far tasks are together: one sum for the lines of an order, its board, its checks and reports. Pure."""

from collections.abc import Iterable
from decimal import Decimal

from tasks.task.models import Task
from tasks.task.states import State

WHOLE = 100  # percent


def share_done(tasks: Iterable[Task]) -> int | None:
    """Percent done, each task weighed by its planned hours (one of none counts as one hour); the whole only when all
    are done. None: there are no tasks."""
    rows = list(tasks)
    if not rows:
        return None
    if all(one.state == State.DONE for one in rows):
        return WHOLE
    weights = [max(one.planned_hours, Decimal(1)) for one in rows]
    done = sum(one.progress * weight for one, weight in zip(rows, weights, strict=True))
    return min(int(done // sum(weights)), WHOLE - 1)
