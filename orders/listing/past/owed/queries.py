"""The reads of what was owed as of a past moment: which orders, a page of them with their figures, sums."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import DecimalField, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.http import QueryDict

from accounts import policies as rights
from accounts.people.models import User
from common import errors, planner
from common.keyset import Sort
from customers.models import Customer
from orders.invoicing import rights as invoices
from orders.invoicing.models import InvoiceLine
from orders.listing.past import queries as past
from orders.listing.past.filters import PastFilter
from orders.listing.past.owed import figures
from orders.listing.past.owed.figures import Owed, OwedSum
from orders.order import queries
from orders.order.models import Order
from orders.settlement.models import Allocation

VIEW = invoices.VIEW
RECEIPTS = "receipt.view"  # what is open tells what was paid
SORTS = {"order_date": Sort("order_date"), "id": Sort("pk")}
DEFAULT = "order_date"
_RELATED = ("customer", "salesperson")
_MONEY = DecimalField(max_digits=20, decimal_places=2)


@dataclass(frozen=True)
class OwedRow:
    """An order with what was owed for it then."""

    order: Order
    then: Owed


@dataclass(frozen=True)
class CustomerRow:
    """A customer with what he owed then, in one currency."""

    customer: Customer
    sum: OwedSum


def found(actor: User, params: QueryDict, now: datetime) -> PastFilter:
    """The orders of which ``actor`` may see invoices and receipts, as they were there at the moment asked for. Raises
    NotAllowed, Invalid."""
    for verb in (VIEW, RECEIPTS):
        rights.require(actor, verb)
    if not past.sees_money(actor):
        raise errors.NotAllowed()
    return past.found(actor, params, now)


def orders_of(actor: User, chosen: PastFilter) -> QuerySet[Order]:
    """Those of them for which something was owed, or paid ahead."""
    moment, rows = chosen.moment, chosen.qs
    for verb in (VIEW, RECEIPTS):
        rows = rights.visible(rows, actor, verb, owners=("customer__owner",), department="customer__department_id")
    billed = InvoiceLine.objects.filter(
        order=OuterRef("pk"), invoice__status__in=("ISSUED", "RED"), invoice__issued_at__lte=moment
    )
    live = Q(revoked_at__isnull=True) | Q(revoked_at__gt=moment)
    money = Allocation.objects.filter(live, plan_row__order=OuterRef("pk"), at__lte=moment)
    rows = rows.annotate(billed_then=_sum(billed, "order"), received_then=_sum(money, "plan_row__order"))
    return rows.exclude(billed_then=F("received_then"))


def _sum(rows: QuerySet, key: str) -> Coalesce:
    summed = rows.order_by().values(key).annotate(sum=Sum("amount")).values("sum")
    return Coalesce(Subquery(summed), Value(Decimal(0)), output_field=_MONEY)


def rows(chosen: PastFilter, orders: Sequence[Order]) -> list[OwedRow]:
    """Orders of the list with what was owed. Two statements."""
    queries.name_related(orders, _RELATED)
    then = figures.of_orders([order.pk for order in orders], chosen.moment)
    return [OwedRow(order, then.get(order.pk, Owed())) for order in orders]


def sums(actor: User, chosen: PastFilter) -> list[OwedSum]:
    """What all of them owed, by currency. Raises TooMuch."""
    return _patient(actor, chosen, by_customer=False)


def by_customer(actor: User, chosen: PastFilter) -> list[CustomerRow]:
    """The same by customer, who owes most first. Raises TooMuch."""
    told = _patient(actor, chosen, by_customer=True)
    known = Customer.objects.in_bulk({one.customer_id for one in told})
    return [CustomerRow(known[one.customer_id], one) for one in told if one.customer_id in known]


def _patient(actor: User, chosen: PastFilter, *, by_customer: bool) -> list[OwedSum]:
    try:
        with planner.patience(past.PATIENCE_MS):
            return figures.sums(orders_of(actor, chosen), chosen.moment, by_customer=by_customer)
    except planner.TimeIsUp:
        raise past.TooMuch from None
