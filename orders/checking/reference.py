"""The checklists that the software ships (R100, R105, R106). Administrators rename, add and take out of use."""

from datetime import datetime

from django.utils.translation import gettext_noop as _

from common.reference import seeders, ship_names
from orders.checking.choices import ErrorKind, Occasion
from orders.checking.models import CheckPoint

_BEFORE, _LEAVING = Occasion.VERIFICATION, Occasion.DELIVERY
# code, name in English (shown in the reader's language until somebody renames it), when, kind of error
POINTS = (
    ("CONTACT", _("Customer, contact and address are those of the demand"), _BEFORE, ErrorKind.CONTACT),
    ("ITEMS", _("Products and specifications are what was asked for"), _BEFORE, ErrorKind.ITEM),
    ("PRICE", _("Prices, discounts and terms are as agreed"), _BEFORE, ErrorKind.PRICE),
    ("QUANTITY", _("Quantities and units are right"), _BEFORE, ErrorKind.QUANTITY),
    ("DELIVERY", _("Delivery date, place and way are right"), _BEFORE, ErrorKind.DELIVERY),
    ("OUT_GOODS", _("The goods at hand are those of the order, counted and sound"), _LEAVING, ErrorKind.ITEM),
    ("OUT_PAPERS", _("Papers, marks and packing are complete"), _LEAVING, ErrorKind.DOCUMENT),
    ("OUT_PLACE", _("Recipient, place and carrier are those of the order"), _LEAVING, ErrorKind.DELIVERY),
)


def seed_points(at: datetime) -> None:
    """Add the points that are missing; what an administrator changed stays."""
    CheckPoint.objects.bulk_create(
        [
            CheckPoint(code=code, name=name, occasion=occasion, kind=kind, position=place * 10)
            for place, (code, name, occasion, kind) in enumerate(POINTS, start=1)
        ],
        ignore_conflicts=True,
    )


def register() -> None:
    """Called once from this room's wiring."""
    ship_names(row[1] for row in POINTS)
    seeders.register("orders.check_points", seed_points)
