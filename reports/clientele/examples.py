"""Examples of the thresholds of customers in the OpenAPI document."""

from typing import Any

from common.api import examples

_LATE = {"name": "late", "value": "2", "shipped": "1.5", "least": 1, "most": 20}
EXAMPLES: dict[str, Any] = {
    "CustomerThreshold": _LATE,
    "CustomerThresholdsInputRequest": {"figures": [{"name": "late", "value": "2"}, {"name": "grace", "value": "10"}]},
}


def register() -> None:
    """Called once from this room's wiring."""
    examples.register(EXAMPLES)
