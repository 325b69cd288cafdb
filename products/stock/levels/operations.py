"""Set warning levels, and plan what they ask for (R126)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from accounts import policies as rights
from accounts.people.models import User
from common import dates, editing, errors, events
from common.operation import operation
from products.catalogue import operations as catalogue_operations
from products.catalogue import queries as catalogue
from products.stock import ledger
from products.stock.levels import queries
from products.stock.levels.models import StockLevel
from products.stock.models import StockRow
from products.stock.supply import operations as supply
from products.stock.supply.models import PlannedReceipt
from products.stock.supply.operations import Answer, Planned

Kind = PlannedReceipt.Kind


@operation
def save_level(
    *,
    actor: User,
    product_id: int,
    minimum: Decimal | None,
    at: datetime,
    warehouse_id: int | None = None,
    target: Decimal | None = None,
    lot: Decimal | None = None,
    version: int | None = None,
) -> StockLevel | None:
    """Set the level of a product, over all warehouses or in one; without a ``minimum`` there is none any more. Over all
    it is the product's warning level. ``version``: of the level as it was read, 0 for none.

    Raises NotAllowed, NotFound, Stale, Invalid (a service, a target below the minimum, no lot).
    """
    rights.require(actor, "product.edit")
    product = catalogue.hold_standing(product_id)
    if product.is_service:
        raise errors.Invalid(fields={"product": [_("A service has no stock.")]})
    if minimum is not None and minimum < 0:
        raise errors.Invalid(fields={"minimum": [_("Enter zero or more.")]})
    if minimum is not None and target is not None and target < minimum:
        raise errors.Invalid(fields={"target": [_("Fill up to the minimum at least.")]})
    known = StockLevel.objects.select_for_update(no_key=True).filter(product_id=product_id)
    known = known.filter(warehouse_id=warehouse_id) if warehouse_id else known.filter(warehouse=None)
    level = known.first() or StockLevel(product=product, warehouse_id=warehouse_id, version=0)
    if version is not None:
        editing.require_version(level, version, {})
    if warehouse_id is None and product.warning_level != minimum:
        changes = {"warning_level": minimum}
        catalogue_operations.update_product(
            actor=actor, product_id=product_id, version=product.version, changes=changes, at=at
        )
    events.record("stock_level.saved", product, at=at, number=product.code, minimum=str(minimum))
    if minimum is None:
        if level.pk:
            level.delete()
        return None
    level.minimum = None if warehouse_id is None else minimum
    level.target, level.lot = target, lot if lot is not None else product.pack_multiple
    level.version += 1
    editing.check(level)
    level.save()
    return level


@dataclass(frozen=True)
class Wanted:
    """So much of a product is to be planned, for a warehouse or for the default one."""

    product_id: int
    quantity: Decimal
    warehouse_id: int | None = None


@operation
def plan_replenishment(*, actor: User, wanted: Sequence[Wanted], at: datetime) -> list[Answer]:
    """Make planned receipts of what the replenishment list suggests, or of other quantities: from the product's
    supplier, on the day of its lead time; for another warehouse as a transfer where the default one has enough free.
    A product that is no longer below its level is left out.

    Raises NotAllowed, Invalid with paths like ``rows.1.quantity``.
    """
    rights.require(actor, "supply.plan")
    ids = [one.product_id for one in wanted]
    found = queries.below_level(actor, product_ids=ids)
    standing = {(row.product_id, row.warehouse_id): row for row in found}
    home = ledger.default_warehouse_id()
    rows = StockRow.objects.filter(product_id__in=ids, warehouse_id=home)
    free = {row.product_id: row.available for row in rows}
    entries = []
    for one in wanted:
        row = standing.get((one.product_id, one.warehouse_id))
        if row is None:
            continue
        is_transfer = one.warehouse_id not in (None, home) and free.get(one.product_id, Decimal(0)) >= one.quantity
        if is_transfer:
            free[one.product_id] -= one.quantity
        entries.append(
            Planned(
                product_id=one.product_id,
                quantity=one.quantity,
                expected_date=dates.business_day(at) if is_transfer else row.day(dates.business_day(at)),
                kind=Kind.TRANSFER if is_transfer else Kind.PURCHASE if row.supplier_id else Kind.PRODUCTION,
                warehouse_id=one.warehouse_id,
                from_warehouse_id=home if is_transfer else None,
                notes=_("Replenishment"),
            )
        )
    return supply.plan_receipts(actor=actor, entries=entries, at=at) if entries else []
