"""Puts planned reminders into the table, thousands a statement; what is there already stays as it is."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from reminders.rules.models import ReminderRule
from reminders.scanning.planning import Planned

_INSERT = """
INSERT INTO reminders_reminder (rule_id, subject_type, subject_id, order_id, customer_id, step, due, recipient, user_id,
    why, is_escalation, again, state, send_at, waits_until, facts, created_at, reaction, note)
SELECT %(rule)s, %(type)s, v.subject_id, v.order_id, v.customer_id, v.step, v.due, v.recipient, v.user_id, v.why,
    v.is_escalation, 0, v.state, v.send_at, v.waits_until, '{}', %(at)s, '', ''
FROM unnest(%(subjects)s::bigint[], %(orders)s::bigint[], %(customers)s::bigint[], %(steps)s::smallint[],
    %(dues)s::timestamptz[], %(recipients)s::text[], %(users)s::bigint[], %(whys)s::text[], %(higher)s::boolean[],
    %(states)s::text[], %(moments)s::timestamptz[], %(waits)s::date[])
    AS v(subject_id, order_id, customer_id, step, due, recipient, user_id, why, is_escalation, state, send_at,
        waits_until)
ON CONFLICT ON CONSTRAINT reminder_once DO NOTHING
"""


def write(rule: ReminderRule, subject_type: str, rows: Sequence[Planned], at: datetime) -> int:
    """Write those that are not known yet; returns how many were new. Whoever writes the same at once waits for us and
    then finds them there."""
    new = [row for row in rows if not row.is_known]
    if not new:
        return 0
    values: dict[str, Any] = {
        "rule": rule.pk,
        "type": subject_type,
        "at": at,
        "subjects": [row.due.subject_id for row in new],
        "orders": [row.due.order_id for row in new],
        "customers": [row.due.customer_id for row in new],
        "steps": [row.step for row in new],
        "dues": [row.due.due for row in new],
        "recipients": [row.told.recipient for row in new],
        "users": [row.told.user_id for row in new],
        "whys": [row.told.why for row in new],
        "higher": [row.is_escalation for row in new],
        "states": [row.state for row in new],
        "moments": [row.send_at for row in new],
        "waits": [row.waits_until for row in new],
    }
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, values)
        return cursor.rowcount
