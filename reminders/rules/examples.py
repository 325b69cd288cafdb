"""Examples of reminder rules in the OpenAPI document."""

from typing import Any

from common.api import examples

_RULE: dict[str, Any] = {
    "name": "大单交货将近",
    "anchor": "delivery",
    "condition": 31,
    "unit": "DAY",
    "steps": [-7, -3, -1, 0],
    "repeat_every": None,
    "repeat_most": None,
    "recipients": ["OWNER", "RESPONSIBLE", "NAMED"],
    "people": ["zhao.hai"],
    "channels": ["INBOX", "MAIL"],
    "robot": None,
    "template": 4,
    "is_digest": True,
    "send_at": "08:30",
    "workdays_only": True,
    "keeps_quiet_hours": True,
    "escalate_after": 2,
    "escalate_to": "HEAD",
    "escalate_person": None,
    "may_opt_out": True,
    "rank": 15,
    "is_active": True,
}
_SENTENCE = "交货日：提前 7、3 和 1 天，当天；告知业务员和赵海；应用内和邮件；每天 08:30 合成一封，仅工作日。"
_WORDS: dict[str, Any] = {
    "name": "大单交货将近",
    "subject_zh": "交货将近：{order} {customer}，{due}（{when}）",
    "subject_en": "Delivery is near: {order} {customer}, {due} ({when})",
    "text_zh": "订单：{order}\n待交：{goods}",
    "text_en": "Order: {order}\nStill open: {goods}",
    "is_active": True,
}
EXAMPLES: dict[str, Any] = {
    "ReminderRule": {
        "id": 31,
        "code": "own-3fa04c27d19b",
        "sentence": _SENTENCE,
        **_RULE,
        "active_since": "2026-11-20T02:15:00Z",
        "version": 3,
    },
    "ReminderRuleInputRequest": _RULE,
    "PatchedReminderRuleChangeRequest": {"steps": [-5, -1], "send_at": "09:00"},
    "ReminderTrial": {
        "count": 2,
        "is_more": False,
        "by_step": [{"step": -3, "count": 1}, {"step": 0, "count": 1}],
        "first": [
            {
                "title": "SO20261120-0001 · 东海仪表有限公司",
                "url": "/orders/SO20261120-0001/",
                "due": "2026-11-23",
                "step": -3,
            }
        ],
    },
    "ReminderAnchor": {
        "code": "delivery",
        "label": "交货日",
        "about": "未交部分的承诺到货日，没有承诺时用要求日期；每个日期单独计算",
        "group": "DELIVERY",
        "units": ["DAY", "WORKDAY"],
        "recipients": ["OWNER", "EXECUTOR", "RESPONSIBLE", "HEAD", "CUSTOMER"],
        "repeats": True,
        "words": [{"name": "order", "meaning": "订单编号"}],
    },
    "ReminderTemplate": {"id": 4, **_WORDS, "version": 1},
    "ReminderTemplateInputRequest": _WORDS,
    "PatchedReminderTemplateChangeRequest": {"subject_en": "Delivery of {order} {when}"},
    "ReminderPreviewInputRequest": {"anchor": "delivery"},
    "ReminderPreview": {
        "language": "zh-hans",
        "subject": "交货将近：SO20261120-0001 东海仪表有限公司，2026-11-23（3 天后）",
        "text": "订单：SO20261120-0001\n待交：DS1(铝合金)-4 40kg × 40 套",
        "is_real": True,
    },
}


def register() -> None:
    """Called once from this room's wiring."""
    examples.register(EXAMPLES)
