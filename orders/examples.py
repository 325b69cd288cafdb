"""Examples of what other systems send about orders, deliveries, money and imports, and of what these refuse with."""

from typing import Any

from common.api import examples
from common.api.examples import Refusal
from common.api.refusals import FIELDS, POSSIBLE, TEXT, TEXTS

ORDER, NOTICE, RECEIPT, MOMENT = "SO20261120-0001", "OB20261120-0001", "RC20261120-0001", "2026-11-20T02:15:00Z"
_CUSTOMER = {"code": "33.017", "name": "杭州华衡科技有限公司"}
_LINE: dict[str, Any] = {"order": ORDER, "line_no": 1, "quantity": "20"}

OUTBOUND: dict[str, Any] = {
    "number": NOTICE,
    "source_number": "",
    "status": "AUDITED",
    "customer": _CUSTOMER,
    "warehouse": "WH01",
    "carrier": "SF",
    "transport_mode": "LAND",
    "waybill": "SF1412345678",
    "planned_ship_date": None,
    "arrival_date": "2026-11-22",
    "ship_date": "2026-11-20",
    "signed_date": None,
    "signer": "",
    "arrived_at": None,
    "condition": "",
    "notes": "",
    "created_by": "lin.xy",
    "created_at": MOMENT,
    "audited_at": MOMENT,
    "signed_at": None,
    "version": 2,
}
_OUTBOUND_REST: dict[str, Any] = {
    "ship_address": "浙江省 杭州市 滨江区江南大道 588 号",
    "ship_recipient": "王建国",
    "ship_phone": "13812342217",
    "freight": "120.00",
    "freight_charged": "0.00",
    "lines": [
        {
            "order": ORDER,
            "line_no": 1,
            "product": "01.2.02.318-101",
            "product_name": "称重传感器",
            "unit": "只",
            "quantity": "20",
            "signed_quantity": None,
            "transit_loss": "0",
        }
    ],
}
RECEIVED: dict[str, Any] = {
    "number": RECEIPT,
    "kind": "MONEY",
    "customer": _CUSTOMER,
    "currency": "CNY",
    "amount": "1716.00",
    "allocated": "1716.00",
    "refund_of": None,
    "received_date": "2026-11-20",
    "method": "TRANSFER",
    "provider": "ICBC",
    "external_id": "T202611200017",
    "payer": "杭州华衡科技有限公司",
    "notes": "",
    "is_void": False,
    "created_by": "lin.xy",
    "created_at": MOMENT,
    "version": 1,
}
_ALLOCATION: dict[str, Any] = {"order": ORDER, "sequence": 1, "amount": "1716.00"}

