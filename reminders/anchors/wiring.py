"""What reminders can count from (docs/adr/0082)."""

from typing import Any

from reminders.anchors import approvals, money, news, orders, service, work
from reminders.anchors.reading import RowAnchor
from reminders.anchors.source import anchors

EVERY: tuple[type[RowAnchor], ...] = (
    *(orders.Delivery, orders.Leaving, orders.Undelivered, orders.FreezeEnds),
    money.Payment,
    *(work.StageEntry, work.TaskDue, work.ActionDue, work.CheckDue),
    *(approvals.DecisionDue, service.QuotationEnds, orders.IdleDraft),
    *(service.FollowUpDue, service.NoteDue, service.Unanswered),
    *(news.TookEffect, news.Produced, news.Shipped, news.Delivered, news.Completed),
)


def register() -> None:
    """Called once from ``RemindersConfig.ready``."""
    for one in EVERY:
        entry: Any = one()
        anchors.register(one.code, entry)
