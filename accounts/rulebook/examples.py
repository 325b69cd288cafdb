"""Examples of the rulebook in the OpenAPI document."""

from typing import Any

from common.api import examples

_WORDING: dict[str, Any] = {
    "title_zh": "发货前收款",
    "title_en": "Paid before shipment",
    "text_zh": "约定款到发货的，款项到账后方可出库。",
    "text_en": "Where payment before shipment was agreed, goods leave after the money came in.",
    "valid_from": "2027-01-01",
    "valid_to": None,
}
_CHECK = {"key": "payment_missing", "label": "What must be paid before shipment has come in", "code": "payment_missing"}
_CLAUSE = {"number": "4.1", "chapter": "DELIVERY"}
EXAMPLES: dict[str, Any] = {
    "RulebookClause": _CLAUSE | {"wording": _WORDING, "planned": None, "checks": [_CHECK], "version": 2},
    "RulebookClauseInputRequest": _WORDING | _CLAUSE | {"number": "4.7", "checked_by": []},
    "RulebookWordingInputRequest": _WORDING | {"reason": "新合同范本"},
    "RulebookChecksInputRequest": {"checks": ["payment_missing"]},
    "RulebookReview": {
        "since": "2026-08-22",
        "until": "2026-11-20",
        "breaches": [{"clause": "4.1", "check": _CHECK, "refused": 7, "people": 2, "warned": None}],
        "unbound": ["1.1"],
        "free": [{"key": "several_customers", "label": "A delivery goes to one customer", "code": "several_customers"}],
    },
}


def register() -> None:
    """Called once from this room's wiring."""
    examples.register(EXAMPLES)