EXAMPLES: dict[str, Any] = {
    "PatchedLineFieldsRequest": {"custom": {"shelf": "B-7"}},
    "OrderInputRequest": {
        "customer": "33.017",
        "customer_po_number": "PO-7781",
        "requested_date": "2026-12-08",
        "lines": [
            {"product": "01.2.02.318-101", "quantity": "20"},
            {"product": "02.1.03.022", "quantity": "40", "price": "1280.00"},
        ],
        "submit": True,
    },
    "PatchedOrderChangeRequest": {"notes": "周五不收货", "agent": None, "contract_state": "SIGNED"},
    "FreezeRequest": {"reason": "等客户确认图纸", "until": "2026-12-01", "release_reservations": False, "lines": [1]},
    "SplitRequest": {"lines": [{"line_no": 1, "quantity": "4"}]},
    "MergeRequest": {"orders": ["draft-318"], "is_agreed": False},
    "UnfreezeRequest": {"lines": [1]},
    "CloseRequest": {"reason_code": "CUSTOMER", "reason": "余量客户不再需要"},
    "ServiceRequest": {"quantity": "1", "performed_date": "2026-11-20", "proof": "现场调试单 0231"},
    "ServiceRecord": {
        "id": 7,
        "line_no": 3,
        "quantity": "1",
        "performed_date": "2026-11-20",
        "proof": "现场调试单 0231",
        "by": "lin.xy",
        "at": MOMENT,
        "revoked_at": None,
    },
    "PlanRow": {
        "sequence": 1,
        "percent": "30",
        "amount": "1716.00",
        "received": "0.00",
        "is_advance": True,
        "basis": "ORDER",
        "due_date": "2026-11-20",
    },
    "OutboundRow": OUTBOUND,
    "Outbound": OUTBOUND | _OUTBOUND_REST,
    "OutboundInputRequest": {"carrier": "SF", "transport_mode": "LAND", "lines": [_LINE]},
    "PatchedOutboundChangeRequest": {"waybill": "SF1412345678", "arrival_date": "2026-11-22"},
    "Gate": {
        "code": "payment",
        "label": "Paid as agreed before shipment",
        "is_open": False,
        "words": [f"Order {ORDER} must be paid before it ships: 0.00 of 1716.00 CNY came in."],
        "people": ["吴敏"],
    },
    "AuditRequest": {"ship_date": "2026-11-20"},
    "SignRequest": {
        "signer": "王建国",
        "signed_date": "2026-11-22",
        "arrived_at": "2026-11-22T01:40:00Z",
        "condition": "DAMAGED",
        "lines": [{"order": ORDER, "line_no": 1, "signed": "19", "loss": "1"}],
    },
    "ReceiptRow": RECEIVED,
    "Receipt": RECEIVED
    | {
        "allocations": [{"id": 7, **_ALLOCATION, "at": MOMENT, "revoked_at": None, "exchange_difference": "0.00"}],
        "draft": None,
    },
    "PayBackInputRequest": {
        "amount": "284.00",
        "paid_date": "2026-11-20",
        "reference": "20261120P00012",
        "reason": "多付退回",
    },
    "WriteOffInputRequest": {
        "order": "SO20261120-0001",
        "sequence": 1,
        "amount": "0.50",
        "kind": "DIFFERENCE",
        "reason": "尾差",
    },
    "ReceiptInputRequest": {
        "customer": "33.017",
        "amount": "1716.00",
        "received_date": "2026-11-20",
        "method": "TRANSFER",
        "provider": "ICBC",
        "external_id": "T202611200017",
        "allocations": [_ALLOCATION],
    },
    "AllocationsInputRequest": {"allocations": [_ALLOCATION]},
    "Import": {
        "id": 7,
        "state": "CHECKED",
        "profile": "customers from the old system",
        "mode": "drafts",
        "repeats": None,
        "files": [{"name": "customers.csv", "size": 48213, "sha256": "9f86d081884c7d65…", "alias": "customers"}],
        "progress": {"stage": "", "done": 84, "total": 84},
        "summary": {"customers": {"rows": 84, "taken": 82, "refused": 2}},
        "error": "",
        "created_at": MOMENT,
        "checked_at": MOMENT,
        "committed_at": None,
    },
    "ImportInputRequest": {"files": ["customers.csv"], "profile_name": "customers from the old system"},
    "ImportIssue": {
        "severity": "REFUSED",
        "file": "customers.csv",
        "line": 17,
        "entity": "customers",
        "key": "33.017",
        "column": "salesperson",
        "value": "陈立新",
        "code": "unknown_code",
        "reason": "“陈立新” is not known here; the field stays empty.",
    },
}

