"""What this room declares: receipts as a subject of comments and files, invariants, merging of customers."""

from datetime import datetime

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.collaboration.subjects import Subject, subjects
from accounts.people.models import User
from accounts.periods.queries import Unfinished, unfinished
from accounts.trail.labels import event_labels
from common import errors
from common.currencies import kept_in_base
from customers.cleaning.registry import Merger, mergers
from customers.models import Customer
from orders.credit import exposure
from orders.settlement import fields, invariants, limits, policies, queries
from orders.settlement.models import Receipt

SUBJECT = Receipt._meta.label_lower  # "orders.receipt"
LABELS = {
    "receipt.recorded": gettext_lazy("Receipt recorded"),
    "receipt.allocated": gettext_lazy("Receipt allocated"),
    "order.payment_moved": gettext_lazy("Payments moved to other rows of the plan"),
    "receipt.allocation_revoked": gettext_lazy("Allocation taken back"),
    "receipt.voided": gettext_lazy("Receipt made void"),
    "receipt.restored": gettext_lazy("Receipt restored"),
    "receipt.paid_back": gettext_lazy("Paid back"),
    "receipt.refunded": gettext_lazy("Paid back"),
    "order.written_off": gettext_lazy("Written off"),
}


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    subjects.register(
        SUBJECT,
        Subject(
            get=queries.get_receipt_by_id,
            url=url_of,
            require_open=_require_open,
            verb="receipt.view",
            visible=policies.visible_to,
        ),
    )
    mergers.register("orders.receipts", Merger(_move, _count))
    kept_in_base.register("orders.receipts", Receipt.objects.exists)
    for kind, label in LABELS.items():
        event_labels.register(kind, label)
    invariants.register()
    limits.register()
    unfinished.register(
        "receipts",
        Unfinished(gettext_lazy("Receipts not fully allocated"), queries.count_unallocated, "orders:receipt-list"),
    )
    fields.register_fields()


def url_of(receipt: Receipt) -> str:
    """The receipt's page, "" where no pages are installed."""
    try:
        return reverse("orders:receipt-detail", args=[receipt.number])
    except NoReverseMatch:
        return ""


def _require_open(receipt: Receipt) -> None:
    """Comments and files (the bank's slip) are taken until the receipt is void."""
    if receipt.is_void:
        raise errors.WrongState(_("The receipt is void; nothing is added to it any more."), possible=[])


def _count(source: Customer) -> list[tuple[str, int]]:
    return [(_("Receipts"), Receipt.objects.filter(customer=source).count())]


def _move(*, actor: User, source: Customer, target: Customer, at: datetime) -> None:
    """Both customers are credit holders of their own and locked; their sums follow the receipts."""
    Receipt.objects.filter(customer=source).update(customer=target)
    exposure.rebuild({source.pk, target.pk})
