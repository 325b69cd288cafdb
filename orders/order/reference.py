"""The order types that the software ships (SEMANTICS 2). Administrators rename and add in the console; codes stay."""

from datetime import datetime

from django.utils.translation import gettext_noop as _

from common.reference import seeders, ship_names
from orders.order.models import OrderType

STANDARD, SAMPLE, LOAN, EXCHANGE, SERVICE, PROJECT = "STANDARD", "SAMPLE", "LOAN", "EXCHANGE", "SERVICE", "PROJECT"

# code, name in English (shown in the reader's language until somebody renames it), needs approval, ships,
# invoices, counts in statistics
TYPES = (
    (STANDARD, _("Standard order"), True, True, True, True),
    (SAMPLE, _("Sample order"), True, True, False, False),
    (LOAN, _("Loan order"), True, True, False, False),
    (EXCHANGE, _("Exchange order"), True, True, False, False),
    (SERVICE, _("Service order"), True, False, True, True),
    (PROJECT, _("Project order"), True, True, True, True),
)


def seed_order_types(at: datetime) -> None:
    """Add the types that are missing; what an administrator changed stays."""
    OrderType.objects.bulk_create(
        [
            OrderType(code=code, name=name, needs_approval=approval, ships=ships, invoices=invoices, counts=counts)
            for code, name, approval, ships, invoices, counts in TYPES
        ],
        ignore_conflicts=True,
    )


def register() -> None:
    """Called once from this room's wiring."""
    ship_names(row[1] for row in TYPES)
    seeders.register("orders.types", seed_order_types)
