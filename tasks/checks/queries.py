"""Reads of checks and corrective actions."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, OuterRef, Prefetch, QuerySet, Subquery, When

from accounts import access
from accounts.people.models import User
from common import errors
from common.keyset import Sort
from orders.order.models import Order
from tasks.checks import facts, policies
from tasks.checks.facts import Facts
from tasks.checks.models import CheckCadence, ProgressCheck
from tasks.task.choices import Source
from tasks.task.models import Task, TaskStep
from tasks.task.states import LIVE
from tasks.task.states import State as TaskState

State = ProgressCheck.State
SORTS = {"due_date": Sort("due_date", descending=False), "id": Sort("pk")}
DEFAULT_SORT = "due_date"
ACTION_SORTS = {"due_date": Sort("department_due_date", nullable=True, descending=False), "id": Sort("pk")}
_NAMED = ("order", "order__customer", "order__salesperson", "owner", "checked_by", "cadence")


def list_checks(actor: User) -> QuerySet[ProgressCheck]:
    """The checks that the actor may see, with what a list names; those not needed any more left out."""
    rows = policies.visible_to(actor).exclude(state=State.CANCELLED)
    return rows.select_related(*_NAMED).prefetch_related(_actions())


def get_check(actor: User, check_id: int) -> ProgressCheck:
    """One of them. Raises NotFound."""
    found = list_checks(actor).filter(pk=check_id).first()
    if found is None:
        raise errors.NotFound()
    return found


def list_actions(actor: User) -> QuerySet[Task]:
    """The corrective actions that the actor may see, with what a list names; ``done_by`` is who ended one."""
    rows = _with_who_ended(policies.actions_visible_to(actor))
    return rows.select_related("order__customer", "check_made__checked_by", "owner")


def _with_who_ended(rows: QuerySet[Task]) -> QuerySet[Task]:
    ends = TaskStep.objects.filter(task=OuterRef("pk"), to_state=TaskState.DONE).order_by("-pk")
    ended = Case(When(state=TaskState.DONE, then=Subquery(ends.values("actor__username")[:1])))
    return rows.annotate(done_by=ended)


def _actions() -> Prefetch:
    rows = _with_who_ended(Task.objects.all()).select_related("owner").order_by("department_due_date", "pk")
    return Prefetch("actions", queryset=rows)


def get_action(actor: User, action_id: int) -> Task:
    """One of them. Raises NotFound."""
    found = list_actions(actor).filter(pk=action_id).first()
    if found is None:
        raise errors.NotFound()
    return found


def of_order(order: Order) -> list[ProgressCheck]:
    """The checks of an order that was found to be seen, the latest first."""
    rows = ProgressCheck.objects.filter(order=order).exclude(state=State.CANCELLED)
    return list(rows.select_related(*_NAMED).prefetch_related(_actions()).order_by("-pk"))


def waiting(order: Order) -> ProgressCheck | None:
    """The check that waits for an order."""
    return ProgressCheck.objects.filter(order=order, state=State.DUE).select_related("owner", "cadence").first()


@dataclass(frozen=True)
class Sheet:
    """What whoever checks an order looks at: how it stands, the check that waits, the last one, and what is still to be
    done about earlier problems."""

    order: Order
    facts: Facts
    waiting: ProgressCheck | None
    last: ProgressCheck | None
    open_actions: list[Task]


def sheet(order: Order, today: date) -> Sheet:
    """All of it for an order that was found to be seen. Four statements."""
    made = ProgressCheck.objects.filter(order=order, state__in=[State.FINE, State.PROBLEM])
    return Sheet(
        order=order,
        facts=facts.facts_of(order, today),
        waiting=waiting(order),
        last=made.select_related("checked_by").order_by("-pk").first(),
        open_actions=open_actions(order),
    )


def open_actions(order: Order) -> list[Task]:
    """What is still to be done about problems of an order that was found to be seen."""
    rows = Task.objects.filter(order=order, source=Source.CHECK, state__in=LIVE).select_related("owner")
    return list(rows.order_by("department_due_date", "pk"))


def due_for(actor: User, today: date) -> QuerySet[ProgressCheck]:
    """What the actor is to check by today, the most overdue first."""
    own = access.of(actor).own_ids
    rows = ProgressCheck.objects.filter(owner__in=own, state=State.DUE, due_date__lte=today)
    return rows.select_related("order__customer").order_by("due_date", "pk")


def cadences() -> list[CheckCadence]:
    """How often orders are checked, in the order in which it is asked."""
    return list(CheckCadence.objects.select_related("segment"))


def get_cadence(cadence_id: int) -> CheckCadence:
    """One of them. Raises NotFound."""
    found = CheckCadence.objects.select_related("segment").filter(pk=cadence_id).first()
    if found is None:
        raise errors.NotFound()
    return found
