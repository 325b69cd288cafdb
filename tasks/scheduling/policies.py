"""Who sees moves of days and the hours of people, and who may say something about them."""

from django.db.models import Q, QuerySet

from accounts import access
from accounts import policies as rights
from accounts.people.models import User
from orders.order import policies as orders
from orders.order.models import Order
from tasks.scheduling.models import DateMove
from tasks.task import policies as tasks

CAPACITY = "task.capacity"
TELL = "order.reserve"  # who notes that the customer was told the days of a promise


def visible_moves(actor: User) -> QuerySet[DateMove]:
    """The moves of orders that the actor sees, and of tasks that he sees."""
    rows = DateMove.objects.all()
    if rights.can(actor, tasks.VIEW) and access.of(actor).scope(tasks.VIEW) == "ALL":
        return rows
    of_orders = orders.of_visible(actor)
    return rows.filter(of_orders | Q(task__in=tasks.visible_to(actor).values("pk")))


def can_tell(actor: User, order: Order) -> bool:
    """Whether the actor may note what the customer of an order was told."""
    return rights.can(actor, TELL, **orders.reach(order)) or tasks.can_for_order(actor, tasks.SCHEDULE, order)


def require_tell(actor: User, order: Order) -> None:
    """Raise NotAllowed unless ``can_tell``."""
    if not can_tell(actor, order):
        rights.require(actor, TELL, **orders.reach(order))


def can_keep(actor: User, person: User) -> bool:
    """Whether the actor keeps the working hours of somebody: who leads his department does."""
    department = person.department
    heads = [department.head_id] if department else []
    return rights.can(actor, CAPACITY, owners=heads, departments=[person.department_id])


def can_enter(actor: User, person: User) -> bool:
    """Whether the actor may enter when somebody is away: everybody for himself, by a token that knows of tasks."""
    held = access.of(actor)
    return (person.pk in held.own_ids and held.admits(tasks.VIEW)) or can_keep(actor, person)


def kept_by(actor: User) -> QuerySet[User]:
    """The active people whose working hours the actor keeps."""
    people = User.objects.filter(is_active=True, is_system=False)
    return people.filter(department__in=tasks.departments_for(actor, CAPACITY))


def require_keep(actor: User, person: User) -> None:
    """Raise NotAllowed unless ``can_keep``."""
    if not can_keep(actor, person):
        rights.require(actor, CAPACITY, owners=[], departments=[])


def require_enter(actor: User, person: User) -> None:
    """Raise NotAllowed unless ``can_enter``."""
    if not can_enter(actor, person):
        rights.require(actor, CAPACITY, owners=[], departments=[])
