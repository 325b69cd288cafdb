"""Examples of prices in the OpenAPI document."""

from typing import Any

from common.api import examples

PRODUCT = "01.2.02.318-101"
PRICE: dict[str, Any] = {
    "id": 21,
    "product": PRODUCT,
    "product_name": "DS1(铝合金)-4",
    "min_quantity": "10",
    "price": "1180",
    "valid_from": "2026-12-01",
    "valid_until": None,
}
ROW: dict[str, Any] = {"product": PRODUCT, "price": "1180", "min_quantity": "10", "valid_from": "2026-12-01"}
EXAMPLES: dict[str, Any] = {
    "PriceList": {
        "code": "VIP",
        "name": "大客户价",
        "customer_class": "DOMESTIC",
        "currency": "CNY",
        "tax_mode": "INCLUSIVE",
        "is_active": True,
        "notes": "",
        "rows": 128,
        "version": 3,
    },
    "PriceListInputRequest": {"code": "VIP", "name": "大客户价", "customer_class": "DOMESTIC", "currency": "CNY"},
    "PatchedPriceListChangeRequest": {"is_active": False},
    "ListPrice": PRICE,
    "PriceRowsRequest": {"prices": [ROW]},
    "PricesSet": {"new": 1},
    "PriceEndRequest": {"last_day": "2026-12-31"},
}


def register() -> None:
    """Called once from ``ProductsConfig.ready``."""
    examples.register(EXAMPLES)