_LADDER = ("/orders/{reference}/",)
_SUBMITS = ("post /api/v1/orders/ ", "/submit/", "/approve/")
_LEAVES = ("/outbound-documents/{number}/audit/",)
_PAYS = ("post /api/v1/receipts/",)
_FIGURES: dict[str, Any] = {"type": "array", "items": {"type": "object", "additionalProperties": True}}
_CREDIT = {
    "reason": (TEXT, "limit"),
    "customer": (TEXT, "杭州华衡科技有限公司"),
    "limit": (TEXT, "500000.00"),
    "exposure": (TEXT, "512400.00"),
    "amount": (TEXT, "5720.00"),
    "result": (TEXT, "STOP"),
    "moment": (TEXT, "SUBMIT"),
}
_OVER = {"line_no": 1, "ordered": "20", "room": "20", "asked": "24"}
_UNPAID = {
    "order": ORDER,
    "row": 1,
    "amount": "1716.00",
    "received": "0.00",
    "missing": "1716.00",
    "currency": "CNY",
}
REFUSALS: dict[str, Refusal] = {
    "incomplete": Refusal(
        400,
        "The order is not complete for this step: Submission.",
        {"fields": (FIELDS, {"requested_date": ["Say when the customer wants it."]})},
        _SUBMITS,
    ),
    "already_executed": Refusal(
        409, "Part of this was already carried out.", {"possible": (POSSIBLE, ["close"])}, _LADDER
    ),
    "frozen": Refusal(409, "The order is frozen: 等客户确认图纸", {"state": (TEXT, "EFFECTIVE")}, _LADDER + _LEAVES),
    "credit_exceeded": Refusal(409, "The credit limit would be exceeded.", _CREDIT, _SUBMITS + _LEAVES),
    "no_approver": Refusal(409, "Nobody can approve this.", operations=_SUBMITS),
    "no_rate": Refusal(409, "No exchange rate of USD is known for 2026-11-20.", {"currency": (TEXT, "USD")}, _SUBMITS),
    "not_closable": Refusal(
        409,
        "Line 1 has a delivery notice that did not leave yet.",
        {"obstacles": (TEXTS, ["Line 1 has a delivery notice that did not leave yet."])},
        ("/close/",),
    ),
    "over_delivery": Refusal(
        409, "Line 1: 24 asked, 20 may go.", {"lines": (_FIGURES, [_OVER])}, ("/outbound-documents/",), also_status=400
    ),
    "payment_missing": Refusal(
        409, f"Order {ORDER} must be paid before it ships.", {"rows": (_FIGURES, [_UNPAID])}, _LEAVES
    ),
    "over_paid_back": Refusal(
        409,
        "Of RC20261120-0001 284.00 are left, 300.00 were asked.",
        {"left": ({"type": "string"}, "284.00"), "asked": ({"type": "string"}, "300.00")},
        ("/receipts/{number}/pay-back/",),
    ),
    "over_allocated": Refusal(409, "More than is open would be paid.", operations=_PAYS),
    "currency_differs": Refusal(409, "The order is in another currency.", {"order": (TEXT, ORDER)}, _PAYS),
    "payer_differs": Refusal(409, "The order is another customer's.", {"order": (TEXT, ORDER)}, _PAYS),
    "external_id_used": Refusal(
        409,
        "This payment was recorded already, with other figures.",
        {"receipt": (TEXT, RECEIPT), "differing": (TEXTS, ["amount"])},
        _PAYS,
    ),
    "receipt_void": Refusal(
        409,
        f"Payment T202611200017 was recorded as {RECEIPT}, which is void. Restore it if the money did come.",
        {"receipt": (TEXT, RECEIPT), "possible": (POSSIBLE, ["restore"])},
        ("post /api/v1/receipts/ ",),
    ),
    "bad_profile": Refusal(
        400,
        "The profile cannot be used.",
        {"fields": (FIELDS, {"lines.fields.product": ["a column is needed"]})},
        ("post /api/v1/imports/",),
    ),
    "take_over_closed": Refusal(
        409,
        "Open orders were taken over until 2026-12-31. Enter new ones, or bring them in as drafts.",
        {"day": (TEXT, "2026-12-31")},
        ("post /api/v1/imports/",),
    ),
}


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    examples.register(EXAMPLES)
    for code, refusal in REFUSALS.items():
        examples.refusals.register(code, refusal)
