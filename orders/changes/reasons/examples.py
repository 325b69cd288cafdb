"""Examples of reasons in the OpenAPI document."""

from typing import Any

from common.api import examples

_GIVEN: dict[str, Any] = {"code": "C_TENDER", "name": "Tender was won in part", "side": "CUSTOMER", "is_active": True}
EXAMPLES: dict[str, Any] = {
    "ChangeReason": {**_GIVEN, "version": 1},
    "ChangeReasonInputRequest": _GIVEN,
    "PatchedChangeReasonChangeRequest": {"is_active": False},
}


def register() -> None:
    """Called once from this room's wiring."""
    examples.register(EXAMPLES)
