"""Who sees requirements, asks for goods, and answers for a department."""

from collections.abc import Collection

from django.db.models import Q, QuerySet

from accounts import access
from accounts import policies as rights
from accounts.people.models import Department, User
from orders.order import policies as orders
from orders.order.models import Order
from tasks.requirements.models import Requirement, RequirementLine
from tasks.task import policies as tasks

CREATE, ANSWER = "requirement.create", "requirement.answer"
SUBJECT = Requirement._meta.label_lower  # "tasks.requirement"


def visible_to(actor: User) -> QuerySet[Requirement]:
    """The requirements that the actor asked for or owns, those of the departments that he answers for, and those with
    goods for an order that he sees; all of them for who asks or answers for the whole company."""
    reach = access.of(actor)
    if reads_all(actor):
        return Requirement.objects.all()
    own = _own(reach)
    mine = Q(created_by__in=own) | Q(owner__in=own)
    theirs = Q(department__in=tasks.departments_for(actor, ANSWER).values("pk"))
    of_orders = Q(pk__in=_with_goods_for(actor))
    return Requirement.objects.filter(mine | theirs | of_orders)


def lines_visible_to(actor: User) -> QuerySet[RequirementLine]:
    """The lines of requirements that the actor reads: a requirement may name goods for many orders, and who sees it for
    the sake of one order reads nothing of the others; who asked or answers reads all of it."""
    reach = access.of(actor)
    if reads_all(actor):
        return RequirementLine.objects.all()
    own = _own(reach)
    his = Q(requirement__created_by__in=own) | Q(requirement__owner__in=own)
    theirs = Q(requirement__department__in=tasks.departments_for(actor, ANSWER).values("pk"))
    seen = Q(order__isnull=True) | orders.of_visible(actor)
    return RequirementLine.objects.filter(his | theirs | seen)


def reads_all(actor: User) -> bool:
    """Whether the actor reads every line: who asks or answers for the whole company."""
    reach = access.of(actor)
    return "ALL" in (reach.scope(CREATE), reach.scope(ANSWER))


def _own(reach: access.Access) -> Collection[int]:
    """Whose requirements are the actor's own: a token that names neither right reads none of them."""
    return reach.own_ids if reach.admits(CREATE) or reach.admits(ANSWER) else ()


def _with_goods_for(actor: User) -> QuerySet:
    lines = Requirement.objects.filter(lines__order__in=orders.visible_to(actor).values("pk"))
    return lines.values("pk")


def is_visible(actor: User, requirement: Requirement) -> bool:
    """Whether the actor sees this requirement."""
    return visible_to(actor).filter(pk=requirement.pk).exists()


def can_ask(actor: User, requirement: Requirement) -> bool:
    """Whether the actor edits, asks for and takes back this requirement: who made it, or who asks for the company."""
    owners = [requirement.created_by_id]
    return rights.can(actor, CREATE, owners=owners, departments=[requirement.department_id])


def can_answer(actor: User, requirement: Requirement) -> bool:
    """Whether the actor answers for the department asked: its head, the owner, or by his scope."""
    owners = [requirement.owner_id, requirement.department.head_id]
    return rights.can(actor, ANSWER, owners=owners, departments=[requirement.department_id])


def require_ask(actor: User, requirement: Requirement) -> None:
    """Raise NotAllowed unless ``can_ask``."""
    if not can_ask(actor, requirement):
        rights.require(actor, CREATE, owners=(), departments=())


def require_answer(actor: User, requirement: Requirement) -> None:
    """Raise NotAllowed unless ``can_answer``."""
    if not can_answer(actor, requirement):
        rights.require(actor, ANSWER, owners=(), departments=())


def can_ask_for(actor: User, order: Order) -> bool:
    """Whether the actor asks for goods for this order."""
    return rights.can(actor, CREATE, **orders.reach(order))


def require_ask_for(actor: User, order: Order) -> None:
    """Raise NotAllowed unless ``can_ask_for``."""
    rights.require(actor, CREATE, **orders.reach(order))


def departments_of(kinds: tuple[str, ...]) -> QuerySet[Department]:
    """The active departments that can be asked for goods of a kind."""
    return Department.objects.filter(is_active=True, kind__in=kinds).select_related("head").order_by("path", "pk")
