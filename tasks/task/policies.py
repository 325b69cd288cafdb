"""Who sees tasks, and who may do what to them."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Q, QuerySet

from accounts import access, policies
from accounts.people.models import Department, User
from orders.order import policies as orders
from orders.order.models import Order
from tasks.duties import queries as duties
from tasks.duties import standing
from tasks.task.models import Task

SUBJECT = Task._meta.label_lower  # "tasks.task"
VIEW, WORK, ASSIGN = "task.view", "task.work", "task.assign"
SCHEDULE, DECOMPOSE = "task.schedule", "task.decompose"
# what the administrator of an order's stage may, whatever the scope of his role (R144)
_OF_STAGE = frozenset({VIEW, WORK, ASSIGN, SCHEDULE, DECOMPOSE, "task.check"})


def visible_to(actor: User) -> QuerySet[Task]:
    """The tasks that are the actor's or of a department he may look into, and those of the orders that he sees."""
    mine = policies.visible(Task.objects.all(), actor, VIEW, owners=("owner",), department="department")
    if access.of(actor).scope(VIEW) in (None, "ALL"):
        return mine
    led = Q(department__head__in=access.of(actor).own_ids)
    of_orders = orders.of_visible(actor)
    return mine | Task.objects.filter(led | of_orders)


def is_visible(actor: User, task: Task) -> bool:
    """Whether the actor may see this task; as ``visible_to`` says of many, and the order's for another reason too."""
    if not policies.can(actor, VIEW):
        return False
    reach: dict[str, Any] = {
        "owners": [task.owner_id, task.department.head_id],
        "departments": [task.department_id],
    }
    return policies.can(actor, VIEW, **reach) or orders.can(actor, orders.VIEW, task.order)


def can(actor: User, verb: str, task: Task) -> bool:
    """Whether the actor holds ``verb`` on this task: its owner works on it, who leads its department gives it out and
    moves its days, and so does the administrator of the stage that the order is in."""
    owners = [task.department.head_id] if verb in (ASSIGN, SCHEDULE) else [task.owner_id, task.department.head_id]
    if verb == DECOMPOSE:
        return can_for_order(actor, verb, task.order)
    if policies.can(actor, verb, owners=owners, departments=[task.department_id]):
        return True
    return _has_stage(actor, verb, task.order)


def require(actor: User, verb: str, task: Task) -> None:
    """Raise NotAllowed unless ``can``."""
    if not can(actor, verb, task):
        _refuse(actor, verb)


def can_for_order(actor: User, verb: str, order: Order) -> bool:
    """Whether the actor holds ``verb`` (decompose, check) on the order as a whole."""
    if policies.can(actor, verb, **orders.reach(order)):
        return True
    return _has_stage(actor, verb, order)


def _has_stage(actor: User, verb: str, order: Order) -> bool:
    """Whether the actor may because he administers the order's stage; a token only where it names the verb."""
    return verb in _OF_STAGE and access.of(actor).admits(verb) and duties.holds(actor, order)


def require_for_order(actor: User, verb: str, order: Order) -> None:
    """Raise NotAllowed unless ``can_for_order``."""
    if not can_for_order(actor, verb, order):
        _refuse(actor, verb)


def can_for_department(actor: User, verb: str, department: Department) -> bool:
    """Whether the actor holds ``verb`` on a department: because he leads it or his scope reaches it."""
    return policies.can(actor, verb, owners=[department.head_id], departments=[department.pk])


def require_for_department(actor: User, verb: str, department: Department) -> None:
    """Raise NotAllowed unless ``can_for_department``."""
    if not can_for_department(actor, verb, department):
        _refuse(actor, verb)


def departments_for(actor: User, verb: str) -> QuerySet[Department]:
    """The active departments on which the actor holds ``verb``."""
    rights = access.of(actor)
    scope = rights.scope(verb)
    rows = Department.objects.filter(is_active=True)
    if scope is None:
        return rows.none()
    if scope == "ALL":
        return rows
    reached = Q(head__in=rights.own_ids)
    if scope != "OWN":
        reached |= Q(pk__in=rights.departments(scope))
    return rows.filter(reached)


def leads(verb: str) -> Callable[[User], bool]:
    """Whether there is a department on which somebody holds ``verb``, for the navigation: asks nothing."""

    def has_any(actor: User) -> bool:
        rights = access.of(actor)
        scope = rights.scope(verb)
        if scope != "OWN":
            return scope is not None
        places = standing.now().places.values()
        return any(one.is_active and one.head is not None and one.head.pk in rights.own_ids for one in places)

    return has_any


def _refuse(actor: User, verb: str) -> None:
    policies.require(actor, verb, owners=(), departments=())


def sees_order(actor: User, order_id: int) -> bool:
    """Who has a task of an order, or leads a department that has one, sees the order, whatever his scopes."""
    own = access.of(actor).own_ids
    mine = Q(owner__in=own) | Q(department__head__in=own)
    return Task.objects.filter(mine, order_id=order_id).exclude(state__in=["PROPOSED", "DROPPED"]).exists()


def told(tasks: Iterable[Task], *, but: User) -> list[int]:
    """Whose tasks these are, by key, without the one who does something."""
    return sorted({one.owner_id for one in tasks if one.owner_id and one.owner_id != but.pk})
