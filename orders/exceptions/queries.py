"""Every read of exceptions, claims and plans that a door, a rule or another room makes."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth

from accounts.people.models import User
from common import dates, errors
from common.keyset import Sort
from customers.models import Carrier
from orders.exceptions import policies
from orders.exceptions.choices import Cause, Kind, Responsible
from orders.exceptions.models import CarrierClaim, ContingencyPlan, ExceptionCase, JointDecision
from orders.exceptions.states import LIVE, Status
from orders.order import policies as order_policies
from orders.order.models import Order, OrderLine

SORTS = {
    "id": Sort("pk"),
    "answer_due_at": Sort("answer_due_at", descending=False),
    "cost": Sort("cost"),
}
DEFAULT_SORT = "id"
CLAIM_SORTS = {"id": Sort("pk"), "amount": Sort("amount")}
PLAN_SORTS = {"name": Sort("name", descending=False)}
ZERO = Decimal(0)
_NAMED = ("customer", "order", "document", "returned", "owner", "executing_owner", "raised_by", "plan")
_PEOPLE = ("answered_by", "told_by", "closed_by")
_CLAIM = ("case", "case__order", "case__customer", "carrier", "filed_by")
SHOWN = 50


def list_cases(actor: User) -> QuerySet[ExceptionCase]:
    """The exceptions that ``actor`` may see, with what a list names."""
    return policies.visible_to(actor).select_related(*_NAMED)


def get_case(actor: User, number: str) -> ExceptionCase:
    """The exception with this number. Raises NotFound, also for "not yours"."""
    return _one(list_cases(actor).select_related(*_PEOPLE).filter(number=number.upper()))


def get_case_by_id(actor: User, case_id: int) -> ExceptionCase:
    """Like ``get_case``, for what refers to the row."""
    return _one(list_cases(actor).select_related(*_PEOPLE).filter(pk=case_id))


def _one(rows: QuerySet[Any]) -> Any:
    found = rows.first()
    if found is None:
        raise errors.NotFound()
    return found


def steps_of(case: ExceptionCase) -> list[Any]:
    """The history of an exception, oldest first."""
    return list(case.steps.select_related("actor"))


def decisions_of(case: ExceptionCase) -> list[JointDecision]:
    """What was decided together, oldest first."""
    return list(case.decisions.select_related("responsible", "recorded_by"))


def claims_of(case: ExceptionCase) -> list[CarrierClaim]:
    """What is claimed from carriers for it, oldest first."""
    return list(case.claims.select_related("carrier", "filed_by").order_by("pk"))


def of_order(actor: User, order: Order) -> list[ExceptionCase]:
    """The exceptions of an order that ``actor`` sees, those not closed first, then the newest."""
    if order_policies.can(actor, policies.VIEW, order):
        rows = ExceptionCase.objects.filter(order=order)
    else:
        rows = policies.visible_to(actor).filter(order=order)
    found = list(rows.select_related("owner", "document", "returned").order_by("-pk"))
    return sorted(found, key=lambda case: case.status == Status.CLOSED)


def of_customer(actor: User, customer_id: int) -> list[ExceptionCase]:
    """The newest exceptions of a customer, as far as ``actor`` sees them."""
    return list(list_cases(actor).filter(customer_id=customer_id).order_by("-pk")[:SHOWN])


def of_document(actor: User, document_id: int) -> list[ExceptionCase]:
    """The exceptions of a shipment, as far as ``actor`` sees them."""
    return list(list_cases(actor).filter(document_id=document_id).order_by("-pk"))


def count_mine(actor: User) -> int:
    """How many wait for an answer of ``actor``."""
    return ExceptionCase.objects.filter(owner=actor, status=Status.OPEN).count()


def waiting_for(actor: User) -> QuerySet[ExceptionCase]:
    """What waits for an answer of ``actor``, the most urgent first."""
    rows = ExceptionCase.objects.filter(owner=actor, status=Status.OPEN).select_related("customer", "order")
    return rows.order_by("answer_due_at", "pk")


# --- for rules of other rooms ----------------------------------------------------------------------


def open_count(order_id: int) -> int:
    """How many exceptions of an order are not closed: the archive waits for them."""
    return ExceptionCase.objects.filter(order_id=order_id, status__in=LIVE).count()


def disputed_amounts(order_ids: Collection[int]) -> dict[int, Decimal]:
    """Order → what is disputed of it in exceptions that are not closed, in its currency; orders without any are left
    out. Dunning leaves it alone, the credit score counts it. For rules: over all rows."""
    rows = Order.objects.filter(pk__in=order_ids, disputed_amount__gt=0)
    return dict(rows.values_list("pk", "disputed_amount"))


# --- contingency plans -----------------------------------------------------------------------------


def list_plans(actor: User) -> QuerySet[ContingencyPlan]:
    """All plans with how often each was used; for who sees exceptions."""
    if not actor.can(policies.VIEW):
        return ContingencyPlan.objects.none()
    rows = ContingencyPlan.objects.select_related("supplier", "changed_by").prefetch_related("steps__owner")
    return rows.annotate(times_used=Count("uses"))


def get_plan(actor: User, plan_id: int) -> ContingencyPlan:
    """One of them. Raises NotFound."""
    return _one(list_plans(actor).filter(pk=plan_id))


def plans_for(case: ExceptionCase) -> list[ContingencyPlan]:
    """The plans in use for an exception of this kind and the goods that it is about, those for special goods first."""
    plans = ContingencyPlan.objects.filter(kind=case.kind, is_active=True).prefetch_related("steps__owner")
    codes: list[str] = []
    if case.order_id is not None:
        lines = OrderLine.objects.filter(order_id=case.order_id)
        lines = lines if case.line_no is None else lines.filter(line_no=case.line_no)
        codes = list(lines.values_list("product_code", flat=True))
    found = [
        plan for plan in plans if not plan.product_prefix or any(code.startswith(plan.product_prefix) for code in codes)
    ]
    return sorted(found, key=lambda plan: (-len(plan.product_prefix), plan.name))


# --- claims ----------------------------------------------------------------------------------------


def list_claims(actor: User) -> QuerySet[CarrierClaim]:
    """The claims of the exceptions that ``actor`` may see, with what a list names."""
    return policies.claims_visible_to(actor).select_related(*_CLAIM)


def carrier_name(carrier_id: int) -> str:
    """What a carrier is called, "" where there is none."""
    return Carrier.objects.filter(pk=carrier_id).values_list("name", flat=True).first() or ""


def get_claim(actor: User, claim_id: int) -> CarrierClaim:
    """One of them. Raises NotFound."""
    return _one(list_claims(actor).filter(pk=claim_id))


# --- figures ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Counted:
    """How many exceptions of one sort there are; ``open`` of them are not closed; ``query`` lists them."""

    label: Any
    count: int
    open: int
    late: int
    cost: Decimal
    query: str


@dataclass(frozen=True)
class Figures:
    """Exceptions counted (R221): by kind, root cause, who answers for it, and month of report."""

    total: int
    by_kind: list[Counted] = field(default_factory=list)
    by_cause: list[Counted] = field(default_factory=list)
    by_responsible: list[Counted] = field(default_factory=list)
    by_month: list[Counted] = field(default_factory=list)


def figures(rows: QuerySet[ExceptionCase]) -> Figures:
    """Count exceptions (as a filter let them through); late is what was not answered in time."""
    rows = rows.select_related(None).order_by()
    months = _sums(rows.annotate(month=TruncMonth("raised_at", tzinfo=dates.business_zone())), "month")
    return Figures(
        total=rows.count(),
        by_kind=_labelled(_sums(rows, "kind"), "kind", Kind.choices),
        by_cause=_labelled(_sums(rows, "cause"), "cause", Cause.choices),
        by_responsible=_labelled(_sums(rows, "responsible"), "responsible", Responsible.choices),
        by_month=[
            _count(f"{row['month']:%Y-%m}", row, _span(row["month"].date()))
            for row in sorted(months, key=lambda row: row["month"], reverse=True)
        ],
    )


def _sums(rows: QuerySet[ExceptionCase], key: str) -> list[dict[str, Any]]:
    late = Q(answered_at__gt=F("answer_due_at")) | Q(escalations__gt=0)
    return list(
        rows.values(key).annotate(
            n=Count("pk"),
            open=Count("pk", filter=Q(status__in=LIVE)),
            late=Count("pk", filter=late),
            cost_sum=Sum("cost"),
        )
    )


def _labelled(rows: list[dict[str, Any]], key: str, choices: list[tuple[str, Any]]) -> list[Counted]:
    labels = {"": "–", **dict(choices)}
    found = [_count(labels[row[key]], row, f"{key}={row[key]}" if row[key] else "") for row in rows]
    return sorted(found, key=lambda one: -one.count)


def _count(label: Any, row: dict[str, Any], query: str) -> Counted:
    return Counted(label, row["n"], row["open"], row["late"], row["cost_sum"] or ZERO, query)


def _span(month: date) -> str:
    return f"raised_from={month.isoformat()}&raised_to={dates.month_end(month).isoformat()}"
