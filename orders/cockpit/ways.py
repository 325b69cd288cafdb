"""Where an obstacle is taken out of the way: at once, in a dialog, or on the page where that is done."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.people.models import User
from orders.cockpit.obstacles import Kind
from orders.order.models import Order
from orders.order.policies import VIEW
from orders.order.states import Status

LINK, DIALOG, POST = "link", "dialog", "post"


@dataclass(frozen=True)
class Fix:
    """What is done about an obstacle, where; ``method``: a page, a question in a dialog, or done at once."""

    label: str | Promise
    url: str
    method: str = LINK

    @property
    def is_dialog(self) -> bool:
        """Whether it asks in a dialog."""
        return self.method == DIALOG


@dataclass(frozen=True)
class Way:
    """A way out: the right that it takes, and for which of the orders it is one."""

    label: str | Promise
    url: Callable[[Order], str]
    verb: str
    method: str = LINK
    fits: Callable[[Order], bool] = lambda _order: True


def _url(name: str, order: Order) -> str:
    return reverse(f"orders:{name}", args=[order.reference])


def _asking(name: str, **what: Any) -> str:
    return f"{reverse(f'orders:{name}')}?{urlencode(what)}"


# the first way that the reader may go and that fits the order; without any he looks at the order
WAYS: dict[str, tuple[Way, ...]] = {
    Kind.DOUBT: (
        Way(
            pgettext_lazy("cockpit", "Release it"),
            lambda order: _url("order-release", order),
            "order.screen",
            DIALOG,
            lambda order: bool(order.set_aside_reason),
        ),
        Way(gettext_lazy("To its doubts"), lambda order: f"{_url('order-detail', order)}#doubts", VIEW),
    ),
    Kind.UNAPPROVED: (
        Way(pgettext_lazy("cockpit", "Decide"), lambda order: _url("order-detail", order), "order.approve"),
        Way(gettext_lazy("Who decides"), lambda order: _url("order-approval", order), VIEW),
    ),
    Kind.BLOCKED: (
        Way(
            pgettext_lazy("verb", "Unfreeze"),
            lambda order: _url("order-unfreeze", order),
            "order.unfreeze",
            POST,
            lambda order: order.is_frozen,
        ),
    ),
    Kind.CREDIT: (
        Way(
            gettext_lazy("Ask for a special approval"),
            lambda order: _url("special-request", order),
            "credit.request",
            DIALOG,
        ),
    ),
    Kind.UNPAID: (
        Way(
            gettext_lazy("Record a receipt"),
            lambda order: _asking("receipt-new", order=order.reference),
            "receipt.record",
        ),
    ),
    Kind.UNSIGNED: (Way(gettext_lazy("To its deliveries"), lambda order: _url("order-shipments", order), VIEW),),
    Kind.UNINVOICED: (
        Way(
            gettext_lazy("Write an invoice"),
            lambda order: _asking("invoice-new", customer=order.customer_id, currency=order.currency_id),
            "invoice.draft",
        ),
    ),
    Kind.DISPUTED: (
        Way(
            gettext_lazy("To its exceptions"),
            lambda order: _asking("exception-list", order=order.reference),
            "exception.view",
        ),
    ),
}


def fix_of(actor: User, kind: str, order: Order, first_lines: Mapping[str, int | None]) -> Fix:
    """What ``actor`` does about an obstacle; ``first_lines``: kind → the first line of the order that has it."""
    if kind == Kind.INCOMPLETE:
        is_draft = order.status == Status.DRAFT
        name, method = ("order-edit", LINK) if is_draft else ("order-notes", DIALOG)
        return Fix(gettext_lazy("Complete it"), _url(name, order), method)
    line_no = first_lines.get(kind)
    if line_no is not None:
        url = reverse("orders:line-remedies", args=[order.reference, line_no])
        return Fix(gettext_lazy("What can be done"), url, DIALOG)
    for way in WAYS.get(kind, ()):
        if way.fits(order) and actor.can(way.verb):
            return Fix(way.label, way.url(order), way.method)
    return Fix(gettext_lazy("Open it"), _url("order-detail", order))
