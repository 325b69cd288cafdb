"""What a move of days would do, before anybody makes it; nothing is written (R138, R159)."""

from datetime import date, datetime

from accounts.people.models import User
from orders.order import together
from orders.order.models import Order
from tasks.scheduling import consequences, placing, sheet
from tasks.scheduling.consequences import Preview
from tasks.task import policies, queries


def preview_move(
    *, actor: User, task_id: int, at: datetime, start: date | None = None, end: date | None = None
) -> Preview:
    """What ``move_task`` would do. Raises NotFound, NotAllowed, WrongState, Invalid as it does."""
    task = queries.get_task(actor=actor, task_id=task_id)
    policies.require(actor, policies.SCHEDULE, task)
    placing.require_movable(task, task.order)
    schedule = _sheet(task.order, at)
    moves = placing.put(schedule, schedule.tasks[task.pk], start=start, end=end)
    return consequences.of(schedule, moves)


def preview_schedule(
    *, actor: User, order: Order, at: datetime, backward: bool = False, frees: bool = False
) -> Preview:
    """What ``schedule_order`` would do to an order that was found for the actor. Raises NotAllowed, WrongState."""
    policies.require_for_order(actor, policies.SCHEDULE, order)
    placing.require_in_force(order)
    schedule = _sheet(order, at)
    return consequences.of(schedule, placing.replan(schedule, backward=backward, frees=frees))


def _sheet(order: Order, at: datetime) -> sheet.Sheet:
    return sheet.read(order, together.lines_by_order([order.pk])[order.pk], at=at)
