"""The checks of orders that a clause of the rulebook can be bound to (docs/adr/0122): what they refuse, by code, and
what they warn of at submission."""

from collections.abc import Callable, Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.rulebook import queries
from accounts.rulebook.checks import Check, checks
from common import citations, clock, dates
from common.errors import Text
from orders.order.models import Order
from orders.order.risks import Kind, Risk

ENTRY = pgettext_lazy("part of the work", "Entry and submission")
DECIDING = pgettext_lazy("part of the work", "Verification and approval")
WITH_CUSTOMER = pgettext_lazy("part of the work", "Agreement with the customer")
CHANGING = pgettext_lazy("part of the work", "Changes")
CREDIT = pgettext_lazy("part of the work", "Credit and payment")
SHIPPING = pgettext_lazy("part of the work", "Stock and shipment")
CLOSING = pgettext_lazy("part of the work", "Invoice, closure, archive")
WARNING = "risk."  # before the kind of a warning, in the key of its check

# code of the refusals -> what the check asks for, where it stands
REFUSALS: dict[str, tuple[Text, Text]] = {
    "incomplete": (_("Required fields are filled in before each step"), ENTRY),
    "not_valid": (_("The order passes the checks of entry"), ENTRY),
    "set_aside": (_("An order that is set aside waits until a person releases it"), ENTRY),
    "more_than_quoted": (_("No more is ordered than was quoted"), ENTRY),
    "own_business": (_("Nobody verifies, approves or decides his own business"), DECIDING),
    "not_approvable": (_("An order is approved only after what has to come before"), DECIDING),
    "no_approver": (_("Every order has somebody who may approve it"), DECIDING),
    "not_asked": (_("Only who is asked decides"), DECIDING),
    "not_confirmed": (_("The customer confirms the order as it stands"), WITH_CUSTOMER),
    "not_accepted": (_("The customer agrees to a change before it takes effect"), CHANGING),
    "already_executed": (_("What was carried out is not taken back silently"), CHANGING),
    "frozen": (_("A frozen order or line goes no further"), CHANGING),
    "credit_exceeded": (_("Credit bears the order, or somebody grants it"), CREDIT),
    "payment_missing": (_("What must be paid before shipment has come in"), CREDIT),
    "out_of_stock": (_("No more leaves or is reserved than there is"), SHIPPING),
    "not_checked": (_("Goods are held against the order before they leave"), SHIPPING),
    "numbers_missing": (_("Serial or batch numbers are recorded before goods leave"), SHIPPING),
    "over_delivery": (_("No more is delivered than was ordered, within the tolerance"), SHIPPING),
    "over_invoiced": (_("No more is invoiced than may be"), CLOSING),
    "not_closable": (_("An order is closed only when nothing is open"), CLOSING),
    "not_signed": (_("Receipt of the goods is signed for before the order is archived"), CLOSING),
    "not_settled": (_("An order is paid in full before it is archived"), CLOSING),
    "not_solved": (_("Exceptions and returns are settled before an order is archived"), CLOSING),
}


def cited(found: Sequence[Risk]) -> list[tuple[Risk, str]]:
    """Warnings, each with its words and the clause that warns of it. One statement."""
    numbers = queries.numbers_of({f"{WARNING}{one.kind}" for one in found}, dates.business_day(clock.now()))
    told = ((one, numbers.get(f"{WARNING}{one.kind}")) for one in found)
    return [(one, citations.with_numbers(str(one.text), [number] if number else [])) for one, number in told]


def _warned(kind: str) -> Callable[[date, date], int]:
    def count(since: date, until: date) -> int:
        first, end = dates.day_range(since, until)
        rows = Order.objects.filter(submitted_at__gte=first, submitted_at__lt=end)
        return rows.filter(risks__contains=[{"kind": kind}]).count()

    return count


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    for code, (label, part) in REFUSALS.items():
        checks.register(code, Check(label, part, code))
    for kind in Kind:
        checks.register(f"{WARNING}{kind.value}", Check(kind.short, ENTRY, kept=_warned(kind.value)))
