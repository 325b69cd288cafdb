"""Examples of invoices in the OpenAPI document, and of what they are refused with."""

from typing import Any

from common.api import examples
from common.api.examples import Refusal

_LINE: dict[str, Any] = {"order": "SO20261021-0007", "line_no": 1, "quantity": "4"}
_BUYER: dict[str, Any] = {"kind": "SPECIAL", "title": "东海仪表有限公司", "tax_number": "91330100MA27XYZ123"}
_ROW: dict[str, Any] = {
    **_BUYER,
    "id": 31,
    "number": "IV20261120-0003",
    "reference": "IV20261120-0003",
    "customer": {"code": "C1001", "name": "东海仪表有限公司"},
    "status": "ISSUED",
    "red_of": None,
    "invoice_date": "2026-11-20",
    "currency": "CNY",
    "amount": "452.00",
    "tax": "52.00",
    "net": "400.00",
    "address": "杭州市滨江区江南大道 100 号 0571-88880000",
    "bank": "招商银行杭州分行 571900001234567",
    "notes": "",
    "tax_state": "MADE",
    "tax_code": "",
    "tax_serial": "26332000000123456789",
    "tax_message": "",
    "provider": "",
    "external_id": "",
    "reason": "",
    "created_by": "wu.min",
    "created_at": "2026-11-20T02:15:00Z",
    "issued_at": "2026-11-20T02:16:00Z",
    "version": 2,
}
_PART: dict[str, Any] = {
    **_LINE,
    "position": 1,
    "name": "压力变送器",
    "specification": "0–1.6 MPa",
    "unit": "台",
    "tax_rate": "0.13",
    "amount": "452.00",
    "tax": "52.00",
    "net": "400.00",
}
_TAX: dict[str, Any] = {"tax_code": "", "tax_serial": "26332000000123456789"}
EXAMPLES: dict[str, Any] = {
    "InvoiceLine": _PART,
    "InvoiceRow": _ROW,
    "Invoice": {**_ROW, "lines": [_PART]},
    "InvoiceInputRequest": {
        **_BUYER,
        **_TAX,
        "lines": [_LINE],
        "freight_of": [],
        "provider": "erp",
        "external_id": "FP-2026-0871",
        "issue": True,
        "invoice_date": "2026-11-20",
    },
    "PatchedInvoiceChangesRequest": {"notes": "随货寄出"},
    "IssueInputRequest": {"invoice_date": "2026-11-20", **_TAX},
    "ReverseInputRequest": {
        "reason": "退货一台",
        "invoice_date": "2026-11-21",
        "lines": [{"position": 1, "quantity": "1"}],
    },
    "CreditInputRequest": {
        "reason": "年度返利",
        "amount": "200.00",
        "invoice_date": "2026-11-21",
        "lines": None,
    },
    "TaxStateInputRequest": {"tax_state": "MADE", **_TAX, "message": ""},
    "ToInvoice": {
        "order": "SO20261021-0007",
        "line_no": 1,
        "customer": _ROW["customer"],
        "product": "PT-100",
        "currency": "CNY",
        "shipped": "10",
        "invoiced": "4",
        "open": "6",
        "last_ship_date": "2026-11-18",
        "waits_for": "",
    },
}
_LINES: tuple[dict[str, Any], list[Any]] = ({"type": "array", "items": {"type": "object"}}, [])
REFUSALS: dict[str, Refusal] = {
    "over_invoiced": Refusal(
        409,
        "Line 1 of SO20261021-0007: 6 may be invoiced, 8 were asked.",
        {"lines": _LINES},
        ("/invoices/{reference}/issue/",),
    ),
    "over_reversed": Refusal(
        409,
        "Position 1: 3 are left to take back, 4 were asked.",
        {"lines": _LINES},
        ("/invoices/{reference}/reverse/",),
    ),
    "tax_serial_used": Refusal(
        409,
        "Tax invoice 26332000000123456789 is that of IV20261119-0001.",
        {"invoice": ({"type": "string"}, "IV20261119-0001")},
        ("/invoices/{reference}/tax-state/",),
    ),
}


def register() -> None:
    """Called once from this room's wiring."""
    examples.register(EXAMPLES)
    for code, refusal in REFUSALS.items():
        examples.refusals.register(code, refusal)
