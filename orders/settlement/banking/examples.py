"""Examples of bank statements in the OpenAPI document, and of what they are refused with."""

from typing import Any

from common.api import examples
from common.api.examples import Refusal

_ROW: dict[str, Any] = {
    "source": "招商银行",
    "reference": "20261120A00871",
    "booked_date": "2026-11-20",
    "currency": "CNY",
    "amount": "7000.00",
    "payer": "东海仪表有限公司",
    "payer_account": "6225880112345678",
    "text": "货款 SO20261021-0007",
}
EXAMPLES: dict[str, Any] = {
    "BankLine": {
        **_ROW,
        "id": 12,
        "state": "NEW",
        "is_certain": True,
        "candidates": [
            {"customer": "C1001", "name": "东海仪表有限公司", "score": 140, "reasons": ["NUMBER", "NAME", "PART"]}
        ],
        "receipt": None,
        "reason": "",
        "version": 1,
    },
    "BankLineInputRequest": _ROW,
    "BankRecordInputRequest": {"customer": "C1001", "allocate": "proposed"},
}
REFUSALS: dict[str, Refusal] = {
    "not_certain": Refusal(
        409,
        "It is not certain any more whom this is from; choose.",
        {},
        ("/bank-lines/{id}/record-certain/",),
    ),
}


def register() -> None:
    """Called once from this room's ``register``."""
    examples.register(EXAMPLES)
    for code, refusal in REFUSALS.items():
        examples.refusals.register(code, refusal)
