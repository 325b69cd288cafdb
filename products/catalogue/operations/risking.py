"""What orders know of the troubles of products, kept with the product (DESIGN 1, "Facts down"; docs/adr/0090)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from accounts.people.models import User
from common import events
from common.operation import operation
from products.catalogue.choices import Risk
from products.catalogue.models import Product, ProductRisk

ZERO = Decimal(0)


@dataclass(frozen=True)
class Troubles:
    """What went wrong with a product from a day on, weighed, and the risk that it makes."""

    complaints: int = 0
    returns: int = 0
    low_scores: int = 0
    lines: int = 0
    points: Decimal = ZERO
    rate: Decimal = ZERO
    risk: Risk = Risk.LOW


def hold_risks(product_ids: Collection[int], since: date, at: datetime) -> None:
    """Lock the figures of products, made where there are none, by key: the last locks of an operation (DESIGN 3)."""
    fresh = [ProductRisk(product_id=pk, since=since, counted_at=at) for pk in sorted(product_ids)]
    ProductRisk.objects.bulk_create(fresh, ignore_conflicts=True)
    rows = ProductRisk.objects.filter(product_id__in=product_ids).select_for_update(no_key=True)
    list(rows.order_by("product_id").values_list("pk"))


@operation
def load_risks(*, actor: User, troubles: Mapping[int, Troubles], since: date, at: datetime) -> int:
    """Keep what was counted of products that ``hold_risks`` locked, and the risk that it makes; returns of how many
    products the risk changed. ``actor`` is the machine."""
    names = ("complaints", "returns", "low_scores", "lines", "points", "rate")
    for pk, found in sorted(troubles.items()):
        figures = {name: getattr(found, name) for name in names}
        ProductRisk.objects.filter(pk=pk).update(since=since, counted_at=at, **figures)
    changed = 0
    for product in Product.objects.filter(pk__in=troubles).only("pk", "code", "risk").order_by("pk"):
        before, risk = product.risk, troubles[product.pk].risk
        if before != risk:
            Product.objects.filter(pk=product.pk).update(risk=risk)
            events.record(
                "product.risk_changed", product, at=at, number=product.code, changes={"risk": [before, str(risk)]}
            )
            changed += 1
    return changed
