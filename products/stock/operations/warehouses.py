"""Warehouses: the places that hold stock."""

from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts import policies
from accounts.people.models import User
from common import editing, errors, events
from common.operation import operation
from products.stock.models import StockRow, Warehouse

FIELDS = ("code", "name", "is_default", "is_active")


@operation
def save_warehouse(
    *, actor: User, at: datetime, warehouse_id: int | None = None, version: int | None = None, **changes: Any
) -> Warehouse:
    """Add or change a warehouse (read at ``version``); making one the default takes the mark from the other.

    Raises NotAllowed, NotFound, Stale, Invalid (the default or one that holds goods cannot go out of use).
    """
    policies.require(actor, "warehouse.edit")
    warehouse = editing.locked_or_new(Warehouse, warehouse_id)
    was_default = warehouse.is_default
    editing.change(warehouse, editing.as_columns(Warehouse, changes, FIELDS), version)
    _require_usable(warehouse, was_default)
    editing.check(warehouse, exclude=("is_default",))
    if warehouse.is_default:
        others = Warehouse.objects.filter(is_default=True).exclude(pk=warehouse.pk)
        others.update(is_default=False, version=F("version") + 1)
    warehouse.save()
    events.record("warehouse.saved", warehouse, at=at, number=warehouse.code)
    return warehouse


def _require_usable(warehouse: Warehouse, was_default: bool) -> None:
    wrong: dict[str, list[Any]] = {}
    if was_default and not (warehouse.is_default and warehouse.is_active):
        wrong["is_default"] = [_("Make another warehouse the default first.")]
    elif warehouse.is_default and not warehouse.is_active:
        wrong["is_active"] = [_("The default warehouse must be in use.")]
    elif not warehouse.is_active and StockRow.objects.filter(warehouse_id=warehouse.pk, on_hand__gt=0).exists():
        wrong["is_active"] = [_("This warehouse still holds goods.")]
    if wrong:
        raise errors.Invalid(fields=wrong)
