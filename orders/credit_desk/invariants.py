"""Invariant 11, second half: nobody got past a credit limit without leave (SEMANTICS 9)."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.dates import business_day
from common.invariants import Invariant, invariants
from common.models import Event
from customers.credit.models import CreditLimit, Guarantee
from customers.models import Customer
from orders.credit import exposure, queries, verdicts
from orders.credit.models import CreditExposure
from orders.order.models import OrderStep
from orders.order.states import Move, Origin
from orders.settlement.models import Receipt

_CHECKED = (Move.SUBMIT, Move.APPROVE)
_LOWER = ("receipt.recorded", "receipt.allocated", "receipt.restored")  # events of money that raise nobody's exposure


def passed(limit: int) -> list[dict[str, Any]]:
    """Up to ``limit`` orders, the newest submitted or approved of holders above their limit, that credit did not bear
    on that day: neither prepaid nor with a special approval. A holder of whom something changed since (limit,
    guarantee, group, money taken back, an order opened again) is above his limit for that reason, and is left out."""
    return list(islice(_passed(), limit))


def _passed() -> Iterator[dict[str, Any]]:
    for row in CreditExposure.objects.filter(holder__credit_limit__isnull=False).select_related("holder"):
        bound = row.holder.credit_limit
        if bound is None or row.total <= bound:
            continue
        step = _newest(row.holder)
        if step is None or _has_changed(row.holder, step.at):
            continue
        day = business_day(step.at)
        found = verdicts.of(step.order, row.holder, day, row.total, queries.limits_of(row.holder)).found
        if found is not None and found.code in ("limit", "expired"):
            yield {"id": step.order_id, "order": str(step.order), "holder": row.holder.code, "exposure": row.total}


def _orders_of(holder: Customer) -> Q:
    return Q(order__customer=holder) | Q(order__customer__group=holder)


def _newest(holder: Customer) -> OrderStep | None:
    """The last time that credit was asked for one of the holder's running orders."""
    steps = OrderStep.objects.filter(
        _orders_of(holder), move__in=_CHECKED, order__status__in=exposure.RUNNING, order__origin=Origin.NATIVE
    )
    return steps.select_related("order__customer", "order__order_type").order_by("-at", "-id").first()


def _has_changed(holder: Customer, since: datetime) -> bool:
    members = Customer.objects.filter(Q(pk=holder.pk) | Q(group=holder))
    money = Receipt.objects.filter(customer__in=members).values("pk")
    of_money = Event.objects.filter(subject_type=Receipt._meta.label_lower, subject_id__in=money, at__gte=since)
    return (
        members.filter(updated_at__gte=since).exists()
        or CreditLimit.objects.filter(customer=holder, started_at__gte=since).exists()
        or Guarantee.objects.filter(Q(decided_at__gte=since) | Q(released_at__gte=since), customer=holder).exists()
        or OrderStep.objects.filter(_orders_of(holder), move=Move.REOPEN, at__gte=since).exists()
        or of_money.exclude(kind__in=_LOWER).exists()
    )


def register() -> None:
    """Called once from this room's wiring."""
    title = _("Nobody passed a credit limit without leave")
    invariants.register("credit.passed", Invariant(11, title, find=passed))
