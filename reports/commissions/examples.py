"""Examples of rules of commissions and of statements in the OpenAPI document, and of what they refuse."""

from typing import Any

from common.api import examples
from common.api.examples import Refusal

_STEPS = [{"share": "0", "rate": "0.008"}, {"share": "1", "rate": "0.016"}]
_RULE: dict[str, Any] = {
    "name": "回款提成",
    "measure": "received",
    "steps": _STEPS,
    "is_whole": False,
    "department": "YX",
    "valid_from": "2026-01-01",
    "valid_until": None,
    "is_active": True,
}
_CORRECTION = {
    "month": "2026-09",
    "amount": "-96.00",
    "words": "Correction of 2026-09: Amount received 212,000.00 → 200,000.00",
}
_STATEMENT: dict[str, Any] = {
    "key": "2026-10-7",
    "person": "chen.lx",
    "name": "陈立新",
    "department": "HZ",
    "month": "2026-10",
    "state": "CONFIRMED",
    "is_over": True,
    "lines": [
        {
            "rule": "回款提成",
            "measure": "received",
            "base": "250000.00",
            "target": "200000.00",
            "attainment": "1.25",
            "parts": [
                {"share": "0", "rate": "0.008", "base": "200000.00", "amount": "1600.00"},
                {"share": "1", "rate": "0.016", "base": "50000.00", "amount": "800.00"},
            ],
            "amount": "2400.00",
            "facts": "/api/v1/figures/facts/?measures=received&since=2026-10-01&until=2026-10-31&f.salesperson=7",
        }
    ],
    "corrections": [_CORRECTION],
    "rewards": [{"id": 4, "kind": "REWARD", "amount": "300.00", "reason": "开发两家新客户", "order": ""}],
    "commission": "2400.00",
    "corrected": "-96.00",
    "adjustment": "0.00",
    "reason": "",
    "rewarded": "300.00",
    "total": "2604.00",
    "differs": None,
    "confirmed_by": "wu.min",
    "confirmed_at": "2026-11-03T02:10:00Z",
    "paid_at": None,
    "as_of": "2026-11-03T02:09:45Z",
    "version": 1,
}
EXAMPLES: dict[str, Any] = {
    "CommissionRule": {"id": 1, **_RULE, "version": 1},
    "CommissionRuleInputRequest": _RULE,
    "PatchedCommissionRuleChangeRequest": {"steps": _STEPS},
    "CommissionTrialInputRequest": {**_RULE, "instead_of": 1},
    "CommissionPreview": {
        "month": "2026-10",
        "as_of": "2026-11-03T02:09:45Z",
        "before": "2000.00",
        "after": "2400.00",
        "results": [
            {
                "person": "chen.lx",
                "base": "250000.00",
                "attainment": "1.25",
                "before": "2000.00",
                "after": "2400.00",
                "change": "400.00",
            }
        ],
    },
    "CommissionStatement": _STATEMENT,
    "CommissionMonth": {
        "month": "2026-10",
        "totals": {
            "count": 1,
            "drafts": 0,
            "commission": "2400.00",
            "corrected": "-96.00",
            "adjustment": "0.00",
            "rewarded": "300.00",
            "total": "2604.00",
            "paid": "0.00",
        },
        "results": [_STATEMENT],
    },
    "CommissionConfirmInputRequest": {"shown": "2604.00", "adjustment": "0.00", "reason": "", "without": []},
    "CommissionTakeBackInputRequest": {"reason": "目标录入有误"},
}
_CONFIRM = "/commission-statements/{statement_key}/confirm/"
REFUSALS: dict[str, Refusal] = {
    "figures_moved": Refusal(
        409,
        "It comes to 2604.00 now, not to 2600.00 any more. Look at it again.",
        {"now": ({"type": "string"}, "2604.00"), "shown": ({"type": "string"}, "2600.00")},
        (_CONFIRM,),
    ),
    "month_not_over": Refusal(
        409,
        "2026-11 has not ended yet, or not everything of it is counted. Confirm it when it is over.",
        {},
        (_CONFIRM,),
    ),
}


def register() -> None:
    """Called once from this room's wiring."""
    examples.register(EXAMPLES)
    for code, refusal in REFUSALS.items():
        examples.refusals.register(code, refusal)
