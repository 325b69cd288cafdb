"""Examples of kits in the OpenAPI document."""

from typing import Any

from common.api import examples

PARTS: list[dict[str, Any]] = [
    {"product": "01.2.02.318", "quantity": "1", "is_sensor": False, "available": "7", "enough_for": "7"},
    {"product": "02.1.03.003", "quantity": "4", "is_sensor": True, "available": "18", "enough_for": "4"},
]
EXAMPLES: dict[str, Any] = {
    "KitComponent": PARTS[0],
    "Kit": {
        "product": "01.2.02.318-101",
        "product_name": "DS1(铝合金)-4",
        "works_on": "",
        "is_own": False,
        "buildable": "4",
        "components": PARTS,
        "missing": [],
        "version": 0,
    },
    "PatchedKitChangeRequest": {
        "works_on": "COMPONENTS",
        "components": [
            {"product": "01.2.02.318", "quantity": "1"},
            {"product": "02.1.03.003", "quantity": "4", "is_sensor": True},
        ],
    },
}


def register() -> None:
    """Called once from ``ProductsConfig.ready``."""
    examples.register(EXAMPLES)
