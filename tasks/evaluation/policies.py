"""Who sees evaluations, scores, ends them, rewards and writes cases."""

from django.db.models import Q, QuerySet

from accounts import access, policies
from accounts.people.models import User
from common import errors
from orders.order import policies as orders
from orders.order.models import Order
from tasks.evaluation.models import OrderEvaluation, Reward, Score
from tasks.task.models import Task

VIEW, SCORE, END = "evaluation.view", "evaluation.score", "evaluation.end"
REWARD, WRITE = "evaluation.reward", "case.write"
NO_SELF = "self"


def visible_to(actor: User) -> QuerySet[OrderEvaluation]:
    """The evaluations of the orders that the actor sees, and of those that he worked on."""
    if not policies.can(actor, VIEW):
        return OrderEvaluation.objects.none()
    if access.of(actor).scope(VIEW) == "ALL":
        return OrderEvaluation.objects.all()
    worked = Task.objects.filter(owner__in=access.of(actor).own_ids, state="DONE").values("order")
    return OrderEvaluation.objects.filter(orders.of_visible(actor, verb=VIEW) | Q(order__in=worked))


def require(actor: User, verb: str, order: Order) -> None:
    """Raise NotAllowed unless the actor holds ``verb`` on evaluations of this order."""
    policies.require(actor, verb, **orders.reach(order))


def can(actor: User, verb: str, order: Order) -> bool:
    """Whether the actor holds ``verb`` on evaluations of this order."""
    return policies.can(actor, verb, **orders.reach(order))


def given_as(actor: User, evaluation: OrderEvaluation, person: User | None) -> str:
    """As whom the actor may score: the head of the person's department, the order's salesperson, or a colleague who
    worked on the order too. Raises NotAllowed for himself and for who had nothing to do with the order."""
    own = access.of(actor).own_ids
    if person is not None and person.pk in own:
        raise errors.NotAllowed(code=NO_SELF)
    if not access.of(actor).admits(SCORE):
        raise errors.NotAllowed(verb=SCORE)
    order = evaluation.order
    department = person.department if person is not None else order.department
    if department is not None and department.head_id in own:
        return Score.By.HEAD
    if order.salesperson_id in own:
        return Score.By.SALES
    if policies.can(actor, SCORE) and Task.objects.filter(order=order, owner__in=own, state="DONE").exists():
        return Score.By.PEER
    if policies.can(actor, SCORE, **orders.reach(order)):
        return Score.By.PEER
    raise errors.NotAllowed(verb=SCORE)


def may_score(actor: User, evaluation: OrderEvaluation, person: User | None) -> bool:
    """Whether the actor may score this person."""
    try:
        given_as(actor, evaluation, person)
    except errors.NotAllowed:
        return False
    return True


def rewards_visible_to(actor: User) -> QuerySet[Reward]:
    """One's own, those that one gave, and those of the people of the departments that one rewards in; a token reads
    them only where it may read evaluations or reward."""
    held = access.of(actor)
    own = held.own_ids if held.admits(VIEW) or held.admits(REWARD) else ()
    return policies.visible(Reward.objects.all(), actor, REWARD, owners=("by",), department="person__department") | (
        Reward.objects.filter(Q(person__in=own) | Q(by__in=own))
    )


def may_reward(actor: User, person: User) -> bool:
    """Whether the actor rewards people of this person's department; nobody rewards himself."""
    is_own = person.pk in access.of(actor).own_ids
    return not is_own and policies.can(actor, REWARD, owners=(), departments=[person.department_id])


def require_reward(actor: User, person: User) -> None:
    """Raise NotAllowed unless the actor may reward this person."""
    if person.pk in access.of(actor).own_ids:
        raise errors.NotAllowed(code=NO_SELF)
    policies.require(actor, REWARD, owners=(), departments=[person.department_id])


def sees_givers(actor: User, order: Order) -> bool:
    """Whether the actor reads who gave which score: who ends evaluations of the order. Others read as what it was
    given, and their own."""
    return can(actor, END, order)


def hides_cost(actor: User) -> bool:
    """Whether what an order cost is not his to know."""
    return any(policies.effect(actor, field) for field in ("order.cost", "order.amount"))


def tasks_seen(actor: User, tasks: QuerySet[Task]) -> QuerySet[Task]:
    """Those of these tasks whose doers the actor may compare: his own, those of departments that he leads or in which
    he ends evaluations."""
    rights = access.of(actor)
    scope = rights.scope(END)
    if scope == "ALL":
        return tasks
    mine = Q(owner__in=rights.own_ids) | Q(department__head__in=rights.own_ids)
    if scope not in (None, "OWN"):
        mine |= Q(department__in=rights.departments(scope))
    return tasks.filter(mine)
