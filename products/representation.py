"""Products and stock as plain dictionaries for API answers."""

from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import Any

from accounts.people.models import User
from common.api.fields import plain
from products.catalogue.models import Product, ProductCategory, ProductText, Substitute
from products.stock.models import StockMovement, StockRow, Warehouse
from products.stock.queries import Totals
from segments.custom_fields import values

_ROW = (
    *("code", "name", "english_name", "specification", "auxiliary_attribute", "unit", "lead_time_days", "supply_mode"),
    *("numbering", "risk"),
    *("is_service", "is_active", "created_at", "updated_at", "version"),
)
CLASSIFIED = (
    *("product_class", "promotion", "tags", "flags", "base_code", "sensor_count", "brand", "tonnage", "structure"),
    *("sensor_brand", "sensor_tonnage", "sensor_structure"),
)
_QUANTITIES = ("pack_multiple", "minimum_quantity", "warning_level")
_PRICES = ("list_price", "floor_price", "unit_cost")


def _amount(value: Decimal | None, least: int = 0) -> str | None:
    return None if value is None else plain(value, least)


def product_row(actor: User, product: Product, totals: Totals | None, hidden: Collection[str]) -> dict[str, Any]:
    """A product as a list shows it to ``actor`` (``ProductSerializer``); ``hidden`` columns are None."""
    row: dict[str, Any] = {"id": product.pk} | {name: getattr(product, name) for name in _ROW}
    row.update((name, _amount(getattr(product, name))) for name in _QUANTITIES)
    row.update((name, None if name in hidden else _amount(getattr(product, name), 2)) for name in _PRICES)
    row["tax_rate"] = plain(product.tax_rate)
    row["category"] = product.category.code if product.category else None
    row["supplier"] = product.supplier.code if product.supplier else None
    row["custom"] = values.shown(actor, values.PRODUCT, product.custom)
    row.update((name, getattr(product.text or ProductText(), name)) for name in CLASSIFIED)
    row["stock"] = None if totals is None or product.is_service else totals_of(totals)
    return row


def totals_of(totals: Totals) -> dict[str, str]:
    """On hand, reserved and available."""
    return {name: plain(getattr(totals, name)) for name in ("on_hand", "reserved", "available")}


def product_document(
    actor: User,
    product: Product,
    totals: Totals | None,
    hidden: Collection[str],
    substitutes: Sequence[Substitute],
) -> dict[str, Any]:
    """A whole product (``ProductDocumentSerializer``)."""
    found = product_row(actor, product, totals, hidden)
    found["successor"] = product.successor.code if product.successor else None
    found["notes"] = product.notes
    found["substitutes"] = [
        {
            "product": row.substitute.code,
            "priority": row.priority,
            "ratio": plain(row.ratio),
            "valid_from": row.valid_from,
            "valid_until": row.valid_until,
        }
        for row in substitutes
    ]
    return found


def stock_row(row: StockRow) -> dict[str, Any]:
    """What a warehouse holds of a product (``StockRowSerializer``)."""
    return {
        "product": row.product.code,
        "product_name": row.product.name,
        "warehouse": row.warehouse.code,
        "unit": row.product.unit,
        "on_hand": plain(row.on_hand),
        "reserved": plain(row.reserved),
        "available": plain(row.available),
        "place": row.place,
    }


def movement_row(movement: StockMovement) -> dict[str, Any]:
    """One movement (``MovementSerializer``)."""
    return {
        "id": movement.pk,
        "at": movement.at,
        "kind": movement.kind,
        "product": movement.stock_row.product.code,
        "warehouse": movement.stock_row.warehouse.code,
        "quantity": plain(movement.quantity),
        "document": movement.document_number,
        "reason": movement.reason,
        "actor": movement.actor.username,
    }


def category_row(category: ProductCategory) -> dict[str, Any]:
    """A category (``CategorySerializer``)."""
    return {
        "code": category.code,
        "name": category.name,
        "parent": category.parent.code if category.parent else None,
        "version": category.version,
    }


def warehouse_row(warehouse: Warehouse) -> dict[str, Any]:
    """A warehouse (``WarehouseSerializer``)."""
    return {name: getattr(warehouse, name) for name in ("code", "name", "is_default", "is_active", "version")}
