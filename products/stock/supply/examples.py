"""Examples of planned receipts in the OpenAPI document."""

from typing import Any

from common.api import examples

PRODUCT = "01.2.02.318-101"
ROW: dict[str, Any] = {
    "product": PRODUCT,
    "quantity": "200",
    "expected_date": "2026-12-10",
    "kind": "PURCHASE",
    "supplier": "S-07",
    "reference": "PO-2026-118",
    "provider": "erp",
    "external_id": "PO-2026-118/10",
}
RECEIPT: dict[str, Any] = {
    "id": 41,
    "product": PRODUCT,
    "product_name": "DS1(铝合金)-4",
    "unit": "套",
    "kind": "PURCHASE",
    "warehouse": "WH01",
    "from_warehouse": None,
    "quantity": "200",
    "received": "80",
    "open": "120",
    "expected_date": "2026-12-14",
    "first_expected_date": "2026-12-10",
    "supplier": "S-07",
    "reference": "PO-2026-118",
    "notes": "",
    "provider": "erp",
    "external_id": "PO-2026-118/10",
    "state": "OPEN",
    "end_reason": "",
    "version": 3,
}
MOVE: dict[str, Any] = {
    "before": "2026-12-10",
    "after": "2026-12-14",
    "reason": "供应商缺料",
    "actor": "qian.fang",
    "at": "2026-12-01T02:15:00Z",
}
EXAMPLES: dict[str, Any] = {
    "PlannedReceipt": RECEIPT,
    "PlannedMove": MOVE,
    "PlannedReceiptDocument": RECEIPT | {"moves": [MOVE]},
    "PlannedReceiptInputRequest": ROW,
    "PlannedReceiptsInputRequest": {"rows": [ROW]},
    "PlannedAnswers": {"rows": [{"id": 41, "external_id": "PO-2026-118/10", "result": "new"}]},
    "PatchedPlannedReceiptChangeRequest": {"expected_date": "2026-12-14", "reason": "供应商缺料"},
    "ReceivedRequest": {"quantity": "80", "document_number": "SH-7731"},
    "SupplyReasonRequest": {"reason": "供应商停产"},
}


def register() -> None:
    """Called once from ``ProductsConfig.ready``."""
    examples.register(EXAMPLES)
