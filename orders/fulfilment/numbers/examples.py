"""Examples of serial and batch numbers in the API."""

from typing import Any

from common.api import examples
from common.api.examples import Refusal

_LINE: dict[str, Any] = {"order": "SO20261120-0001", "line_no": 1}
_NUMBERS = {"numbers": [{"number": "KL2611-0007", "quantity": "1"}]}
_PRODUCT = "01.2.02.318-101"

EXAMPLES: dict[str, Any] = {
    "NumbersInputRequest": {"lines": [{**_LINE, **_NUMBERS}]},
    "NumbersLine": {**_LINE, **_NUMBERS, "product": _PRODUCT, "numbering": "SERIAL", "quantity": "1"},
    "GoodsNumber": {
        "id": 7,
        "number": "KL2611-0007",
        "is_serial": True,
        "product": _PRODUCT,
        "quantity": "1",
        "back_quantity": "0",
        "document": "OB20261120-0001",
        "document_status": "SIGNED",
        "ship_date": "2026-11-20",
        "customer": {"code": "33.017", "name": "杭州华衡科技有限公司"},
        **_LINE,
    },
}
REFUSALS: dict[str, Refusal] = {
    "numbers_missing": Refusal(
        409,
        "Order SO20261120-0001, line 1: 2 serial numbers are missing.",
        operations=("/outbound-documents/{number}/audit/",),
    ),
}


def register() -> None:
    """Called once from this folder's wiring."""
    examples.register(EXAMPLES)
    for code, refusal in REFUSALS.items():
        examples.refusals.register(code, refusal)
