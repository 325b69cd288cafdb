"""The kinds of obstacles that keep orders from going on, each as a condition on orders (R214, R216).

An obstacle is read from the columns that the rooms keep, never stored: it is gone the moment its cause is.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts import policies
from accounts.people.models import User
from common import settings
from customers.models import PaymentTermRow
from orders.completeness import queries as completeness
from orders.credit import holding
from orders.exceptions import choices as exceptions
from orders.exceptions.models import ExceptionCase
from orders.exceptions.states import LIVE
from orders.order.indexing import RUNNING
from orders.order.models import OrderLine
from orders.order.states import Closure, Fulfilment, Status
from orders.settlement.models import PlanRow
from products.catalogue.choices import SupplyMode

UNSIGNED_DAYS = "cockpit.unsigned_days"
UNINVOICED_DAYS = "cockpit.uninvoiced_days"


class Kind(TextChoices):
    """What stands in an order's way, in the order in which it meets them."""

    INCOMPLETE = "INCOMPLETE", _("Incomplete")
    DOUBT = "DOUBT", pgettext_lazy("obstacle", "Open doubt")
    UNAPPROVED = "UNAPPROVED", _("Not approved")
    CREDIT = "CREDIT", pgettext_lazy("obstacle", "Credit")
    SHORTAGE = "SHORTAGE", pgettext_lazy("obstacle", "Shortage")
    LATE = "LATE", _("Late supply")
    BLOCKED = "BLOCKED", _("Delivery block")
    UNPAID = "UNPAID", _("Unpaid advance")
    UNSIGNED = "UNSIGNED", pgettext_lazy("obstacle", "Unsigned")
    UNINVOICED = "UNINVOICED", pgettext_lazy("obstacle", "Not invoiced")
    DISPUTED = "DISPUTED", pgettext_lazy("obstacle", "Disputed")


@dataclass(frozen=True)
class Obstacle:
    """How orders of a kind are found on a business day, and the field that who asks must see to be told of it."""

    condition: Callable[[date], Q]
    field: str = ""
    tone: str = "warn"


_LINES = OrderLine.objects.filter(order=OuterRef("pk"))
_OPEN_LINES = _LINES.filter(closure=Closure.OPEN)
_OPEN = F("ordered") - F("shipped") + F("reship") - F("short_closed")
_TO_DELIVER = Q(status=Status.EFFECTIVE) & ~Q(fulfilment=Fulfilment.FULL)
_DELIVERED = Q(status__in=(Status.EFFECTIVE, Status.CLOSED)) & ~Q(fulfilment=Fulfilment.NONE)


def _shortage(_day: date) -> Q:
    """Pieces of own stock that are open and not held."""
    return _TO_DELIVER & Q(Exists(short_lines()))


def _late(day: date) -> Q:
    """A promise that was not kept, or is for a later day than was asked for."""
    return _TO_DELIVER & Q(Exists(_OPEN_LINES.filter(_late_promise(day))))


def _late_promise(day: date) -> Q:
    return Q(promised_date__lt=day) | Q(promised_date__gt=F("requested_date"))


def _blocked(_day: date) -> Q:
    return Q(status=Status.EFFECTIVE) & (Q(is_frozen=True) | Q(is_changing=True) | Q(Exists(_FROZEN)))


_FROZEN = _OPEN_LINES.filter(is_frozen=True)


def _unpaid(_day: date) -> Q:
    """A row of the plan that holds production or shipping and is short by more than its allowed shortfall."""
    needed = F("amount") * (100 - F("allowed_shortfall")) / 100
    holding = PlanRow.objects.filter(order=OuterRef("pk"), received__lt=needed)
    return _TO_DELIVER & Q(Exists(holding.exclude(control=PaymentTermRow.Control.NONE)))


def _unsigned(day: date) -> Q:
    before = day - timedelta(days=int(settings.get(UNSIGNED_DAYS)))
    gone = _LINES.filter(is_service=False, last_ship_date__lt=before, shipped__gt=F("signed") + F("transit_loss"))
    return _DELIVERED & ~Q(signing=Fulfilment.FULL) & Q(Exists(gone))


def _uninvoiced(day: date) -> Q:
    before = day - timedelta(days=int(settings.get(UNINVOICED_DAYS)))
    kept = F("shipped") - F("returned")
    billed = _LINES.filter(last_ship_date__lt=before, amount__gt=0, invoiced__lt=kept)
    return _DELIVERED & Q(order_type__invoices=True) & ~Q(invoicing=Fulfilment.FULL) & Q(Exists(billed))


def _disputed(_day: date) -> Q:
    """A dispute, or an amount that the customer disputes for another reason."""
    live = ExceptionCase.objects.filter(order=OuterRef("pk"), status__in=LIVE)
    cases = live.filter(Q(kind=exceptions.Kind.DISPUTE) | Q(disputed_amount__gt=0))
    return ~Q(status=Status.ARCHIVED) & Q(Exists(cases))


def short_lines() -> QuerySet[OrderLine]:
    """Open lines of own stock, of the order that a query is at, of which pieces are not held."""
    return _OPEN_LINES.filter(is_service=False, supply_mode=SupplyMode.STOCK, reserved__lt=_OPEN)


def late_lines(day: date) -> QuerySet[OrderLine]:
    """Open lines whose promise is late and whose goods pass through our stock, so that another day can be found."""
    lines = _OPEN_LINES.filter(_late_promise(day), is_service=False)
    return lines.exclude(supply_mode=SupplyMode.DIRECT)


def _credit(day: date) -> Q:
    waiting = Q(status=Status.SUBMITTED) | _TO_DELIVER
    return waiting & holding.customers_held(day)


OBSTACLES: dict[str, Obstacle] = {
    Kind.INCOMPLETE: Obstacle(lambda _day: completeness.incomplete()),
    Kind.DOUBT: Obstacle(lambda _day: Q(status=Status.DRAFT) & (Q(open_doubts__gt=0) | ~Q(set_aside_reason=""))),
    Kind.UNAPPROVED: Obstacle(lambda _day: Q(status=Status.SUBMITTED), tone="info"),
    Kind.CREDIT: Obstacle(_credit, "customer.credit", "bad"),
    Kind.SHORTAGE: Obstacle(_shortage, tone="bad"),
    Kind.LATE: Obstacle(_late, tone="bad"),
    Kind.BLOCKED: Obstacle(_blocked),
    Kind.UNPAID: Obstacle(_unpaid, "order.amount"),
    Kind.UNSIGNED: Obstacle(_unsigned, tone="info"),
    Kind.UNINVOICED: Obstacle(_uninvoiced, "order.amount", "info"),
    Kind.DISPUTED: Obstacle(_disputed),
}


def told(actor: User) -> dict[str, Obstacle]:
    """The kinds that ``actor`` may be told of: none that gives a hidden field away."""
    return {kind: one for kind, one in OBSTACLES.items() if not one.field or not policies.effect(actor, one.field)}


def running() -> Q:
    """Orders that may have an obstacle at all: going on, or closed and not signed for or invoiced in full."""
    return RUNNING
