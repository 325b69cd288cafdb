"""Who sees checks of orders, and who makes them."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from accounts import access
from accounts import policies as rights
from accounts.people.models import User
from orders.order import policies as orders
from orders.order.models import Order
from tasks.checks.models import ProgressCheck
from tasks.duties import queries as duties
from tasks.task import policies
from tasks.task.choices import Source
from tasks.task.models import Task

CHECK = "task.check"


def visible_to(actor: User) -> QuerySet[ProgressCheck]:
    """The checks of the orders that the actor sees, and those that are his to make."""
    of_orders = orders.of_visible(actor)
    own = access.of(actor).own_ids if access.of(actor).admits(CHECK) else ()
    return ProgressCheck.objects.filter(of_orders | Q(owner__in=own))


def actions_visible_to(actor: User) -> QuerySet[Task]:
    """What checks asked for, among the tasks that the actor may see."""
    return policies.visible_to(actor).filter(source=Source.CHECK)


def sees(actor: User, order: Order, check: ProgressCheck | None = None) -> bool:
    """Whether the actor knows of the order, or the check is his."""
    return orders.can(actor, orders.VIEW, order) or policies.can_for_order(actor, CHECK, order) or owns(actor, check)


def owns(actor: User, check: ProgressCheck | None) -> bool:
    """Whether the check is the actor's or of somebody whom he stands in for; a token's only where it may check."""
    held = access.of(actor)
    return check is not None and check.owner_id in held.own_ids and held.admits(CHECK)


def may_check(actor: User, order: Order, check: ProgressCheck | None = None) -> bool:
    """Whether the actor may check the order: by his right, or because it was given to him."""
    return owns(actor, check) or policies.can_for_order(actor, CHECK, order)


def checkable(actor: User, checks: Iterable[ProgressCheck]) -> set[int]:
    """The keys of those of the checks that the actor may make; his duties are asked for once."""
    stages = {one.stage for one in duties.stages_of(actor)}
    return {
        one.pk
        for one in checks
        if owns(actor, one)
        or rights.can(actor, CHECK, **orders.reach(one.order))
        or (one.order.stage in stages and policies.can_for_order(actor, CHECK, one.order))
    }


def require(actor: User, order: Order, check: ProgressCheck | None = None) -> None:
    """Raise NotAllowed unless ``may_check``."""
    if not may_check(actor, order, check):
        policies.require_for_order(actor, CHECK, order)
