"""Ageing: what a customer has still to pay, by how long it is due."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F, Sum
from django.db.models.functions import Coalesce

from accounts.people.models import User
from customers import queries as customer_queries
from orders.settlement import allotting, policies
from orders.settlement.models import PlanRow, Receipt

ZERO = Decimal(0)
LIMITS = (30, 60, 90)  # days overdue, the last of each bucket


@dataclass(frozen=True)
class Bucket:
    """Open amounts overdue by ``first`` to ``last`` days; ``last`` None means and more."""

    first: int
    last: int | None
    amount: Decimal


@dataclass(frozen=True)
class Ageing:
    """A customer's open plan rows in one currency: ``undated`` waits for shipment, signing or invoice,
    ``not_due`` has a day to come or today. ``balance`` is what is open less money not allocated yet."""

    currency: str
    undated: Decimal
    not_due: Decimal
    buckets: list[Bucket]
    overdue: Decimal
    open: Decimal
    unallocated: Decimal
    balance: Decimal


def ageing(actor: User, customer_id: int, on: date) -> list[Ageing]:
    """The ageing per currency on a day, of the orders whose account the customer is (bill-to, else customer);
    orders closed and archived count, closing is about goods only. Raises NotFound, NotAllowed."""
    customer = customer_queries.get_customer(actor=actor, customer_id=customer_id)
    policies.require(actor, "receipt.view", customer)
    rows = (
        PlanRow.objects.annotate(account=Coalesce("order__bill_to_id", "order__customer_id"))
        .filter(account=customer.pk, received__lt=F("amount"), order__status__in=allotting.BINDING)
        .values_list("order__currency_id", "due_date")
        .annotate(open=Sum(F("amount") - F("received")))
        .order_by("order__currency_id")
    )
    rest = (
        Receipt.objects.filter(customer=customer, is_void=False, allocated__lt=F("amount"))
        .values_list("currency_id")
        .annotate(left=Sum(F("amount") - F("allocated")))
        .order_by("currency_id")
    )
    unallocated = dict(rest)
    open_by_currency: dict[str, list[tuple[date | None, Decimal]]] = {code: [] for code in unallocated}
    for code, due_date, amount in rows:
        open_by_currency.setdefault(code, []).append((due_date, amount))
    return [_age(code, part, unallocated.get(code, ZERO), on) for code, part in open_by_currency.items()]


def _age(currency: str, rows: list[tuple[date | None, Decimal]], unallocated: Decimal, on: date) -> Ageing:
    undated = sum((amount for day, amount in rows if day is None), ZERO)
    dated = [((on - day).days, amount) for day, amount in rows if day is not None]
    edges = [*LIMITS, None]
    buckets, first = [], 1
    for last in edges:
        inside = [amount for late, amount in dated if late >= first and (last is None or late <= last)]
        buckets.append(Bucket(first, last, sum(inside, ZERO)))
        first = (last or 0) + 1
    not_due = sum((amount for late, amount in dated if late <= 0), ZERO)
    overdue = sum((bucket.amount for bucket in buckets), ZERO)
    total = undated + not_due + overdue
    return Ageing(currency, undated, not_due, buckets, overdue, total, unallocated, total - unallocated)
