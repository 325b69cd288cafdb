"""Examples of requirements in the OpenAPI document."""

from typing import Any

from common.api import examples

_NUMBER, _ORDER, _MOMENT = "PR20261120-0001", "SO20261120-0001", "2026-11-20T02:15:00Z"
_ROW: dict[str, Any] = {
    "reference": _NUMBER,
    "number": _NUMBER,
    "kind": "MAKE",
    "state": "ACCEPTED",
    "department": "PROD",
    "supplier": None,
    "owner": "wu.gang",
    "created_by": "sun.qian",
    "needed_date": "2026-12-04",
    "planned_date": "2026-12-07",
    "line_count": 1,
    "late_count": 1,
    "notes": "",
    "reason": "",
    "created_at": _MOMENT,
    "asked_at": _MOMENT,
    "accepted_at": _MOMENT,
    "ended_at": None,
    "version": 3,
}
_LINE: dict[str, Any] = {
    "id": 17,
    "order": _ORDER,
    "line_no": 1,
    "product": "01.2.02.318-101",
    "product_name": "DS1(铝合金)-4",
    "unit": "套",
    "specification": "40kg",
    "wording": "外壳激光刻字 HH-2026",
    "quantity": "40",
    "accepted": "40",
    "done": "0",
    "left": "40",
    "needed_date": "2026-12-04",
    "planned_date": "2026-12-07",
    "first_planned_date": "2026-12-04",
    "confirmed_at": _MOMENT,
    "reference": "WO-1126",
    "planned_receipt": 41,
    "task": 731,
    "is_ended": False,
    "end_reason": "",
}
_INPUT: dict[str, Any] = {
    "kind": "MAKE",
    "department": "PROD",
    "supplier": None,
    "owner": None,
    "notes": "",
    "lines": [
        {"product": "01.2.02.318-101", "quantity": "40", "needed_date": "2026-12-04", "order": _ORDER, "line_no": 1}
    ],
}
_CONSEQUENCE: dict[str, Any] = {
    "order": _ORDER,
    "line_no": 1,
    "product": "01.2.02.318-101",
    "requested_date": "2026-12-09",
    "promised_date": "2026-12-09",
    "would_be": "2026-12-14",
    "days": 3,
    "is_broken": True,
}
_REMEDY: dict[str, Any] = {
    "kind": "OVERTIME",
    "key": "OVERTIME",
    "text": "12 hours of overtime: 1.5 a day for each of 2 people",
    "evidence": "28 hours of work are left, 16 hours are free until then",
    "planned_date": "2026-12-04",
    "supplier": None,
    "hours": "12",
    "people": 2,
    "price": None,
    "currency": None,
    "is_in_time": True,
    "token": "5f2c0a8e1b7d4c3f9a6e5d2b1c0f8a7e",
}
EXAMPLES: dict[str, Any] = {
    "Requirement": _ROW,
    "RequirementLine": _LINE,
    "RequirementDocument": {**_ROW, "moves": ["finish", "cancel"], "may_answer": True, "lines": [_LINE]},
    "RequirementCreateRequest": {**_INPUT, "is_asked": True},
    "RequirementInputRequest": _INPUT,
    "AcceptanceRequest": {
        "lines": [{"id": 17, "accepted": "40", "planned_date": "2026-12-04", "reference": "WO-1126"}],
        "reason": "",
    },
    "DayMoveRequest": {"planned_date": "2026-12-07", "cause": "MATERIAL", "words": "铝型材晚到三天"},
    "ConfirmationOfDayRequest": {"planned_date": "2026-12-04", "reference": "PO-2026-118"},
    "SupplierChangeRequest": {"supplier": "S-07", "reason": "原供应商停产", "planned_date": "2026-12-04"},
    "OrderSupply": {
        "needs": [
            {
                "line_no": 1,
                "product": "01.2.02.318-101",
                "product_name": "DS1(铝合金)-4",
                "unit": "套",
                "kind": "MAKE",
                "lacks": "40",
                "free": "0",
                "asked": "0",
                "proposed": "40",
                "requirements": [],
                "needed_date": "2026-12-04",
                "wording": "外壳激光刻字 HH-2026",
                "supplier": None,
            }
        ],
        "asked": [_LINE],
    },
    "DayPreview": {"planned_date": "2026-12-10", "consequences": [_CONSEQUENCE], "remedies": [_REMEDY]},
    "RemedyChoiceRequest": {"remedy": "OVERTIME", "token": "5f2c0a8e1b7d4c3f9a6e5d2b1c0f8a7e"},
}


def register() -> None:
    """Called once from this room's wiring."""
    examples.register(EXAMPLES)
