"""Examples of tasks in the OpenAPI document."""

from typing import Any

from common.api import examples

_MOMENT = "2026-11-20T02:15:00Z"
_ROW: dict[str, Any] = {
    "id": 731,
    "order": "SO20261120-0001",
    "customer": {"code": "33.017", "name": "杭州华衡科技有限公司"},
    "line_no": 1,
    "state": "RUNNING",
    "title": "装配称重传感器",
    "goal": "40 只，零点输出合格",
    "requirements": "外壳激光刻字 HH-2026",
    "phase": "MAKE",
    "source": "RULE",
    "template": "make-assembly",
    "quantity": "40",
    "department": "PROD",
    "department_due_date": "2026-11-27",
    "owner": "wu.gang",
    "is_picked": True,
    "planned_hours": "16",
    "actual_hours": "6.5",
    "work_days": 4,
    "planned_start": "2026-11-24",
    "planned_end": "2026-11-27",
    "baseline_end": "2026-11-26",
    "due_date": "2026-11-27",
    "is_late": False,
    "is_milestone": False,
    "is_special": False,
    "key_reasons": ["CRITICAL"],
    "is_critical": True,
    "slack_days": 0,
    "open_predecessors": 0,
    "progress": 40,
    "block_reason": "",
    "block_words": "",
    "result": "",
    "drop_reason": "",
    "ready_at": _MOMENT,
    "released_at": _MOMENT,
    "started_at": _MOMENT,
    "done_at": None,
    "version": 5,
}
_NEIGHBOUR: dict[str, Any] = {
    "id": 730,
    "title": "领料",
    "state": "DONE",
    "kind": "FINISH",
    "lag_days": 0,
    "owner": "zhou.bin",
    "planned_start": "2026-11-23",
    "planned_end": "2026-11-23",
}
_INPUT: dict[str, Any] = {
    "order": "SO20261120-0001",
    "title": "装配称重传感器",
    "phase": "MAKE",
    "department": "PROD",
    "planned_start": "2026-11-24",
    "planned_end": "2026-11-27",
    "line_no": 1,
    "goal": "40 只，零点输出合格",
    "planned_hours": "16",
    "skills": [{"skill": "ASSEMBLY", "level": 3}],
    "after": [730],
}
EXAMPLES: dict[str, Any] = {
    "TaskRow": _ROW,
    "Task": {
        **_ROW,
        "skills": [{"skill": "ASSEMBLY", "level": 3}],
        "predecessors": [_NEIGHBOUR],
        "successors": [],
        "steps": [{"move": "start", "to_state": "RUNNING", "by": "wu.gang", "at": _MOMENT, "reason": ""}],
        "assignments": [
            {
                "how": "PICKED",
                "department": "PROD",
                "user": "wu.gang",
                "former": "zhao.qiang",
                "reason": "",
                "by": "zhao.qiang",
                "at": _MOMENT,
            }
        ],
        "work_logs": [{"user": "wu.gang", "day": "2026-11-24", "hours": "6.5", "note": "完成 16 只"}],
        "date_moves": [
            {
                "what": "TASK",
                "before": "2026-11-26",
                "after": "2026-11-27",
                "days": 1,
                "cause": "MATERIAL",
                "words": "弹性体晚到一天",
                "by": "zhao.qiang",
                "at": _MOMENT,
            }
        ],
    },
    "TaskInputRequest": _INPUT,
    "PatchedTaskChangeRequest": {"goal": "42 只，零点输出合格", "planned_hours": "17"},
    "TaskStartRequest": {"reason": ""},
    "TaskProgressRequest": {"progress": 40, "hours": "6.5", "note": "完成 16 只"},
    "TaskHoursRequest": {"hours": "1.5", "day": "2026-11-24", "note": "补记"},
    "TaskBlockRequest": {"reason": "MATERIAL", "words": "应变片没有到"},
    "TaskResumeRequest": {"words": "应变片已到"},
    "TaskFinishRequest": {"result": "40 只全部合格", "hours": "2"},
    "TaskReopenRequest": {"reason": "两只零点超差", "progress": 90},
    "TaskHandOverRequest": {"user": "he.jun", "reason": "明天出差"},
    "TaskAfterRequest": {"after": [{"task": 730, "kind": "FINISH", "lag_days": 1}]},
    "TaskDropRequest": {"reason": "客户自带安装支架"},
    "TaskKeyRequest": {"is_key": True},
    "MyTasks": {
        "running": [_ROW],
        **{name: [] for name in ("late", "today", "week", "waiting", "later", "done")},
        "hours_today": "6.5",
    },
}


def register() -> None:
    """Called once from this room's wiring."""
    examples.register(EXAMPLES)
