"""What lower rooms and floors ask about orders on their ladder: titles, obstacles, merging, handing over."""

from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.people.models import User
from common import citations, errors, events
from common.errors import Text
from common.rows import update_rows
from customers.models import Customer
from orders.approval import operations as approval_operations
from orders.approval import policies as approval_policies
from orders.approval import queries as approval
from orders.approval import routing
from orders.approval import subjects as approval_subjects
from orders.approval.models import ApprovalRequest, ApprovalStep
from orders.checking import operations as checking
from orders.credit import exposure
from orders.entry import reassigning
from orders.lifecycle import guards
from orders.lifecycle.operations.archiving import not_archivable
from orders.lifecycle.submission import SUBJECT
from orders.order import content, policies, together
from orders.order.models import Order
from orders.order.rebinding import binders
from orders.order.states import Status

UNFINISHED = (Status.DRAFT, Status.SUBMITTED, Status.EFFECTIVE, Status.CLOSED)


def titles(order_ids: list[int]) -> dict[int, str]:
    """How orders are called, by key."""
    return {order.pk: str(order) for order in Order.objects.filter(pk__in=order_ids).only("number")}


def was_asked(actor: User, order_id: int) -> bool:
    """Whoever is asked to approve an order sees it."""
    return approval.was_asked(actor, SUBJECT, order_id)


# --- why a verb is not possible now --------------------------------------------------------------


def not_approvable(actor: User, order: Order) -> Text | None:
    """Why ``actor`` cannot approve a submitted order."""
    refused = not_decidable(actor, order)
    return refused or approval_subjects.refusal(SUBJECT, order.pk, order.content_hash)


def not_decidable(actor: User, order: Order) -> Text | None:
    """Why ``actor`` can neither approve a submitted order nor send it back."""
    found = _open_request(order)
    if found is None:
        return _("Nothing waits for a decision here.")
    if actor.pk in policies.own_business_of(order):
        return citations.told(errors.NotAllowed(_("Nobody decides his own order."), code="own_business"))
    refused = approval_policies.refusal(actor, *found)
    return citations.told(refused) if refused else None


def _open_request(order: Order) -> tuple[ApprovalRequest, list[ApprovalStep]] | None:
    """Read once per order object: two buttons ask the same."""
    if "_open_request" not in order.__dict__:
        order.__dict__["_open_request"] = approval.open_request(SUBJECT, order.pk)
    return order.__dict__["_open_request"]


def not_revocable(actor: User, order: Order) -> Text | None:
    """Why an order cannot be un-approved or made void: something was carried out already."""
    if order.status != Status.EFFECTIVE:
        return None
    if order.shipped_amount or order.fulfilment != "NONE":
        return _("Part of the order was shipped or performed.")
    return guards.executed(order, ()) or guards.being_changed(order) or None


def not_archived_yet(actor: User, order: Order) -> Text | None:
    """Why a closed order cannot be put away."""
    refused = not_archivable(order)
    return str(refused) if refused else None


# --- customers become one --------------------------------------------------------------------------


def count_of_customer(source: Customer) -> list[tuple[Text, int]]:
    """How many orders would be the other's, and how many name it beside."""
    beside = Q(*[(role, source) for role in _PARTIES[1:]], _connector=Q.OR)
    return [
        (_("Orders"), Order.objects.filter(customer=source).count()),
        (_("Orders that name it as payer, receiver or agent"), Order.objects.filter(beside).count()),
    ]


def move_customer(*, actor: User, source: Customer, target: Customer, at: datetime) -> None:
    """The orders of a merged customer, and those it pays for, receives or mediates, are the other's."""
    Customer.objects.select_for_update(no_key=True).filter(pk=target.credit_holder_id).first()
    named = Q(*[(role, source) for role in _PARTIES], _connector=Q.OR)
    locked = Order.objects.filter(named).order_by("pk").select_for_update(no_key=True)
    theirs = Order.objects.filter(pk__in=list(locked.values_list("pk", flat=True)))
    for role in _PARTIES:
        theirs.filter(**{role: source}).update(**{role: target})
    theirs.update(version=F("version") + 1, updated_at=at)
    bind_again(theirs)
    exposure.rebuild({source.pk, target.credit_holder_id})


