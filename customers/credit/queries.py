"""Every read of limits, grades, guarantees and reports that a door or an upper room makes."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from accounts.people.models import User
from common import errors, keyset
from customers.credit import policies
from customers.credit.models import CreditGrading, CreditLimit, CreditReport, Guarantee
from customers.grading import Grade, State, worst
from customers.models import Customer

Row = TypeVar("Row", bound=Model)
SORTS = {"id": keyset.Sort("pk")}
SHOWN = 20
ZERO = Decimal(0)
# a decided grade that a person gave by hand says more than one that was worked out
_NAMED = ("customer", "decided_by")


def list_limits(actor: User) -> QuerySet[CreditLimit]:
    """Changes of limits that ``actor`` may see, with the people they name."""
    return policies.visible(actor, CreditLimit.objects.all()).select_related(*_NAMED, "proposed_by")


def list_gradings(actor: User) -> QuerySet[CreditGrading]:
    """Grades that were proposed or decided, of customers that ``actor`` may see."""
    return policies.visible(actor, CreditGrading.objects.all()).select_related(*_NAMED, "proposed_by")


def list_reports(actor: User) -> QuerySet[CreditReport]:
    """Reports of others on customers that ``actor`` may see."""
    return policies.visible(actor, CreditReport.objects.all()).select_related("customer", "created_by")


def list_guarantees(actor: User) -> QuerySet[Guarantee]:
    """Guarantees for customers that ``actor`` may see."""
    return policies.visible(actor, Guarantee.objects.all()).select_related(*_NAMED, "created_by", "released_by")


def get(rows: QuerySet[Row], key: int) -> Row:
    """One of them. Raises NotFound, also for "not yours"."""
    found = rows.filter(pk=key).first()
    if found is None:
        raise errors.NotFound()
    return found


def sheet_of(actor: User, customer: Customer) -> dict[str, Any]:
    """What the customer's page tells: the newest of each."""
    own = {"customer": customer.pk}
    return {
        "limits": list(list_limits(actor).filter(**own).order_by("-pk")[:SHOWN]),
        "gradings": list(list_gradings(actor).filter(**own).order_by("-pk")[:SHOWN]),
        "reports": list(list_reports(actor).filter(**own).order_by("-report_date", "-pk")[:SHOWN]),
        "guarantees": list(list_guarantees(actor).filter(**own).order_by("-pk")[:SHOWN]),
    }


def secured(holder_id: int, day: date) -> Decimal:
    """What guarantees that hold on ``day`` add to the limit of a credit holder: those for him and for the members of
    his group, in the company's currency."""
    theirs = Q(customer_id=holder_id) | Q(customer__group_id=holder_id)
    rows = Guarantee.objects.filter(theirs, state=State.APPROVED, released_at=None, valid_from__lte=day)
    return rows.filter(Q(valid_until=None) | Q(valid_until__gte=day)).aggregate(sum=Sum("amount"))["sum"] or ZERO


def secured_of(day: date) -> dict[int, Decimal]:
    """The same for every holder that has guarantees."""
    rows = Guarantee.objects.filter(state=State.APPROVED, released_at=None, valid_from__lte=day)
    rows = rows.filter(Q(valid_until=None) | Q(valid_until__gte=day))
    found = rows.values(holder=Coalesce("customer__group_id", "customer_id")).annotate(sum=Sum("amount")).order_by()
    return {row["holder"]: row["sum"] for row in found}


def worst_report(customer_id: int, day: date) -> str:
    """The worst of what reports say that hold on ``day``; "" without any."""
    return reported([customer_id], day).get(customer_id, "")


def reported(customer_ids: list[int], day: date) -> Mapping[int, str]:
    """The same for many, by customer."""
    rows = CreditReport.objects.filter(customer_id__in=customer_ids, is_void=False, report_date__lte=day)
    rows = rows.filter(Q(valid_until=None) | Q(valid_until__gte=day))
    found: dict[int, list[str]] = {}
    for customer_id, grade in rows.values_list("customer_id", "grade"):
        found.setdefault(customer_id, []).append(grade)
    return {customer_id: worst(grades) for customer_id, grades in found.items()}


def capped(grade: str, by_report: str) -> Grade:
    """The grade that is proposed: the one worked out, but never better than a report that holds."""
    return Grade(worst([one for one in (grade, by_report) if one]))


def count_of(source: Customer) -> int:
    """How many rows of all kinds a customer has."""
    kinds: tuple[type[Model], ...] = (CreditLimit, CreditGrading, CreditReport, Guarantee)
    return sum(kind._default_manager.filter(customer=source).count() for kind in kinds)
