"""Keep what suppliers ask for (R154)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts import policies as rights
from accounts.people.models import User
from common import currencies, editing, errors, events
from common.operation import operation
from products.buying import queries
from products.buying.models import PurchasePrice
from products.catalogue import queries as catalogue

FIELDS = (
    *("product", "supplier", "price", "currency", "min_quantity", "lead_time_days"),
    *("valid_from", "valid_until", "item_code", "notes"),
)
ZERO = Decimal(0)


@dataclass(frozen=True)
class Asked:
    """What a supplier asks, as a file tells it; None: as it stands, or as usual."""

    product_id: int
    supplier_id: int
    price: Decimal
    valid_from: date
    min_quantity: Decimal | None = None
    currency: str | None = None
    valid_until: date | None = None
    lead_time_days: int | None = None
    item_code: str | None = None
    notes: str | None = None


@operation
def save_price(
    *, actor: User, changes: Mapping[str, Any], at: datetime, price_id: int | None = None, version: int | None = None
) -> PurchasePrice:
    """Add or change what a supplier asks for a product (read at ``version``).

    Raises NotAllowed, NotFound, Stale, Invalid (a service; the same product, supplier, quantity and first day twice).
    """
    require_edit(actor)
    if price_id is not None:
        queries.get_price(actor, price_id)
    row = editing.locked_or_new(PurchasePrice, price_id)
    columns = editing.as_columns(PurchasePrice, changes, FIELDS)
    if "product_id" in columns:
        _require_bought(columns["product_id"])
    editing.change(row, columns, version)
    if row.valid_until and row.valid_from and row.valid_until < row.valid_from:
        raise errors.Invalid(fields={"valid_until": [_("It ends before it begins.")]})
    editing.check(row, exclude=("version",))
    row.save()
    _record("saved", row, at)
    return row


@operation
def remove_price(*, actor: User, price_id: int, at: datetime, version: int | None = None) -> None:
    """Take a purchase price away that was entered by mistake; one that held is ended by its last day instead. Raises
    NotAllowed, NotFound, Stale."""
    require_edit(actor)
    queries.get_price(actor, price_id)
    row = editing.locked_or_new(PurchasePrice, price_id)
    editing.require_seen(row, version)
    _record("removed", row, at)
    row.delete()


@operation
def load_prices(*, actor: User, entries: Iterable[Asked], at: datetime) -> int:
    """Take over what a file tells: the same product, supplier, quantity and first day is the same price, and is
    changed. Returns how many were written. Raises NotAllowed, Invalid."""
    require_edit(actor)
    count = 0
    for one in entries:
        key = {
            "product_id": one.product_id,
            "supplier_id": one.supplier_id,
            "min_quantity": one.min_quantity or ZERO,
            "valid_from": one.valid_from,
        }
        row = PurchasePrice.objects.select_for_update(no_key=True).filter(**key).first() or PurchasePrice(
            **key, currency_id=currencies.base(), version=0
        )
        row.price, row.currency_id = one.price, one.currency or row.currency_id
        for name in ("valid_until", "lead_time_days", "item_code", "notes"):
            if (value := getattr(one, name)) is not None:
                setattr(row, name, value)
        row.version += 1
        editing.check(row, exclude=("version",))
        row.save()
        count += 1
    if count:
        events.record("purchase_price.loaded", None, at=at, count=count)
    return count


def require_edit(actor: User) -> None:
    """Raise NotAllowed for who does not keep suppliers, or may not know what we pay."""
    rights.require(actor, queries.EDIT)
    if not queries.may_see(actor):
        raise errors.NotAllowed()


def _require_bought(product_id: int) -> None:
    product = catalogue.hold_standing(product_id)
    if product.is_service:
        raise errors.Invalid(fields={"product": [_("A service is not bought by the piece here.")]})


def _record(what: str, row: PurchasePrice, at: datetime) -> None:
    """Without the price: who reads what happened may not be one who may know it."""
    said = {"product": row.product.code, "supplier": row.supplier.code, "valid_from": row.valid_from.isoformat()}
    events.record(f"purchase_price.{what}", row.product, at=at, number=row.product.code, **said)
