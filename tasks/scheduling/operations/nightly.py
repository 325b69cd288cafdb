"""What time alone changes: slack shrinks, what did not begin becomes late."""

from datetime import datetime

import structlog

from accounts.people.models import User
from common.errors import DomainError
from common.operation import operation
from tasks.scheduling import moving
from tasks.task import queries
from tasks.task.models import Task
from tasks.task.states import LIVE

log = structlog.get_logger(__name__)


def judge_all(*, actor: User, at: datetime) -> int:
    """Say slack, critical path, key reasons and phases of all orders with open tasks anew, each in its own transaction;
    returns how many orders. One that cannot be judged stays for the next night."""
    ids = Task.objects.filter(state__in=LIVE).values_list("order_id", flat=True).distinct().order_by("order_id")
    judged = 0
    for order_id in list(ids):
        try:
            judge_order(actor=actor, order_id=order_id, at=at)
            judged += 1
        except DomainError as error:
            log.warning("schedule_not_judged", order=order_id, error=str(error))
    return judged


@operation
def judge_order(*, actor: User, order_id: int, at: datetime) -> None:
    """Say slack, critical path, key reasons and phases of an order anew; no day moves. Raises NotFound."""
    order, lines = queries.lock_order(order_id)
    moving.judge(order, lines, at=at)
