"""Examples of this app's resources in the OpenAPI document."""

from typing import Any

from common.api import examples
from common.api.refusals import FIELDS, TEXTS

ROWS: list[dict[str, Any]] = [
    {"connector": "AND", "opens": 0, "field": "status", "operator": "EQ", "values": ["EFFECTIVE"], "closes": 0},
    {"connector": "AND", "opens": 0, "field": "row_closed", "operator": "EQ", "values": ["N"], "closes": 0},
]
CONDITION: dict[str, Any] = {
    "rows": ROWS,
    "text_zh": "订单状态 = 已生效 并且 行关闭标志 = N",
    "text_en": "State of the order = Effective AND Row-close flag = N",
    "expression": "订单状态 = 已生效 并且 行关闭标志 = N",
}
COUNTS: dict[str, Any] = {"count": 42, "count_is_estimate": False, "ambiguous": None}
SEGMENT: dict[str, Any] = {
    "id": 7,
    "code": "",
    "name": "未发完的订单",
    "description": "",
    "level": "ORDER",
    "audience": "DEPARTMENT",
    "owner": "lin.xy",
    "department": "HZ",
    "condition": CONDITION,
    "may_change": True,
    "revision": 2,
    "created_at": "2026-11-20T02:15:00Z",
    "updated_at": "2026-11-21T08:00:00Z",
    "version": 3,
}
_FIELD: dict[str, Any] = {
    "key": "row_closed",
    "label": "行关闭标志",
    "names": ["行关闭标志", "row-close flag", "行关闭"],
    "level": "LINE",
    "source": "订单行",
    "kind": "flag",
    "operators": [{"code": "EQ", "label": "=", "least": 1, "most": 1}],
    "values": [{"code": "Y", "label": "Y"}, {"code": "N", "label": "N"}],
}
_TEXT = "订单状态 = 已生效 并且 行关闭标志 = N"

_CUSTOM_FIELD: dict[str, Any] = {
    "subject": "CUSTOMER",
    "key": "grade_source",
    "label": "客户等级来源",
    "help": "",
    "kind": "CHOICE",
    "longest": None,
    "decimals": None,
    "minimum": None,
    "maximum": None,
    "options": [{"code": "VISIT", "label": "走访评定", "offered": True}],
    "required": False,
    "commercial": False,
    "default": None,
    "masked": False,
    "condition_field": "custom_customer_grade_source",
}
EXAMPLES: dict[str, Any] = {
    "Segment": SEGMENT,
    "SegmentDocument": SEGMENT | COUNTS,
    "SegmentInputRequest": {"name": "未发完的订单", "audience": "DEPARTMENT", "department": "HZ", "condition": _TEXT},
    "PatchedSegmentChangeRequest": {"condition": ROWS},
    "SegmentRevisions": {
        "revisions": [{"revision": 2, "at": "2026-11-21T08:00:00Z", "by": "lin.xy", "condition": CONDITION}]
    },
    "SegmentRestoreRequest": {"revision": 1},
    "SegmentCopyRequest": {"name": "未发完的订单（我的）"},
    "ConditionCheckRequest": {"condition": _TEXT},
    "CheckedCondition": {"condition": CONDITION, "level": "ORDER"} | COUNTS,
    "Explanation": {
        "order": "SO20261120-0001",
        "line": None,
        "is_in": True,
        "expression": CONDITION["expression"],
        "rows": [
            {
                "row": ROWS[0],
                "label": "订单状态",
                "text": "订单状态 = 已生效",
                "is_met": True,
                "seen": {"values": ["EFFECTIVE"], "shown": ["已生效"]},
                "lines": [],
            },
            {
                "row": ROWS[1],
                "label": "行关闭标志",
                "text": "行关闭标志 = N",
                "is_met": True,
                "seen": None,
                "lines": [
                    {"line_no": 1, "is_met": False, "seen": {"values": ["Y"], "shown": ["Y"]}},
                    {"line_no": 2, "is_met": True, "seen": {"values": ["N"], "shown": ["N"]}},
                ],
            },
        ],
        "lines_in": [2],
    },
    "ConditionFields": {"fields": [_FIELD]},
    "CustomFields": {"fields": [_CUSTOM_FIELD]},
}
_NUMBER: dict[str, Any] = {"type": "integer"}
REFUSALS: dict[str, examples.Refusal] = {
    "bad_condition": examples.Refusal(
        400,
        "The name of a field is expected here.",
        {
            "fields": (FIELDS, {"condition": ["The name of a field is expected here."]}),
            "position": ({**_NUMBER, "description": "Of a text: the character where it goes wrong, from 0"}, 12),
            "length": ({**_NUMBER, "description": "Of a text: how many characters are wrong"}, 3),
            "row": ({**_NUMBER, "description": "Of rows: the one that is wrong, from 0"}, 0),
        },
        ("post /api/v1/segments/", "patch /api/v1/segments/", "/conditions/check/", "get /api/v1/order"),
    ),
    "segment_in_use": examples.Refusal(
        409,
        "Something stands on this condition: Orders that a role reaches: Depot.",
        {"uses": ({**TEXTS, "description": "What stands on it"}, ["Depot"])},
        ("patch /api/v1/segments/", "delete /api/v1/segments/"),
    ),
}


def register() -> None:
    """Called once from ``SegmentsConfig.ready``."""
    examples.register(EXAMPLES)
    for code, refusal in REFUSALS.items():
        examples.refusals.register(code, refusal)
