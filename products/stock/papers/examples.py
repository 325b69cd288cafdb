"""Examples of papers of the warehouse in the OpenAPI document."""

from typing import Any

from common.api import examples

PRODUCT = "01.2.02.318-101"
PAPER: dict[str, Any] = {
    "number": "GR20261120-0004",
    "kind": "ARRIVAL",
    "state": "POSTED",
    "day": "2026-11-20",
    "warehouse": "WH01",
    "to_warehouse": None,
    "supplier": "S-07",
    "reference": "SH-7731",
    "reason": "",
    "provider": "WMS",
    "external_id": "M-20881",
    "made_by": "luo.qiang",
    "made_at": "2026-11-20T02:15:00Z",
    "undone_at": None,
    "undo_reason": "",
    "version": 1,
}
LINE: dict[str, Any] = {
    "line_no": 1,
    "product": PRODUCT,
    "quantity": "80",
    "book": "12",
    "counted": None,
    "planned_receipt": 41,
    "note": "",
}
EXAMPLES: dict[str, Any] = {
    "StockPaper": PAPER,
    "StockPaperLine": LINE,
    "StockPaperDocument": PAPER | {"lines": [LINE]},
    "StockPaperInputRequest": {
        "kind": "ARRIVAL",
        "warehouse": "WH01",
        "supplier": "S-07",
        "reference": "SH-7731",
        "provider": "WMS",
        "external_id": "M-20881",
        "lines": [{"product": PRODUCT, "quantity": "80"}],
    },
    "CountSheetInputRequest": {"warehouse": "WH01", "reason": "月度盘点"},
    "CountedInputRequest": {"lines": [{"product": PRODUCT, "counted": "92"}]},
    "UndoInputRequest": {"reason": "录错数量"},
}


def register() -> None:
    """Called once from ``ProductsConfig.ready``."""
    examples.register(EXAMPLES)
