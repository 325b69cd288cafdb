"""Every read of exchange differences: whoever sees a receipt sees what its rate did."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import TruncMonth

from accounts import policies as rights
from accounts.people.models import User
from common import errors
from common.keyset import Sort
from orders.order import policies as order_policies
from orders.settlement import policies
from orders.settlement.differences.models import ExchangeDifference

VIEW = "receipt.view"
SORTS = {"day": Sort("day"), "amount": Sort("amount")}
DEFAULT_SORT = "day"
ZERO = Decimal(0)


@dataclass(frozen=True)
class Month:
    """Gains and losses of a month, in the company's currency; ``total`` is their sum."""

    month: date
    gains: Decimal
    losses: Decimal

    @property
    def total(self) -> Decimal:
        return self.gains + self.losses


def list_differences(actor: User) -> QuerySet[ExchangeDifference]:
    """The differences of receipts and orders that ``actor`` may see. Raises NotAllowed for who sees no receipts, or no
    amounts of orders."""
    rights.require(actor, VIEW)
    if "total_amount" in order_policies.hidden_columns(actor):
        raise errors.NotAllowed()
    rows = ExchangeDifference.objects.filter(
        allocation__receipt__in=policies.visible_to(actor).values("pk"),
        allocation__plan_row__order__in=order_policies.visible_to(actor).values("pk"),
    )
    return rows.select_related("allocation__receipt__customer", "allocation__plan_row__order")


def months(differences: QuerySet[ExchangeDifference]) -> list[Month]:
    """These differences summed by month, the newest first; at most a year of them."""
    rows = differences.select_related(None).order_by().annotate(month=TruncMonth("day")).values("month")
    found = rows.annotate(
        gains=Sum("amount", filter=Q(amount__gt=0)), losses=Sum("amount", filter=Q(amount__lt=0))
    ).order_by("-month")
    return [Month(row["month"], row["gains"] or ZERO, row["losses"] or ZERO) for row in found[:12]]
