"""Between rows of this room and what the API says of them."""

from typing import Any

from accounts.people import queries as people
from common import errors
from reminders.answering.showing import Line
from reminders.desk.coming import Day
from reminders.reminder.models import Letter
from reminders.rules.models import OptOut, ReminderRule

_PLAIN = (
    *("why", "due", "step", "is_escalation", "state", "send_at", "sent_at", "reaction", "reacted_at"),
    *("snoozed_until", "waits_until", "note"),
)


def reminder(line: Line) -> dict[str, Any]:
    """``ReminderSerializer``."""
    one = line.reminder
    return {
        "id": one.pk,
        "rule": one.rule.code,
        "subject": line.subject or None,
        "text": line.text or None,
        "order": one.order.reference if one.order and line.subject else None,
        "customer": one.customer.code if one.customer and line.subject else None,
        "recipient": one.user.username if one.user else None,
        **{name: getattr(one, name) for name in _PLAIN},
    }


def day(found: Day) -> dict[str, Any]:
    """``ReminderDaySerializer``."""
    names = (
        "recipient",
        "name",
        "why",
        "step",
        "send_at",
        "channels",
        "is_digest",
        "is_escalation",
        "is_back",
        "waits_until",
        "is_waiting",
        "state",
    )
    rows = [
        {
            "rule": row.rule.code,
            "title": row.title or None,
            "due": row.key[1],
            **{name: getattr(row, name) for name in names},
        }
        for row in found.rows
    ]
    return {"day": found.day.isoformat(), "count": found.count, "found": found.found, "rows": rows}


def letter(row: Letter) -> dict[str, Any]:
    """``ReminderLetterSerializer``."""
    names = (
        "channel",
        "recipient",
        "address",
        "subject",
        "state",
        "error",
        "resent",
        "created_at",
        "sent_at",
        "version",
    )
    told = getattr(row, "told", 0)
    return {"id": row.pk, "reminders": told, **{name: getattr(row, name) for name in names}}


def opt_out(row: OptOut) -> dict[str, Any]:
    """``ReminderOptOutSerializer``."""
    return {"rule": row.rule.code if row.rule else None}


def rule_id(code: str | None) -> int | None:
    """The key of a rule. Raises Invalid."""
    if code is None:
        return None
    found = ReminderRule.objects.filter(code=code).values_list("pk", flat=True).first()
    if found is None:
        raise errors.Invalid(fields={"rule": ["There is no such rule."]})
    return found


def person_id(username: str | None) -> int | None:
    """The key of a person. Raises Invalid."""
    if not username:
        return None
    found = people.by_usernames([username]).values_list("pk", flat=True).first()
    if found is None:
        raise errors.Invalid(fields={"to": ["There is no such person."]})
    return found
