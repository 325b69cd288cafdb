"""What this room declares: receipts as a subject of comments and files, invariants, merging of customers."""

from datetime import datetime

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from accounts.collaboration.subjects import Subject, subjects
from accounts.people.models import User
from common import errors
from customers.models import Customer
from customers.operations.merging import movers
from orders.credit import exposure
from orders.settlement import invariants, queries
from orders.settlement.models import Receipt

SUBJECT = Receipt._meta.label_lower  # "orders.receipt"


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    subjects.register(
        SUBJECT, Subject(get=queries.get_receipt_by_id, url=url_of, require_open=_require_open, verb="receipt.view")
    )
    movers.register("orders.receipts", _move)
    invariants.register()


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


def _move(*, actor: User, source: Customer, target: Customer, at: datetime) -> None:
    """Both customers are credit holders of their own and locked; their sums follow the receipts."""
    Receipt.objects.filter(customer=source).update(customer=target)
    exposure.rebuild({source.pk, target.pk})
