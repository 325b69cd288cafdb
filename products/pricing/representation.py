"""Prices as the API shows them."""

from typing import Any

from products.pricing.models import ListPrice, PricedRow, PriceList


def list_row(row: PriceList, row_count: int) -> dict[str, Any]:
    """A price list (``PriceListSerializer``)."""
    names = ("code", "name", "customer_class", "tax_mode", "is_active", "notes", "version")
    return {**{name: getattr(row, name) for name in names}, "currency": row.currency_id, "rows": row_count}


def price_row(row: ListPrice) -> dict[str, Any]:
    """A price of a list (``ListPriceSerializer``)."""
    return {"id": row.pk, "product": row.product.code, "product_name": row.product.name, **priced(row)}


def priced(row: PricedRow) -> dict[str, Any]:
    """What every price says."""
    return {
        "min_quantity": f"{row.min_quantity.normalize():f}",
        "price": f"{row.price.normalize():f}",
        "valid_from": row.valid_from.isoformat(),
        "valid_until": row.valid_until.isoformat() if row.valid_until else None,
    }
