"""Examples of purchase prices in the OpenAPI document."""

from typing import Any

from common.api import examples

_ASKED: dict[str, Any] = {
    "product": "02.1.03.003",
    "supplier": "S-03",
    "price": "268.50",
    "currency": "CNY",
    "min_quantity": "50",
    "lead_time_days": 12,
    "valid_from": "2026-07-01",
    "valid_until": "2026-12-31",
    "item_code": "LC-30T",
    "notes": "含运费",
}
EXAMPLES: dict[str, Any] = {
    "PurchasePrice": {"id": 7, **_ASKED, "version": 1},
    "PurchasePriceInputRequest": _ASKED,
    "PatchedPurchasePriceChangeRequest": {"valid_until": "2026-11-30"},
}


def register() -> None:
    """Called once from ``ProductsConfig.ready``."""
    examples.register(EXAMPLES)
