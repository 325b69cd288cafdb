"""Examples of reminders, letters and what is to come in the OpenAPI document."""

from typing import Any

from common.api import examples

EXAMPLES: dict[str, Any] = {
    "Reminder": {
        "id": 4711,
        "rule": "delivery",
        "subject": "SO20261121-0007 · 华东仪表：3 天后交货",
        "text": "SO20261121-0007（华东仪表）应于 2026-11-28 交货。",
        "order": "SO20261121-0007",
        "customer": "C00021",
        "recipient": "lin.xiaoyan",
        "why": "OWNER",
        "due": "2026-11-27T16:00:00Z",
        "step": -3,
        "is_escalation": False,
        "state": "SENT",
        "send_at": "2026-11-25T00:30:00Z",
        "sent_at": "2026-11-25T00:30:12Z",
        "reaction": "",
        "reacted_at": None,
        "snoozed_until": None,
        "waits_until": None,
        "note": "",
    },
    "ReminderAcknowledgeRequest": {"ids": [4711, 4712]},
    "ReminderSnoozeRequest": {"ids": [4711], "until": "2026-11-26T01:00:00Z"},
    "ReminderPassOnRequest": {"ids": [4711], "to": "qian.fang", "word": "这单现在由你跟"},
    "ReminderAnswered": {"count": 1, "told": ["钱芳"]},
    "ReminderDay": {
        "day": "2026-11-26",
        "count": 1,
        "found": 1,
        "rows": [
            {
                "rule": "delivery",
                "recipient": "user:12",
                "name": "林小燕",
                "why": "OWNER",
                "title": "SO20261121-0007 · 华东仪表",
                "due": "2026-11-27T16:00:00Z",
                "step": -1,
                "send_at": "2026-11-26T00:30:00Z",
                "channels": ["INBOX", "MAIL"],
                "is_digest": True,
                "is_escalation": False,
                "is_back": False,
                "waits_until": None,
                "is_waiting": False,
                "state": "QUEUED",
            }
        ],
    },
    "ReminderOptOut": {"rule": "shipped"},
    "ReminderOptOutInputRequest": {"rule": "shipped", "wanted": False},
    "ReminderLetter": {
        "id": 812,
        "channel": "MAIL",
        "recipient": "user:12",
        "address": "lin.xiaoyan@example.com",
        "subject": "订单科技：5 条提醒",
        "reminders": 5,
        "state": "DOUBTFUL",
        "error": "timed out",
        "resent": 0,
        "created_at": "2026-11-25T00:30:00Z",
        "sent_at": None,
        "version": 2,
    },
    "ReminderLetterCloseRequest": {"arrived": True},
}


def register() -> None:
    """Called once from this room's wiring."""
    examples.register(EXAMPLES)
