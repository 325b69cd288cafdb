"""Examples of carriers' bills in the OpenAPI document, and of what they are refused with."""

from typing import Any

from common.api import examples
from common.api.examples import Refusal

_CARRIER: dict[str, Any] = {"code": "SF", "name": "顺丰速运"}
_SHIPMENT: dict[str, Any] = {
    "document": "OB20261021-0004",
    "waybill": "SF1234567890",
    "ship_date": "2026-10-21",
}
_LINE: dict[str, Any] = {
    **_SHIPMENT,
    "position": 1,
    "billed": "130.00",
    "expected": "120.00",
    "difference": "10.00",
    "is_beyond": True,
}
_HEAD: dict[str, Any] = {
    "carrier_number": "SF-2026-10-0871",
    "bill_date": "2026-11-05",
    "period_from": "2026-10-01",
    "period_to": "2026-10-31",
    "notes": "",
}
_ROW: dict[str, Any] = {
    **_HEAD,
    "id": 7,
    "number": "FB20261106-0001",
    "carrier": _CARRIER,
    "status": "APPROVED",
    "billed": "130.00",
    "expected": "120.00",
    "difference": "10.00",
    "reason": "偏远地区附加费",
    "entered_by": "sun.qian",
    "entered_at": "2026-11-06T02:15:00Z",
    "approved_by": "wu.min",
    "approved_at": "2026-11-06T06:40:00Z",
    "paid_date": None,
    "payment_reference": "",
    "version": 2,
}
EXAMPLES: dict[str, Any] = {
    "FreightBillLine": _LINE,
    "FreightBillRow": _ROW,
    "FreightBill": {**_ROW, "lines": [_LINE]},
    "FreightBillInputRequest": {
        **_HEAD,
        "carrier": "SF",
        "lines": [{"document": "OB20261021-0004", "billed": "130.00"}],
    },
    "PatchedFreightBillChangeRequest": {
        "bill_date": "2026-11-06",
        "lines": [{"document": "OB20261021-0004", "billed": "125.00"}],
    },
    "FreightApprovalRequest": {"reason": "偏远地区附加费"},
    "FreightPaymentRequest": {"paid_date": "2026-11-10", "reference": "20261110P00031"},
    "UnbilledShipment": {
        **_SHIPMENT,
        "carrier": _CARRIER,
        "customer": {"code": "C1001", "name": "东海仪表有限公司"},
        "freight": "120.00",
    },
}
_BILL: tuple[dict[str, Any], str] = ({"type": "string"}, "FB20261106-0001")
REFUSALS: dict[str, Refusal] = {
    "freight_billed": Refusal(
        409,
        "Billed already: OB20261021-0004 → FB20261106-0001.",
        {
            "documents": (
                {"type": "array", "items": {"type": "object"}},
                [{"document": "OB20261021-0004", "bill": "FB20261106-0001"}],
            )
        },
        ("/freight-bills/",),
    ),
    "freight_number_used": Refusal(
        409,
        "Bill SF-2026-10-0871 of this carrier is entered already, as FB20261106-0001.",
        {"bill": _BILL},
        ("/freight-bills/",),
    ),
    "freight_not_left": Refusal(
        409,
        "These did not leave with this carrier: OB20261021-0004.",
        {"documents": ({"type": "array", "items": {"type": "string"}}, ["OB20261021-0004"])},
        ("/freight-bills/{number}/approve/",),
    ),
    "freight_agreed": Refusal(
        409,
        "OB20261021-0004 stands on the carrier's bill FB20261106-0001: have the approval of that taken back first.",
        {"bill": _BILL},
        ("/outbound-documents/{number}/unaudit/", "/outbound-documents/{number}/"),
    ),
}


def register() -> None:
    """Called once from this room's wiring."""
    examples.register(EXAMPLES)
    for code, refusal in REFUSALS.items():
        examples.refusals.register(code, refusal)
