"""The rules that come with the software: what is told of by itself from the first day (SEMANTICS 14, R183–R187). The
company changes them, copies them, switches them off. Their words stand in ``shipped_words``."""

from collections.abc import Sequence
from datetime import time
from typing import Any

from django.utils.translation import gettext_noop

from reminders.rules.choices import Channel, Escalation, Recipient, Unit

MORNING, BY_DAY = time(8, 30), time(9, 30)
OWNER, EXECUTOR, NEXT = Recipient.OWNER, Recipient.EXECUTOR, Recipient.NEXT
RESPONSIBLE, HEAD, CUSTOMER = Recipient.RESPONSIBLE, Recipient.HEAD, Recipient.CUSTOMER


def _rule(name: str, anchor: str, steps: Sequence[int], people: Sequence[str], **more: Any) -> dict[str, Any]:
    """The columns of a rule: by mail and in the app, in one letter in the morning of a day of work."""
    lists = {"steps": list(steps), "recipients": list(people), "channels": [Channel.INBOX, Channel.MAIL]}
    return {"name": name, "anchor": anchor, **lists, "unit": Unit.DAY, "is_digest": True, "send_at": MORNING, **more}


def _work(name: str, anchor: str, steps: Sequence[int], people: Sequence[str], **more: Any) -> dict[str, Any]:
    """The same, counted in days of work."""
    return _rule(name, anchor, steps, people, unit=Unit.WORKDAY, **more)


def _by_hours(name: str, anchor: str, steps: Sequence[int], people: Sequence[str], **more: Any) -> dict[str, Any]:
    """Counted in hours, each in a letter of its own as soon as the quiet hours let it."""
    alone = {"unit": Unit.HOUR, "is_digest": False, "send_at": None, "workdays_only": False}
    return _rule(name, anchor, steps, people, **alone, **more)


def _customer(name: str, anchor: str, steps: Sequence[int], **more: Any) -> dict[str, Any]:
    """To the customer's contact, where his policy says so: by mail, one letter a day however many orders he has."""
    by_mail = {"channels": [Channel.MAIL], "send_at": BY_DAY}
    return _rule(name, anchor, steps, [CUSTOMER], **{**by_mail, **more})


def _news(name: str, anchor: str) -> dict[str, Any]:
    """What happened, to the customer, soon after."""
    return _customer(name, anchor, [0], unit=Unit.HOUR, is_digest=False, send_at=None, workdays_only=False)


def _again(every: int, most: int, heads_after: int | None = None) -> dict[str, Any]:
    """Goes on after the last step; the head hears of it after so many that nobody acknowledged."""
    above = {"escalate_after": heads_after, "escalate_to": Escalation.HEAD} if heads_after else {}
    return {"repeat_every": every, "repeat_most": most, **above}


# code: columns; the words of a rule are the template of the same code
RULES: dict[str, dict[str, Any]] = {
    "delivery_near": _rule(
        gettext_noop("Delivery is near"), "delivery", [-7, -3, -1, 0], [OWNER, EXECUTOR, RESPONSIBLE]
    ),
    "delivery_late": _rule(
        gettext_noop("Delivery is late"), "delivery", [1], [OWNER, EXECUTOR, RESPONSIBLE], **_again(3, 30, 2)
    ),
    "delivery_customer": _customer(gettext_noop("Customers hear that a delivery is near"), "delivery", [-3]),
    "to_ship": _work(gettext_noop("Goods have to leave"), "to_ship", [-2, 0], [NEXT]),
    "undelivered": _rule(gettext_noop("Undelivered orders, week by week"), "undelivered", [0], [OWNER, HEAD]),
    "freeze_ends": _rule(gettext_noop("A freeze ends"), "freeze_ends", [-3, -1], [OWNER, EXECUTOR]),
    "payment_near": _rule(gettext_noop("Payment is near"), "payment", [-7, -3, 0], [OWNER]),
    "payment_customer": _customer(gettext_noop("Customers hear that a payment is near"), "payment", [-7]),
    "payment_overdue": _rule(gettext_noop("Payment is overdue"), "payment", [1, 7, 15], [OWNER], **_again(7, 50)),
    "payment_overdue_head": _rule(
        gettext_noop("Payment is long overdue, for heads"), "payment", [15, 30], [HEAD], **_again(15, 24)
    ),
    "stage_entry": _work(gettext_noop("The next phase begins"), "stage_entry", [-1, 0], [NEXT, RESPONSIBLE]),
    "task_near": _work(gettext_noop("Task is due"), "task", [-2, 0], [EXECUTOR]),
    "task_late": _work(gettext_noop("Task is late"), "task", [1], [EXECUTOR], **_again(2, 20, 2)),
    "action_near": _work(gettext_noop("Corrective action is due"), "corrective_action", [-1, 0], [EXECUTOR]),
    "action_late": _work(
        gettext_noop("Corrective action is late"), "corrective_action", [1], [EXECUTOR, HEAD], **_again(1, 20)
    ),
    "check_due": _work(gettext_noop("Check is due"), "check", [0], [EXECUTOR]),
    "approval_near": _by_hours(gettext_noop("Decision is due soon"), "approval", [-4], [EXECUTOR]),
    "approval_over": _by_hours(gettext_noop("Decision is late"), "approval", [0], [EXECUTOR], **_again(24, 10)),
    "quotation_ends": _rule(gettext_noop("A quotation is about to expire"), "quotation", [-7, -3, 0], [OWNER]),
    "draft_idle": _work(gettext_noop("A draft lies idle"), "draft_idle", [3, 7, 20], [OWNER, EXECUTOR]),
    "follow_up_due": _work(gettext_noop("Follow-up is due"), "follow_up", [0, 1], [EXECUTOR], **_again(2, 10, 3)),
    "note_due": _work(gettext_noop("A customer waits for an answer"), "note", [0, 1], [EXECUTOR], **_again(2, 10, 3)),
    "complaint_near": _by_hours(gettext_noop("A complaint is to be answered"), "complaint", [-4, -1], [EXECUTOR]),
    "effective_customer": _news(gettext_noop("Customers hear that their order is confirmed"), "order_effective"),
    "produced_owner": _rule(gettext_noop("Goods are ready, for the salesperson"), "produced", [0], [OWNER]),
    "produced_customer": _news(gettext_noop("Customers hear that their goods are ready"), "produced"),
    "shipped_customer": _news(gettext_noop("Customers hear that goods were sent"), "shipped"),
    "delivered_customer": _news(gettext_noop("Customers hear that goods were signed for"), "delivered"),
    "completed_customer": _news(gettext_noop("Customers hear that their order is complete"), "order_completed"),
}
