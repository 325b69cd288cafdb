"""Examples of reports sent by mail in the OpenAPI document."""

from typing import Any

from common.api import examples

_SET: dict[str, Any] = {"rhythm": "WEEKLY", "place": 1, "hour": 8, "file": "XLSX"}
_DELIVERY: dict[str, Any] = {
    "id": 41,
    "recipient": "周国栋",
    "due_at": "2026-11-23T00:00:00Z",
    "state": "SENT",
    "message": "",
    "settled_at": "2026-11-23T00:00:12Z",
}
EXAMPLES: dict[str, Any] = {
    "ReportSchedule": {
        "id": 2,
        "report": 3,
        "name": "大区签约",
        **_SET,
        "when": "每周一 08:00",
        "recipients": [{"id": 7, "name": "周国栋"}, {"id": 9, "name": "李敏"}],
        "next_at": "2026-11-30T00:00:00Z",
        "created_by": "周国栋",
        "is_own": True,
        "is_active": True,
        "version": 1,
    },
    "ReportScheduleInputRequest": {"report": 3, **_SET, "recipients": [7, 9]},
    "PatchedReportScheduleChangeRequest": {"rhythm": "MONTHLY", "place": 1},
    "ReportDelivery": _DELIVERY,
    "ReportDeliveries": {
        "results": [
            _DELIVERY,
            {**_DELIVERY, "id": 42, "recipient": "李敏", "state": "SKIPPED", "message": "没有邮箱地址。"},
        ]
    },
    "ReportPreview": {
        "recipient": "李敏",
        "language": "zh-hans",
        "subject": "衡信仪表：大区签约，2026-11-23",
        "why_not": None,
        "columns": ["大区", "订单", "金额"],
        "left_out": ["毛利"],
        "is_empty": False,
    },
}


def register() -> None:
    """Called once from this room's wiring."""
    examples.register(EXAMPLES)
