"""Examples of promotions in the OpenAPI document."""

from typing import Any

from common.api import examples

PROMOTION: dict[str, Any] = {
    "code": "BUY7_GET1",
    "name": "买七送一",
    "scope": "MARK",
    "mark": "**",
    "tag": "",
    "products": [],
    "buy": 7,
    "give": 1,
    "gift_product": None,
    "valid_from": "2026-12-01",
    "valid_until": None,
    "is_active": True,
    "notes": "",
    "version": 3,
}
EXAMPLES: dict[str, Any] = {
    "Promotion": PROMOTION,
    "PromotionInputRequest": {
        "code": "BUY7_GET1",
        "name": "买七送一",
        "scope": "MARK",
        "mark": "**",
        "buy": 7,
        "give": 1,
    },
    "PatchedPromotionChangeRequest": {"valid_until": "2026-12-31"},
}


def register() -> None:
    """Called once from ``ProductsConfig.ready``."""
    examples.register(EXAMPLES)
