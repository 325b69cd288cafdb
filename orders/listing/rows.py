"""What a row of the list carries besides its cells, and what may be done to many rows at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts import policies
from common.money import round2
from common.templatetags import fmt
from orders.listing.columns import Column, cells
from orders.order.states import Fulfilment, Status
from orders.templatetags import order_parts

LOCKED = (Status.ARCHIVED, Status.VOID)


@dataclass(frozen=True)
class Row:
    """An order as the list shows it. ``amount`` is in the order's currency, whose sign is ``unit``, "" when amounts
    are hidden; ``can``: keys of the bulk actions for which its state qualifies (the verbs decide for themselves)."""

    pk: int
    number: str
    reference: str
    url: str
    amount: str
    unit: str
    can: str
    cells: SafeString


@dataclass(frozen=True)
class BulkAction:
    """A verb over the picked rows: at once (``ask`` false), after a dialog, or on a page of its own."""

    key: str
    label: str | Promise
    icon: str
    verb: str
    url_name: str
    asks: bool = False
    is_page: bool = False

    @property
    def url(self) -> str:
        return reverse(self.url_name)


BULK_ACTIONS = (
    BulkAction("submit", _("Submit for approval"), "send", "order.submit", "orders:order-bulk-submit"),
    BulkAction("approve", _("Approve"), "check2", "order.approve", "orders:order-bulk-approve"),
    BulkAction("reject", _("Send back"), "reply", "order.reject", "orders:order-bulk-reject", asks=True),
    BulkAction("shift", _("Shift dates"), "calendar3", "change.request", "orders:shift-new", is_page=True),
    BulkAction("notice", _("Delivery notice"), "truck", "outbound.draft", "orders:outbound-new", is_page=True),
    BulkAction(
        "reassign", _("Change owner"), "person-check", "order.reassign", "orders:order-bulk-reassign", asks=True
    ),
    BulkAction(
        "freeze", pgettext_lazy("verb", "Freeze"), "snow", "order.freeze", "orders:order-bulk-freeze", asks=True
    ),
    BulkAction("unfreeze", pgettext_lazy("verb", "Unfreeze"), "sun", "order.unfreeze", "orders:order-bulk-unfreeze"),
    BulkAction("close", pgettext_lazy("verb", "Close"), "lock", "order.close", "orders:order-bulk-close", asks=True),
    BulkAction("reopen", _("Reopen"), "unlock", "order.reopen", "orders:order-bulk-reopen", asks=True),
    BulkAction("archive", pgettext_lazy("verb", "Archive"), "archive", "order.archive", "orders:order-bulk-archive"),
)


def bulk_actions(user: Any) -> list[BulkAction]:
    """What this person may do to orders at all."""
    return [action for action in BULK_ACTIONS if policies.can(user, action.verb)]


def draw(order: Any, columns: Sequence[Column], with_money: bool) -> Row:
    """A row of the list."""
    return Row(
        pk=order.pk,
        number=order.display_number,
        reference=order.reference,
        url=order_parts.order_url(order),
        amount=str(round2(order.total_amount)) if with_money else "",
        unit=fmt.symbol(order.currency_id),
        can=" ".join(qualifies(order)),
        cells=cells(order, columns),
    )


def qualifies(order: Any) -> list[str]:
    """The keys of the bulk actions that the order's state allows; the verbs decide for themselves."""
    found = []
    if order.status == Status.DRAFT:
        found.append("submit")
    if order.status == Status.SUBMITTED:
        found += ["approve", "reject"]
    if order.status == Status.EFFECTIVE and not order.is_frozen and order.fulfilment != Fulfilment.FULL:
        found.append("notice")
    if order.status not in LOCKED:
        found.append("reassign")
    if order.status == Status.EFFECTIVE:
        found += ["unfreeze"] if order.is_frozen else ["shift", "freeze", "close"]
    if order.status == Status.CLOSED:
        found += ["reopen", "archive"]
    return found
