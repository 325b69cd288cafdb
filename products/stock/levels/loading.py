"""Warning levels of many products at once, as a workbook of purchasing says them (R126)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from accounts import policies as rights
from accounts.people.models import User
from common import errors, events
from common.operation import operation
from common.rows import update_rows
from products.catalogue.models import Product
from products.stock.levels.models import StockLevel


@dataclass(frozen=True)
class Level:
    """What is said of a product, over all warehouses or in one; what is None stays as it was."""

    product_id: int
    minimum: Decimal
    warehouse_id: int | None = None
    target: Decimal | None = None
    lot: Decimal | None = None


@operation
def load_levels(*, actor: User, levels: Sequence[Level], at: datetime) -> int:
    """Set the levels of many products, all or none, in a few statements; one over all warehouses is the product's
    warning level. Returns how many there were.

    Raises NotAllowed, Conflict (a product is gone, merged or a service; a target below its minimum; no lot).
    """
    rights.require(actor, "product.edit")
    ids = sorted({one.product_id for one in levels})
    standing = Product.objects.filter(pk__in=ids, merged_into=None, is_service=False).order_by("pk")
    products = {one.pk: one for one in standing.select_for_update(no_key=True)}
    if len(products) < len(ids):
        raise errors.Conflict(_("Some of the products are not there any more."))
    known = {
        (row.product_id, row.warehouse_id): row
        for row in StockLevel.objects.select_for_update(no_key=True).filter(product_id__in=ids).order_by("pk")
    }
    rows = [_row(one, known.get((one.product_id, one.warehouse_id)), products[one.product_id]) for one in levels]
    update_rows([row for row in rows if row.pk is not None], ["minimum", "target", "lot", "version"])
    StockLevel.objects.bulk_create([row for row in rows if row.pk is None])
    _warn_from(levels, products, at)
    events.record("stock_level.loaded", at=at, rows=len(rows))
    return len(rows)


def _row(one: Level, row: StockLevel | None, product: Product) -> StockLevel:
    row = row or StockLevel(product=product, warehouse_id=one.warehouse_id, lot=product.pack_multiple, version=0)
    row.minimum = None if one.warehouse_id is None else one.minimum
    row.target = row.target if one.target is None else one.target
    row.lot = row.lot if one.lot is None else one.lot
    row.version += 1
    if row.lot <= 0 or (row.target is not None and row.target < one.minimum):
        text = _("%(product)s: fill up to the minimum at least, in lots above zero.")
        raise errors.Conflict(text % {"product": product.code})
    return row


def _warn_from(levels: Sequence[Level], products: dict[int, Product], at: datetime) -> None:
    changed = []
    for one in levels:
        product = products[one.product_id]
        if one.warehouse_id is None and product.warning_level != one.minimum:
            product.warning_level, product.updated_at = one.minimum, at
            product.version += 1
            changed.append(product)
    update_rows(changed, ["warning_level", "updated_at", "version"])
