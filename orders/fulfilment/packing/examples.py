"""Examples of packages in the API."""

from typing import Any

from common.api import examples

_ITEM = {"order": "SO20261120-0001", "line_no": 1, "quantity": "10"}
_SIZE: dict[str, Any] = {"weight": "12.5", "length": "60", "width": "40", "height": "35"}
_PACKAGE: dict[str, Any] = {"kind": "CARTON", "mark": "C/NO. 1-2", **_SIZE, "items": [_ITEM]}
_STANDING = {"number": 1, **_PACKAGE, "volume": "0.084"}

EXAMPLES: dict[str, Any] = {
    "PackingInputRequest": {"packages": [_PACKAGE, _PACKAGE]},
    "Package": _STANDING,
    "Packing": {
        "packages": [_STANDING, {**_STANDING, "number": 2}],
        "weight": "25",
        "volume": "0.168",
        "unpacked": "0",
    },
}


def register() -> None:
    """Called once from this folder's wiring."""
    examples.register(EXAMPLES)
