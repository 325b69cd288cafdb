"""Examples of contacts with customers in the OpenAPI document, and of what they are refused with."""

from typing import Any

from common.api import examples
from common.api.examples import Refusal
from common.api.refusals import POSSIBLE

_MOMENT = "2026-11-20T02:15:00Z"
_ABOUT: dict[str, Any] = {
    "customer": "11.10",
    "order": "SO20261120-0001",
    "subject": "到货后回访",
    "purpose": "VISIT",
    "way": "PHONE",
    "contact_id": 41,
    "contact_name": "",
}
_NEXT = {"due_date": "2026-12-04", "subject": "校准后再访", "purpose": "", "way": "", "plan": "", "owner": ""}
_HELD: dict[str, Any] = {
    "outcome": "CONTENT",
    "words": "安装顺利，精度达标；明年二季度还要两台。",
    "held_at": None,
    "next_contact": _NEXT,
}
_ROW: dict[str, Any] = _ABOUT | {
    "id": 17,
    "state": "PLANNED",
    "side": "OUT",
    "plan": "货物是否完整到达？",
    "contact_name": "王工",
    "owner": "chen.lx",
    "due_date": "2026-11-27",
    "held_at": None,
    "outcome": "",
    "words": "",
    "done_by": None,
    "follows": None,
    "created_by": "chen.lx",
    "created_at": _MOMENT,
    "version": 1,
}
EXAMPLES: dict[str, Any] = {
    "ContactRecord": _ROW,
    "ContactPlanRequest": _ABOUT | {"due_date": "2026-11-27", "plan": "货物是否完整到达？", "owner": "chen.lx"},
    "ContactWriteDownRequest": _ABOUT | _HELD | {"side": "IN"},
    "ContactHoldRequest": _HELD | {"way": "PHONE", "contact_id": 41, "contact_name": ""},
    "PatchedContactPlanChangeRequest": {"due_date": "2026-11-30", "plan": "改为上门"},
    "ContactMoveRequest": {"owner": "zhao.min"},
    "ContactGuide": {"purpose": "VISIT", "name": "到货回访", "text": "1. 货物是否完整到达？"},
}
REFUSALS: dict[str, Refusal] = {
    "settled": Refusal(
        409,
        "This contact was held already.",
        {"state": ({"type": "string"}, "DONE"), "possible": (POSSIBLE, [])},
        ("/follow-ups/{id}/",),
    ),
}


def register() -> None:
    """Called once from this room's wiring."""
    examples.register(EXAMPLES)
    for code, refusal in REFUSALS.items():
        examples.refusals.register(code, refusal)
