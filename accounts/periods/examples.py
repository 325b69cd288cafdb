"""Examples of the period close in the OpenAPI document, and of what it refuses."""

from typing import Any

from common.api import examples
from common.api.examples import Refusal

_STEP: dict[str, Any] = {
    "kind": "CLOSED",
    "month": "2026-10-01",
    "closed_until": "2026-10-31",
    "reason": "",
    "by": "wu.min",
    "at": "2026-11-05T02:15:00Z",
}
EXAMPLES: dict[str, Any] = {
    "PeriodStep": _STEP,
    "Periods": {"closed_until": "2026-10-31", "next_month": None, "steps": [_STEP]},
    "MonthInputRequest": {"month": "2026-10-01"},
    "ReopenInputRequest": {"month": "2026-10-01", "reason": "补记银行回单"},
}
REFUSALS: dict[str, Refusal] = {
    "period_closed": Refusal(
        409,
        "2026-10-30 lies in a closed month: the books are closed until 2026-10-31.",
        {},
        (
            *("/receipts/", "/receipts/{number}/pay-back/", "/receipts/{number}/restore/", "/receipts/{number}/void/"),
            *("/invoices/", "/invoices/{reference}/issue/", "/invoices/{reference}/reverse/"),
            *("/invoices/{reference}/void/", "/returns/{number}/receive/", "/carrier-claims/{id}/recover/"),
            *(f"/outbound-documents/{{number}}/{verb}/" for verb in ("audit", "unaudit", "sign", "unsign")),
            *("/orders/{reference}/services/{record_id}/revoke/", "/orders/{reference}/lines/{line_no}/perform/"),
            *("/freight-bills/", "/freight-bills/{number}/", "/ship-dates/{id}/assign/", "/ship-dates/{id}/dismiss/"),
            *(f"/freight-bills/{{number}}/{verb}/" for verb in ("approve", "pay", "take-back")),
        ),
    ),
}


def register() -> None:
    """Called once from this room's wiring."""
    examples.register(EXAMPLES)
    for code, refusal in REFUSALS.items():
        examples.refusals.register(code, refusal)
