"""Examples of customers' prices and item codes in the OpenAPI document."""

from typing import Any

from common.api import examples
from products.pricing.examples import PRICE, PRODUCT, ROW

_CUSTOMER = "33.017"
_AGREED = {"currency": "CNY", "tax_mode": "INCLUSIVE", "reason": "2026 年度合同"}
EXAMPLES: dict[str, Any] = {
    "CustomerPrice": {**PRICE, "customer": _CUSTOMER, **_AGREED},
    "CustomerPriceRowsRequest": {"customer": _CUSTOMER, "prices": [{**ROW, **_AGREED}]},
    "CustomerItem": {"id": 7, "customer": _CUSTOMER, "code": "KH-7", "name": "四传感器套件", "product": PRODUCT},
    "CustomerItemInputRequest": {"customer": _CUSTOMER, "code": "KH-7", "product": PRODUCT},
}


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    examples.register(EXAMPLES)
