"""The reasons of changes that the software ships (R196, R199, R204). Administrators rename, add and take out of use."""

from datetime import datetime

from django.utils.translation import gettext_noop as _

from orders.changes.choices import Side
from orders.changes.models import ChangeReason

_CUSTOMER, _GOODS = Side.CUSTOMER, Side.GOODS
# code, name in English (shown in the reader's language until somebody renames it), from which side
REASONS = (
    ("C_QUANTITY", _("Customer needs another quantity"), _CUSTOMER),
    ("C_DATE", _("Customer needs another delivery date"), _CUSTOMER),
    ("C_SPEC", _("Customer changed the specification"), _CUSTOMER),
    ("C_DELAYED", _("Customer's project is delayed"), _CUSTOMER),
    ("C_CANCELLED", _("Customer's project was cancelled in part"), _CUSTOMER),
    ("C_PRICE", _("Price negotiated anew"), _CUSTOMER),
    ("C_ADDRESS", _("Delivery place changed"), _CUSTOMER),
    ("C_MISTAKE", _("Ordered by mistake"), _CUSTOMER),
    ("C_OTHER", _("Another reason of the customer's"), _CUSTOMER),
    ("G_STOCK", _("Goods out of stock"), _GOODS),
    ("G_SUPPLIER", _("Supplier delivers late"), _GOODS),
    ("G_REPLACED", _("Product discontinued or replaced"), _GOODS),
    ("G_QUALITY", _("Goods held for quality"), _GOODS),
    ("G_CAPACITY", _("Capacity does not suffice"), _GOODS),
    ("G_COST", _("Cost has risen"), _GOODS),
    ("G_OTHER", _("Another reason of the goods"), _GOODS),
)


def seed_reasons(at: datetime) -> None:
    """Add the reasons that are missing; what an administrator changed stays."""
    ChangeReason.objects.bulk_create(
        [ChangeReason(code=code, name=name, side=side) for code, name, side in REASONS], ignore_conflicts=True
    )
