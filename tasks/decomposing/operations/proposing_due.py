"""Orders that took effect are taken apart without being asked for (setting ``tasks.propose``)."""

from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import DatabaseError
from django.db.models import Exists, OuterRef, QuerySet

from accounts.people import queries as people
from accounts.people.models import User
from common import settings
from common.errors import DomainError
from common.operation import operation
from orders.order.models import Order
from orders.order.states import Status
from tasks.decomposing import following
from tasks.decomposing.models import Decomposition
from tasks.decomposing.operations import taking_apart
from tasks.task import queries
from tasks.task.models import Task

log = structlog.get_logger(__name__)
SETTING = "tasks.propose"
SINCE = timedelta(days=30)  # what took effect longer ago is carried out without tasks


def propose_due(*, at: datetime, limit: int = 100) -> int:
    """Take apart the orders that took effect lately, were not taken apart since and got no task; returns how many. What
    is busy is found again by the next run, and one that cannot be taken apart holds up no other."""
    if not settings.get(SETTING):
        return 0
    system, done = people.system_user(), 0
    for pk in list(waiting(at)[:limit]):
        try:
            done += propose_one(actor=system, order_id=pk, at=at)
        except (DomainError, DatabaseError) as error:
            log.warning("order_not_taken_apart", order=pk, error=str(error))
    return done


def waiting(at: datetime) -> QuerySet[Order, int]:
    """The keys of the orders that took effect lately and have neither proposal nor task, the latest first; one that was
    taken back for correction and approved anew begins anew."""
    effective = Order.objects.filter(status=Status.EFFECTIVE, effective_at__gte=at - SINCE)
    since = OuterRef("pk"), OuterRef("effective_at")
    found = effective.exclude(_apart(*since)).exclude(_tasks(*since))
    return found.order_by("-effective_at", "-pk").values_list("pk", flat=True)


def _apart(order: Any, since: Any) -> Exists:
    return Exists(Decomposition.objects.filter(order=order, proposed_at__gte=since))


def _tasks(order: Any, since: Any) -> Exists:
    return Exists(Task.objects.filter(order=order, created_at__gte=since))


@operation
def propose_one(*, actor: User, order_id: int, at: datetime) -> bool:
    """Take one apart and tell who follows it; False where somebody did so meanwhile or nothing is left to do."""
    order, lines = queries.lock_order(order_id)
    since = order.effective_at
    if order.status != Status.EFFECTIVE or since is None:
        return False
    rows = Order.objects.filter(pk=order.pk)
    if rows.filter(_apart(order.pk, since) | _tasks(order.pk, since)).exists():
        return False
    row = taking_apart.write(order, lines, actor=actor, at=at)
    following.tell_proposed(row, following.TAKEN_APART, actor=actor, at=at)
    return True
