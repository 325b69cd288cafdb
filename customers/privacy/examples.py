"""Examples of anonymisations and holds in the OpenAPI document."""

from typing import Any

from common.api import examples

_PLACE = {"table": "orders_order", "column": "contact_name", "fate": "REPLACED", "rows": 41, "why": ""}
_KEPT = {"table": "orders_receipt", "column": "payer", "fate": "KEPT", "rows": 2, "why": "会计凭证依法保存十年"}
_SOUGHT = {
    "names": ["王建国"],
    "phones": ["13812342217"],
    "mails": ["wang.jg@example.com"],
    "others": [],
    "also": [],
    "left_out": [],
}
_ROW: dict[str, Any] = {
    "id": 7,
    "customer": "33.017",
    "contact": 41,
    "replacement": 52,
    "state": "OPEN",
    "ground": "CONSENT",
    "asker": "PERSON",
    "asked_on": "2026-11-20",
    "due_on": "2026-12-05",
    "reference": "信函 2026-118",
    "word": "已匿名联系人 41",
    "undecided": 3,
    "files_unread": 1,
    "looked_at": "2026-11-20T02:16:10Z",
    "noted_by": "lin.xy",
    "noted_at": "2026-11-20T02:15:00Z",
    "decided_by": None,
    "decided_at": None,
    "reason": "",
    "done_at": None,
    "version": 2,
}
EXAMPLES: dict[str, Any] = {
    "Anonymisation": {
        **_ROW,
        "marks": _SOUGHT,
        "is_switched_on": True,
        "places": [_PLACE, _KEPT],
        "texts": [
            {"id": 93, "table": "orders_order", "column": "notes", "row": 5512, "choice": "", "reason": ""},
        ],
        "text_count": 1,
    },
    "Sought": _SOUGHT,
    "AnonymisationRow": _ROW,
    "AnonymisationInputRequest": {
        "customer": "33.017",
        "contact": 41,
        "replacement": 52,
        "ground": "CONSENT",
        "asker": "PERSON",
        "asked_on": "2026-11-20",
        "reference": "信函 2026-118",
        "also": ["wangjg1982"],
    },
    "AnonymisationLookRequest": {"replacement": 52},
    "AnonymisationDecisionRequest": {"texts": [93], "choice": "KEEP", "reason": "说的是另一位同名的人"},
    "DataHold": {
        "id": 3,
        "customer": "33.017",
        "reason": "买卖合同纠纷，一审",
        "set_by": "fang.zy",
        "set_at": "2026-11-20T02:15:00Z",
        "lifted_by": None,
        "lifted_at": None,
        "lift_reason": "",
    },
    "DataHoldInputRequest": {"customer": "33.017", "reason": "买卖合同纠纷，一审"},
}
_REFUSALS = (
    ("data_held", "The data of this customer is on hold; nothing of it may go."),
    ("still_needed", "Open business still needs this person. End it, or say which contact goes on."),
    ("look_again", "More texts name the person than before. Look through everything again."),
    (
        "not_prepared",
        "A job noted this. Somebody looks through everything again and decides, then another person confirms.",
    ),
    ("undecided", "Texts that name the person wait for a decision."),
)


def register() -> None:
    """Called once from this room's wiring."""
    examples.register(EXAMPLES)
    for code, words in _REFUSALS:
        examples.refusals.register(code, examples.Refusal(409, words, operations=("/anonymisations/", "/confirm/")))
    examples.refusals.register(
        "noted_already",
        examples.Refusal(409, "This contact is being anonymised already.", operations=("/anonymisations/",)),
    )
    examples.refusals.register(
        "held_already",
        examples.Refusal(409, "The data of this customer is on hold already.", operations=("/data-holds/",)),
    )
