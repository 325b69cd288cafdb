"""What customers still have to pay, part by part: advances and balances with days, owner and next action (R226)."""

from collections.abc import Sequence
from datetime import date

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from accounts import policies as rights
from accounts.people.models import User
from common import errors
from common.keyset import Sort
from orders.order import policies as order_policies
from orders.settlement import allotting
from orders.settlement.dues.models import PaymentFollowUp
from orders.settlement.dues.rights import FOLLOW
from orders.settlement.models import PlanRow

SORTS = {
    "due_date": Sort("due_date", nullable=True, descending=False),
    "next_date": Sort("next_date", nullable=True, descending=False),
    "open": Sort("open"),
}
DEFAULT_SORT = "due_date"
VIEW = "receipt.view"
COUNTED = 999


def list_dues(actor: User) -> QuerySet[PlanRow]:
    """The parts of payment plans that are not paid in full, of the orders that ``actor`` sees, each with what was said
    of it last. Orders closed and archived count: closing is about goods only. Raises NotAllowed for who sees no
    amounts, or no money received."""
    rights.require(actor, VIEW)
    if "total_amount" in order_policies.hidden_columns(actor):
        raise errors.NotAllowed()
    said = PaymentFollowUp.objects.filter(order=OuterRef("order"), sequence=OuterRef("sequence")).order_by("-id")
    rows = PlanRow.objects.filter(
        received__lt=F("amount"),
        order__status__in=allotting.BINDING,
        order__in=order_policies.visible_to(actor).values("pk"),
    ).annotate(
        open=F("amount") - F("received"),
        said=Subquery(said.values("text")[:1]),
        next_date=Subquery(said.values("next_date")[:1]),
        said_by=Subquery(said.values("by__name")[:1]),
        said_at=Subquery(said.values("at")[:1]),
    )
    return rows.select_related("order__customer", "order__salesperson", "order__currency")


def get_due(actor: User, order: str, sequence: int) -> PlanRow:
    """One part by its order's number. Raises NotFound, also for "not yours" and for one that is paid."""
    row = list_dues(actor).filter(order__number=order.upper(), sequence=sequence).first()
    if row is None:
        raise errors.NotFound()
    return row


def follow_ups(row: PlanRow) -> Sequence[PaymentFollowUp]:
    """What was said of a part, newest first."""
    rows = PaymentFollowUp.objects.filter(order=row.order_id, sequence=row.sequence)
    return list(rows.select_related("by").order_by("-id"))


def wanting(today: date) -> Q:
    """The parts that somebody should ask for now: past their day and not put off, or put off until today."""
    return Q(next_date__lte=today) | Q(due_date__lt=today, next_date=None)


def count_wanting(actor: User, today: date) -> int | None:
    """How many want somebody to ask, at most COUNTED + 1; None for who follows none."""
    if not rights.can(actor, FOLLOW) or not rights.can(actor, VIEW):
        return None
    if "total_amount" in order_policies.hidden_columns(actor):
        return None
    return list_dues(actor).filter(wanting(today)).select_related(None).order_by()[: COUNTED + 1].count()
