"""Materials and their prices, entered one by one or many at once; a price said again takes the place of the first."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from accounts import policies as rights
from accounts.people.models import User
from common import dates, editing, errors, events
from common.operation import operation
from orders.risk.models import Material, MaterialPrice
from orders.risk.policies import MATERIAL

MOST = 1000
LATER = ("category",)


@operation
def save_material(
    *,
    actor: User,
    name: str,
    category_id: int,
    share: Decimal,
    at: datetime,
    material_id: int | None = None,
    is_active: bool = True,
    version: int | None = None,
) -> Material:
    """Add a material or change it: the product family whose cost it moves, and the share of the cost that it is.
    Raises NotAllowed, NotFound, Stale, Invalid."""
    rights.require(actor, MATERIAL)
    material = Material() if material_id is None else _lock(material_id)
    if material_id is not None:
        editing.require_seen(material, version)
        material.version += 1
    material.name, material.category_id, material.share, material.is_active = (
        name.strip(),
        category_id,
        share,
        is_active,
    )
    editing.check(material, exclude=LATER)
    material.save()
    events.record("material.saved", material, at=at)
    return material


@operation
def load_prices(
    *, actor: User, material_id: int, prices: Sequence[tuple[date, Decimal]], at: datetime, source: str = ""
) -> int:
    """Keep prices of a material, all or none; returns how many are new or differ. Raises NotAllowed, NotFound, Invalid
    (none or too many, a day twice or to come, no price)."""
    rights.require(actor, MATERIAL)
    material = _lock(material_id)
    _require_sense(prices, dates.business_day(at))
    known = dict(material.prices.filter(day__in=[day for day, _price in prices]).values_list("day", "price"))
    fresh = [(day, price) for day, price in prices if known.get(day) != price]
    rows = [
        MaterialPrice(
            material=material, day=day, price=price, source=source.strip()[:80], created_by=actor, created_at=at
        )
        for day, price in fresh
    ]
    MaterialPrice.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["material", "day"],
        update_fields=["price", "source", "created_by", "created_at"],
    )
    if fresh:
        events.record("material.priced", material, at=at, count=len(fresh))
    return len(fresh)


def _lock(material_id: int) -> Material:
    material = Material.objects.select_for_update(no_key=True).filter(pk=material_id).first()
    if material is None:
        raise errors.NotFound()
    return material


def _require_sense(prices: Sequence[tuple[date, Decimal]], today: date) -> None:
    days = [day for day, _price in prices]
    if not prices or len(prices) > MOST:
        raise errors.Invalid(fields={"prices": [_("Enter between 1 and %(most)s prices.") % {"most": MOST}]})
    if len(set(days)) != len(days):
        raise errors.Invalid(fields={"prices": [_("A day stands here twice.")]})
    if max(days) > today:
        raise errors.Invalid(fields={"prices": [_("This day is still to come.")]})
    if any(price <= 0 for _day, price in prices):
        raise errors.Invalid(fields={"prices": [_("Enter more than zero.")]})
