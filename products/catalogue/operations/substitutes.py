"""What may be delivered instead of a product (R119)."""

from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from accounts import policies
from accounts.people.models import User
from common import editing, errors, events
from common.operation import operation
from products.catalogue.models import Product, Substitute
from products.catalogue.operations.products import require_standing


@operation
def save_substitute(
    *,
    actor: User,
    product_id: int,
    substitute_id: int,
    at: datetime,
    priority: int = 1,
    ratio: Decimal = Decimal(1),
    valid_from: date | None = None,
    valid_until: date | None = None,
    version: int | None = None,
) -> Substitute:
    """Say that ``ratio`` pieces of another product may stand for one of this; a second call changes the row.

    Lower ``priority`` is tried first; both days are included. ``version``: of the product, which
    counts its substitutes. Raises NotAllowed, NotFound, Stale, Invalid.
    """
    policies.require(actor, "product.edit")
    product = editing.locked_or_new(Product, product_id)
    require_standing(product)
    editing.require_seen(product, version)
    if product_id == substitute_id:
        raise errors.Invalid(fields={"substitute": [_("Choose another product than this one.")]})
    if ratio <= 0:
        raise errors.Invalid(fields={"ratio": [_("Enter more than zero.")]})
    if valid_from and valid_until and valid_until < valid_from:
        raise errors.Invalid(fields={"valid_until": [_("Enter a day on or after the first day.")]})
    if Product.objects.filter(pk=substitute_id).exclude(merged_into=None).exists():
        raise errors.Invalid(fields={"substitute": [_("This product was merged into another one.")]})
    row = Substitute.objects.filter(product_id=product_id, substitute_id=substitute_id).first()
    row = row or Substitute(product_id=product_id, substitute_id=substitute_id)
    row.priority, row.ratio, row.valid_from, row.valid_until = priority, ratio, valid_from, valid_until
    editing.check(row, exclude=("product",))
    row.save()
    _count_up(product, at)
    events.record("product.substitute_saved", product, at=at, number=product.code, substitute=substitute_id)
    return row


@operation
def remove_substitute(
    *, actor: User, product_id: int, substitute_id: int, at: datetime, version: int | None = None
) -> None:
    """The other product no longer stands for this one. Raises NotAllowed, NotFound, Stale."""
    policies.require(actor, "product.edit")
    product = editing.locked_or_new(Product, product_id)
    require_standing(product)
    editing.require_seen(product, version)
    row = Substitute.objects.filter(product_id=product_id, substitute_id=substitute_id).first()
    if row is None:
        raise errors.NotFound()
    row.delete()
    _count_up(product, at)
    events.record("product.substitute_removed", product, at=at, number=product.code, substitute=substitute_id)


def _count_up(product: Product, at: datetime) -> None:
    product.version += 1
    product.updated_at = at
    product.save(update_fields=["version", "updated_at"])
