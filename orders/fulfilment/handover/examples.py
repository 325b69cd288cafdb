"""Examples of links for signing in the API."""

from typing import Any

from common.api import examples

EXAMPLES: dict[str, Any] = {
    "SigningLinkInputRequest": {"recipient": "司机 赵师傅", "days": 7},
    "SigningLink": {
        "url": "https://orders.example.com/l/5uK0…/",
        "valid_until": "2026-11-27T02:15:00Z",
        "recipient": "司机 赵师傅",
    },
}


def register() -> None:
    """Called once from this folder's wiring."""
    examples.register(EXAMPLES)
