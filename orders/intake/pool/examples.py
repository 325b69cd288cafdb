"""Examples of intake in the OpenAPI document, and of what it is refused with."""

from typing import Any

from common.api import examples
from common.api.examples import Refusal
from common.api.refusals import FIELDS

_MOMENT = "2026-11-20T02:15:00Z"
_SENT: dict[str, Any] = {
    "channel": "ECOMMERCE",
    "provider": "shop",
    "external_id": "WS-100234",
    "customer": "33.017",
    "sender": "王建国",
    "sender_phone": "13812342217",
    "customer_po_number": "PO-7781",
    "requested_date": "2026-12-08",
    "lines": [
        {"product": "01.2.02.318-101", "quantity": "20", "price": "85.8"},
        {"product": "02.1.03.022", "quantity": "4"},
    ],
}
ITEM: dict[str, Any] = {
    "id": 7,
    "channel": "ECOMMERCE",
    "state": "NEW",
    "received_at": _MOMENT,
    "due_at": "2026-11-20T06:15:00Z",
    "is_late": False,
    "sender": "王建国",
    "sender_mail": "",
    "sender_phone": "13812342217",
    "subject": "",
    "text": "",
    "provider": "shop",
    "external_id": "WS-100234",
    "customer": "33.017",
    "customer_by": "CODE",
    "salesperson": None,
    "dispatch_reason": "",
    "reason": "",
    "order": None,
    "entered_at": None,
    "minutes_to_entry": None,
    "header": {"customer_po_number": "PO-7781", "requested_date": "2026-12-08"},
    "rows": [
        {"product": "01.2.02.318-101", "quantity": "20", "price": "85.8"},
        {"product": "02.1.03.022", "quantity": "4"},
    ],
    "version": 1,
}
_CANDIDATE: dict[str, Any] = {
    "person": "chen.lx",
    "name": "陈立新",
    "score": 84,
    "open_work": 6,
    "reasons": ["looks after this customer", "has customers in the region", "6 pieces of work open"],
}
EXAMPLES: dict[str, Any] = {
    "IntakeChangeInputRequest": {"order": "SO20261121-0003"},
    "IntakeInputRequest": _SENT,
    "Intake": ITEM,
    "IntakeCandidate": _CANDIDATE,
    "IntakeCandidates": {"candidates": [_CANDIDATE]},
    "DispatchInputRequest": {"person": "chen.lx"},
    "IntakeCustomerRequest": {"customer": "33.017"},
    "LinkInputRequest": {"order": "SO20261120-0001"},
}
_IN = ("/intake-items/",)
REFUSALS: dict[str, Refusal] = {
    "intake_used": Refusal(
        409,
        "WS-100234 was taken in already, with another content; that one stays.",
        {"item": ({"type": "integer"}, 7)},
        ("post /api/v1/intake-items/ ",),
    ),
    "customer_unknown": Refusal(
        400,
        "Some of the entries are not valid.",
        {"fields": (FIELDS, {"customer": ["Say first whose order it is."]})},
        ("/intake-items/{id}/enter/",),
    ),
    "nobody_fits": Refusal(
        409, "Nobody fits: choose a salesperson by hand.", operations=("/intake-items/{id}/dispatch/",)
    ),
    "other_customer": Refusal(
        409,
        "The order is of 杭州华衡科技有限公司, this came from 宁波天平仪器有限公司. Choose the customer first.",
        operations=("/intake-items/{id}/link/", "/intake-items/{id}/request-change/"),
    ),
}


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    examples.register(EXAMPLES)
    for code, refusal in REFUSALS.items():
        examples.refusals.register(code, refusal)
