"""The promotions that the software ships: those of the company's marks (R016–R018)."""

from datetime import datetime

from django.utils.translation import gettext_noop as _

from common.reference import seeders, ship_names
from products.promotions.models import Promotion, Scope

# code (as the rules call the mark's tag), name, mark, for every, gifts
PROMOTIONS = (
    ("BUY1_GET1", _("Buy one, get one"), "*", 1, 1),
    ("BUY7_GET1", _("Buy seven, get one"), "**", 7, 1),
    ("SELL10_GIVE1", _("Sell ten, give one"), "#", 10, 1),
)


def seed_promotions(at: datetime) -> None:
    """Add them where there is no promotion at all; what somebody changed or took out of use stays."""
    if not Promotion.objects.exists():
        Promotion.objects.bulk_create(
            Promotion(code=code, name=name, scope=Scope.MARK, mark=mark, buy=buy, give=give)
            for code, name, mark, buy, give in PROMOTIONS
        )


def register() -> None:
    """Called once from ``ProductsConfig.ready``."""
    ship_names(row[1] for row in PROMOTIONS)
    seeders.register("products.promotions", seed_promotions)
