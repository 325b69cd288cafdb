"""Orders that took effect are taken apart without being asked for (setting ``tasks.propose``)."""

from datetime import datetime, timedelta

from accounts.people import queries as people
from accounts.people.models import User
from common import errors, settings
from common.operation import operation
from orders.order.models import Order
from orders.order.states import Status
from tasks.decomposing import following
from tasks.decomposing.operations import taking_apart
from tasks.task import queries

SETTING = "tasks.propose"
SINCE = timedelta(days=30)  # what took effect longer ago is carried out without tasks


def propose_due(*, at: datetime, limit: int = 100) -> int:
    """Take apart the orders that took effect lately, were never taken apart and have no task; returns how many. What is
    busy is found again by the next run."""
    if not settings.get(SETTING):
        return 0
    system, done = people.system_user(), 0
    waiting = Order.objects.filter(
        status=Status.EFFECTIVE, effective_at__gte=at - SINCE, decompositions=None, tasks=None
    ).order_by("effective_at", "pk")
    for pk in list(waiting.values_list("pk", flat=True)[:limit]):
        try:
            done += propose_one(actor=system, order_id=pk, at=at)
        except (errors.Conflict, errors.NotFound, errors.Unavailable, errors.WrongState):
            continue
    return done


@operation
def propose_one(*, actor: User, order_id: int, at: datetime) -> bool:
    """Take one apart and tell who follows it; False where somebody did so meanwhile or nothing is left to do."""
    order, lines = queries.lock_order(order_id)
    if order.status != Status.EFFECTIVE or order.decompositions.exists() or order.tasks.exists():
        return False
    row = taking_apart.write(order, lines, actor=actor, at=at)
    following.tell_proposed(row, following.TAKEN_APART, actor=actor, at=at)
    return True
