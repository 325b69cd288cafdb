"""What must hold of reminders (RELIABILITY 3: 17), as SQL whose rows are the offenders."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from common import errors
from common.invariants import Invariant, invariants
from common.models import Event
from reminders.reminder.models import ScanMark
from reminders.rules.steps import Window
from reminders.scanning import people
from reminders.scanning.planning import Plan, Planned

# by each channel once, and once more for each time that its recipient put it off
ONCE = """
    SELECT i.reminder_id AS id, l.channel, count(*) AS letters FROM reminders_letteritem i
    JOIN reminders_letter l ON l.id = i.letter_id JOIN reminders_reminder r ON r.id = i.reminder_id
    WHERE l.state = 'SENT' AND NOT i.is_moot GROUP BY i.reminder_id, l.channel, r.again
    HAVING count(*) > 1 + r.again
"""
DIGESTS = """
    SELECT min(id) AS id, recipient, slot FROM reminders_letter WHERE is_digest
    GROUP BY recipient, channel, address, slot HAVING count(*) > 1
"""
# what was left out as moot must not be said to have been sent, nor the other way round
HONEST = """
    SELECT r.id, r.state, 'not said when' AS fault FROM reminders_reminder r
    WHERE r.state = 'SENT' AND r.sent_at IS NULL
    UNION ALL
    SELECT r.id, r.state, 'sent, and not said so' FROM reminders_reminder r
    JOIN reminders_letteritem i ON i.reminder_id = r.id AND NOT i.is_moot
    JOIN reminders_letter l ON l.id = i.letter_id AND l.state = 'SENT'
    WHERE r.sent_at IS NULL
    UNION ALL
    SELECT r.id, r.state, 'sent in a letter without anything due' FROM reminders_reminder r
    JOIN reminders_letteritem i ON i.reminder_id = r.id AND NOT i.is_moot
    JOIN reminders_letter l ON l.id = i.letter_id AND l.state = 'SENT' WHERE r.state = 'MOOT' AND r.sent_at IS NULL
"""
# in a letter that nobody will send
STRANDED = """
    SELECT l.id, l.state, l.outbox_key FROM reminders_letter l
    LEFT JOIN common_outboxmessage m ON m.dedupe_key = l.outbox_key
    WHERE l.state = 'QUEUED' AND (m.id IS NULL OR m.state IN ('SENT', 'MOOT'))
    UNION ALL
    SELECT r.id, r.state, '' FROM reminders_reminder r WHERE r.state = 'GATHERED' AND NOT EXISTS (
        SELECT FROM reminders_letteritem i JOIN reminders_letter l ON l.id = i.letter_id
        WHERE i.reminder_id = r.id AND NOT i.is_moot AND l.state IN ('QUEUED', 'DOUBTFUL'))
"""
_DECIDES = ("person.", "department.", "service_policy.", "setting.", "calendar.", "customer.assign", "customer.merge")
_LATEST = 10_000  # of events: more than a site writes between two scans
_OVERLAP = timedelta(hours=1)  # what changed just now is found by the next scan


def missing(limit: int) -> list[dict[str, Any]]:
    """Reminders of the last day looked at that should be there, by the very function of the scan, and are not."""
    found: list[dict[str, Any]] = []
    staff = people.read()
    latest = list(Event.objects.order_by("-pk").values_list("kind", "subject_type", "subject_id", "at")[:_LATEST])
    marks = ScanMark.objects.filter(rule__is_active=True, error="").select_related("rule__segment", "rule__robot")
    for mark in marks:
        until = mark.scanned_until
        plan = Plan(mark.rule, at=until, staff=staff)
        if mark.rule.active_since > until or _is_changed(mark, latest):
            continue  # nobody looked at it since it became what it is
        try:
            for rows in plan.planned(Window(max(until - _OVERLAP, mark.rule.active_since), until)):
                found += _untouched(plan, [one for one in rows if not one.is_known], mark)
                if len(found) >= limit:
                    return found[:limit]
        except errors.DomainError:
            continue  # the scan tells of it
    return found


def _is_changed(mark: ScanMark, latest: Sequence[tuple[str, str, int | None, datetime]]) -> bool:
    """Whether what decides whom a rule tells of what, and when, changed since it was worked out: then the next scan
    says what is missing."""
    own = {("reminders.reminderrule", mark.rule_id), ("segments.segment", mark.rule.segment_id)}
    return any(
        at >= mark.scanned_until and ((subject_type, subject_id) in own or kind.startswith(_DECIDES))
        for kind, subject_type, subject_id, at in latest
    )


def _untouched(plan: Plan, rows: list[Planned], mark: ScanMark) -> list[dict[str, Any]]:
    """Those of them whose object nothing happened to since before the scan."""
    ids = {(plan.anchor.subject_type, one.due.subject_id) for one in rows}
    ids |= {("orders.order", one.due.order_id) for one in rows if one.due.order_id}
    since = mark.scanned_until - _OVERLAP
    changed = set()
    for subject_type in {kind for kind, _id in ids}:
        keys = [key for kind, key in ids if kind == subject_type]
        events = Event.objects.filter(subject_type=subject_type, subject_id__in=keys, at__gte=since)
        changed |= {(subject_type, key) for key in events.values_list("subject_id", flat=True)}
    return [
        {"rule": plan.rule.code, "subject": one.due.subject_id, "step": one.step, "recipient": one.told.recipient}
        for one in rows
        if (plan.anchor.subject_type, one.due.subject_id) not in changed
        and ("orders.order", one.due.order_id) not in changed
    ]


def late(limit: int) -> list[dict[str, Any]]:
    """Messages of reminders that nobody relayed for an hour, and nobody was asked about (18)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, dedupe_key, due_at FROM common_outboxmessage WHERE topic IN ('reminder', 'reminder-chat')"
            " AND state = 'PENDING' AND attempts = 0 AND due_at < (SELECT max(scanned_until) FROM reminders_scanmark)"
            " - interval '1 hour' LIMIT %s",
            [limit],
        )
        return [{"id": row[0], "key": row[1], "due": row[2]} for row in cursor.fetchall()]


def register() -> None:
    """Called once from this room's wiring."""
    for key, title, sql in (
        ("once", _("A reminder went once by each channel"), ONCE),
        ("digests", _("One digest a recipient and moment"), DIGESTS),
        ("honest", _("What was sent is said to be sent, and nothing else"), HONEST),
        ("stranded", _("No reminder lies in a letter that nobody sends"), STRANDED),
    ):
        invariants.register(f"reminders.{key}", Invariant(17, title, sql))
    invariants.register("reminders.missing", Invariant(17, _("No reminder is missing"), find=missing))
    invariants.register("reminders.young", Invariant(18, _("No letter with reminders waits unseen"), find=late))
