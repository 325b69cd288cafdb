"""Examples of acceptance drafts in the OpenAPI document."""

from typing import Any

from common.api import examples

_INPUT: dict[str, Any] = {
    "number": "130233100002120261021000000012",
    "drawer": "东海仪表有限公司",
    "acceptor": "工商银行无锡分行",
    "kind": "BANK",
    "issue_date": "2026-10-21",
    "maturity_date": "2027-01-21",
}
EXAMPLES: dict[str, Any] = {
    "AcceptanceDraftInputRequest": _INPUT,
    "AcceptanceDraft": {
        **_INPUT,
        "receipt": "RC20261021-0002",
        "customer": {"code": "C1001", "name": "东海仪表有限公司"},
        "received_date": "2026-10-21",
        "currency": "CNY",
        "amount": "120000.00",
        "state": "DISCOUNTED",
        "counts": True,
        "moved_date": "2026-11-18",
        "given_to": "招商银行无锡分行",
        "charge": "960.00",
        "reason": "",
        "version": 3,
    },
    "CashDraftRequest": {"day": "2027-01-21"},
    "EndorseDraftRequest": {"given_to": "江阴钢材供应商", "day": "2026-11-18"},
    "DiscountDraftRequest": {"given_to": "招商银行无锡分行", "charge": "960.00", "day": "2026-11-18"},
    "DishonourDraftRequest": {"reason": "承兑人账户余额不足", "day": "2027-01-22"},
}


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    examples.register(EXAMPLES)