_PARTIES = ("customer", "bill_to", "ship_to", "agent")


def bind_again(locked: QuerySet[Order]) -> None:
    """What waits for approval, was verified or confirmed names the other customer or product from now on: the same
    thing, so nothing else is decided. What was approved stays as it was approved."""
    effective = set(locked.filter(status=Status.EFFECTIVE).values_list("pk", flat=True))
    bound = set().union(*(one.bound(effective) for one in binders.values())) if effective else set()
    orders = list(locked.filter(Q(status=Status.SUBMITTED) | Q(pk__in=bound)))
    lines = together.lines_by_order([order.pk for order in orders])
    submitted = []
    for order in orders:
        found, was = content.content_of(order, lines[order.pk]), order.content_hash
        if order.status == Status.SUBMITTED:
            submitted.append(order)
            order.content_hash = content.hash_of(found)
            checking.rebind(order, was, found)
            approval_operations.rebind(
                subject_type=SUBJECT, subject_id=order.pk, content=found, content_hash=order.content_hash
            )
        for binder in binders.values():
            binder.rebind(order, was, found)
    update_rows(submitted, ["content_hash"])


# --- people hand over --------------------------------------------------------------------------------


def _owned(user: User) -> QuerySet[Order]:
    return Order.objects.filter(Q(salesperson=user) | Q(executing_owner=user), status__in=UNFINISHED)


def count_orders(user: User) -> int:
    """Orders that somebody looks after as salesperson or executing owner."""
    return _owned(user).count()


def move_orders(actor: User, from_user: User, to_user: User, at: datetime) -> int:
    """Give them to another; orders go to the department of their new salesperson, and what waits for the taker's
    own decision to who may decide it."""
    moved = list(_owned(from_user).order_by("pk").select_for_update(no_key=True).only("id", "number"))
    theirs = Order.objects.filter(pk__in=[order.pk for order in moved])
    theirs.filter(salesperson=from_user).update(salesperson=to_user, department_id=to_user.department_id)
    theirs.filter(executing_owner=from_user).update(executing_owner=to_user)
    theirs.update(version=F("version") + 1, updated_at=at)
    for order in moved:
        events.record("order.reassigned", order, at=at, to=to_user.username, handover=True)
    for order in theirs.filter(status=Status.SUBMITTED).order_by("pk"):
        reassigning.ask_another(order, at)
    return len(moved)


def _open_steps(user: User) -> QuerySet[ApprovalStep]:
    return ApprovalStep.objects.filter(approver=user, decision="", request__state=ApprovalRequest.State.OPEN)


def count_approvals(user: User) -> int:
    """Decisions that wait for somebody."""
    return _open_steps(user).count()


def move_approvals(actor: User, from_user: User, to_user: User, at: datetime) -> int:
    """Give the waiting decisions to another; where it would be his own business, to the next who may."""
    steps = list(_open_steps(from_user).select_related("request").order_by("pk"))
    of_orders = [step.request.subject_id for step in steps if step.request.subject_type == SUBJECT]
    orders: dict[int, Any] = {**Order.objects.in_bulk(of_orders)}
    for step in steps:
        request, approver_id = step.request, to_user.pk
        subject = approval_subjects.subjects[request.subject_type]
        if approval_policies.is_barred(to_user, request.requested_by_id, request.barred):
            barred = {request.requested_by_id, *request.barred, from_user.pk}
            route = routing.find(department_id=from_user.department_id, verb=subject.verb, barred=barred)
            approver_id = route.person_id if route else from_user.pk
        if approver_id != from_user.pk:
            asked = approval_operations.pass_on(step, approver_id, at=at)
            row = orders.get(request.subject_id) if request.subject_type == SUBJECT else None
            if row is None and (held := subject.lock(request.subject_id)):
                row = held.row
            approval_operations.tell(asked, row, at=at)
    return len(steps)
