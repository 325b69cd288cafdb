"""Examples of the checks of entry in the OpenAPI document."""

from typing import Any

from common.api import examples

EXAMPLES: dict[str, Any] = {
    "EntryCheck": {
        "check": "price_off_last",
        "label": "Price is off the last one",
        "help": "The price after discount differs from what this customer paid for the product the last time.",
        "severity": "WARNING",
        "figure": "20",
        "figure_label": "more than, percent",
    },
    "EntryChecksInputRequest": {"checks": [{"check": "po_known", "severity": "ERROR"}]},
}


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    examples.register(EXAMPLES)
