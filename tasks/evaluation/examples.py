"""Examples of evaluations, rewards and cases in the OpenAPI document."""

from typing import Any

from common.api import examples

_AT = "2026-12-16T02:15:00Z"
_WORK: dict[str, Any] = {
    "tasks": 6,
    "planned_hours": "62.00",
    "actual_hours": "70.50",
    "planned_days": 14,
    "actual_days": 17,
    "on_time": 5,
    "days_late": 2,
    "late": [418],
    "punctual_percent": "83.3",
    "hours_percent": "113.7",
}
_FIGURES: dict[str, Any] = {
    "whole": _WORK,
    "planned_days": 11,
    "actual_days": 14,
    "begin": "2026-11-20",
    "planned_end": "2026-12-04",
    "end": "2026-12-09",
    "delivery": {"lines": 3, "on_time": 2, "promised": "2026-12-07", "shipped": "2026-12-09", "is_on_time": False},
    "cost": {
        "planned": "41280.00",
        "goods": "41280.00",
        "freight": "860.00",
        "changes": "1860.00",
        "exceptions": "0.00",
        "actual": "44000.00",
        "deviation": "2720.00",
    },
    "satisfaction": "4.0",
    "exceptions": 0,
    "complaints": 0,
    "moves": 2,
    "moved_days": 3,
    "removed": [{"key": 418, "lost": 3, "gained": 2, "is_enough": True, "title": "标定 18 套"}],
    "people": [{"id": 12, "name": "冯涛", **_WORK}],
    "departments": [{"id": 6, "name": "生产部", **_WORK}],
}
_ROW: dict[str, Any] = {
    "id": 31,
    "order": "SO20261120-0001",
    "customer": "33.017",
    "state": "OPEN",
    "opened_at": _AT,
    "due_date": "2026-12-23",
    "conclusion": "",
    "ended_by": None,
    "ended_at": None,
    "version": 2,
}
_REWARD_INPUT: dict[str, Any] = {
    "person": "feng.tao",
    "kind": "REWARD",
    "order": "SO20261120-0001",
    "month": None,
    "amount": "300.00",
    "reason": "周末加班标定，保住交期",
}
_CASE_INPUT: dict[str, Any] = {
    "title": "传感器缺料：两家供应商分批到货保住交期",
    "kind": "SUCCESS",
    "order": "SO20261120-0001",
    "tags": ["缺料", "分批"],
    "is_active": True,
    "steps": "拆成两批；第一批用库存，第二批由备用供应商供货",
    "allocation": "钱芳联系备用供应商，冯涛周末标定",
    "tracking": "每日检查",
    "assessment": "两批都按承诺日发出",
    "cause": "主供应商弹性体毛坯缺料",
    "lesson": "量大的传感器要有第二家供应商",
}
EXAMPLES: dict[str, Any] = {
    "Evaluation": {
        **_ROW,
        "figures": _FIGURES,
        "scores": [
            {
                "person": "feng.tao",
                "aspect": "TEAMWORK",
                "value": 5,
                "given_as": "HEAD",
                "by": "zhao.hai",
                "words": "",
                "at": _AT,
            }
        ],
        "reasons": [{"figure": "days", "words": "标定台停机两天", "by": 12, "at": _AT}],
    },
    "EvaluationPage": {
        "count": 1,
        "count_is_estimate": False,
        "next": None,
        "previous": None,
        "results": [_ROW],
    },
    "OpenEvaluationRequest": {"order": "SO20261120-0001"},
    "ScoresInputRequest": {"person": "feng.tao", "values": {"TEAMWORK": 5, "COMMUNICATION": 4}, "words": ""},
    "ExplainRequest": {"figure": "days", "words": "标定台停机两天"},
    "EndEvaluationRequest": {"conclusion": "晚两天交付，原因是标定台停机；已列入点检"},
    "Performance": {
        "key": "feng.tao",
        "name": "冯涛",
        "tasks": 12,
        "on_time": 11,
        "days_late": 2,
        "planned_hours": "96.00",
        "actual_hours": "101.50",
        "scores": {"TEAMWORK": "4.7", "COMMUNICATION": "4.0", "PROBLEMS": None},
        "rewards": 1,
        "penalties": 0,
    },
    "Reward": {
        **_REWARD_INPUT,
        "id": 5,
        "facts": _WORK,
        "by": "zhao.hai",
        "at": _AT,
        "undone_reason": "",
        "undone_at": None,
    },
    "RewardInputRequest": _REWARD_INPUT,
    "Case": {
        **_CASE_INPUT,
        "id": 8,
        "created_by": "qian.fang",
        "created_at": _AT,
        "updated_at": _AT,
        "version": 1,
    },
    "CaseInputRequest": _CASE_INPUT,
}


def register() -> None:
    """Called once from ``TasksConfig.ready``."""
    examples.register(EXAMPLES)
