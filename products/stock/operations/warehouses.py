"""Warehouses: the places that hold stock."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts import policies
from accounts.people.models import User
from common import errors, events
from common.operation import operation
from products.stock.models import StockRow, Warehouse

FIELDS = ("code", "name", "is_default", "is_active")


@operation
def save_warehouse(*, actor: User, at: datetime, warehouse_id: int | None = None, **changes: Any) -> Warehouse:
    """Add or change a warehouse; making one the default takes the mark from the other.

    Raises NotAllowed, NotFound, Invalid (the default or one that holds goods cannot go out of use).
    """
    policies.require(actor, "warehouse.edit")
    warehouse = Warehouse()
    if warehouse_id is not None:
        found = Warehouse.objects.select_for_update(no_key=True).filter(pk=warehouse_id).first()
        if found is None:
            raise errors.NotFound()
        warehouse = found
    was_default = warehouse.is_default
    for name in FIELDS:
        if name in changes:
            setattr(warehouse, name, changes[name])
    _require_usable(warehouse, was_default)
    if warehouse.is_default:
        Warehouse.objects.filter(is_default=True).exclude(pk=warehouse.pk).update(is_default=False)
    warehouse.save()
    events.record("warehouse.saved", warehouse, at=at, number=warehouse.code)
    return warehouse


def _require_usable(warehouse: Warehouse, was_default: bool) -> None:
    wrong: dict[str, list[Any]] = {}
    if not warehouse.code.strip():
        wrong["code"] = [_("Enter a code.")]
    elif Warehouse.objects.filter(code=warehouse.code).exclude(pk=warehouse.pk).exists():
        wrong["code"] = [_("This code is taken.")]
    if was_default and not (warehouse.is_default and warehouse.is_active):
        wrong["is_default"] = [_("Make another warehouse the default first.")]
    elif warehouse.is_default and not warehouse.is_active:
        wrong["is_active"] = [_("The default warehouse must be in use.")]
    elif not warehouse.is_active and StockRow.objects.filter(warehouse_id=warehouse.pk, on_hand__gt=0).exists():
        wrong["is_active"] = [_("This warehouse still holds goods.")]
    if wrong:
        raise errors.Invalid(fields=wrong)
