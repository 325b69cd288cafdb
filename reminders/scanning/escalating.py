"""Who is told as well when a rule reminded so many times and nobody answered."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from common import dates, workdays
from reminders.reminder.states import State
from reminders.rules.choices import Unit
from reminders.scanning import recipients, waiting
from reminders.scanning.planning import Plan, Planned

NEWEST = timedelta(days=60)  # a silence older than that was told long ago, or the rule did not tell anybody then
_AT_ONCE = 500
# the moment at which the so-manieth step of an object was told; nobody answered any of them, nobody was told higher up
_SILENT = """
SELECT subject_id, due, step, told_at, people FROM (
    SELECT subject_id, due, step, min(sent_at) AS told_at,
        row_number() OVER (PARTITION BY subject_id, due ORDER BY min(sent_at), step) AS place,
        array_agg(DISTINCT user_id) AS people
    FROM reminders_reminder WHERE rule_id = %(rule)s AND subject_type = %(type)s AND state = 'SENT'
        AND user_id IS NOT NULL AND NOT is_escalation AND sent_at > %(oldest)s
    GROUP BY subject_id, due, step
) told WHERE place = %(after)s AND NOT EXISTS (
    SELECT FROM reminders_reminder other WHERE other.rule_id = %(rule)s AND other.subject_type = %(type)s
        AND other.subject_id = told.subject_id AND other.due = told.due
        AND (other.reaction IN ('ACK', 'SNOOZED') OR other.is_escalation)
) ORDER BY subject_id, due
"""


@dataclass(frozen=True)
class _Silent:
    subject_id: int
    due: datetime
    step: int
    told_at: datetime
    people: tuple[int, ...]


def planned(plan: Plan, until: datetime) -> Iterator[list[Planned]]:
    """Who is to be told higher up by ``until``: a unit of the rule after the last reminder that it waits for, as far as
    the matter is still due."""
    rule = plan.rule
    if not rule.escalate_after or not rule.escalate_to:
        return
    found = [(one, moment) for one in _silent(plan) if (moment := _moment(plan, one.told_at)) <= until]
    for start in range(0, len(found), _AT_ONCE):
        yield waiting.held_back(plan, list(_of(plan, found[start : start + _AT_ONCE])))


def _silent(plan: Plan) -> list[_Silent]:
    values: dict[str, Any] = {
        "rule": plan.rule.pk,
        "type": plan.anchor.subject_type,
        "after": plan.rule.escalate_after,
        "oldest": max(plan.at - NEWEST, plan.rule.active_since),
    }
    with connection.cursor() as cursor:
        cursor.execute(_SILENT, values)
        return [_Silent(pk, due, step, told_at, tuple(who)) for pk, due, step, told_at, who in cursor.fetchall()]


def _moment(plan: Plan, told_at: datetime) -> datetime:
    if plan.rule.unit == Unit.HOUR:
        return plan.times.from_moment(told_at + timedelta(hours=1), plan.manner)
    day, calendar = dates.business_day(told_at), workdays.calendar()
    if plan.rule.unit == Unit.WORKDAY:
        day = calendar.moved(day, 1)
    else:
        day += timedelta(days=1)
        day = calendar.on_or_after(day) if plan.rule.workdays_only else day
    return plan.times.on_day(day, plan.manner)


def _of(plan: Plan, found: list[tuple[_Silent, datetime]]) -> Iterator[Planned]:
    moments = [one.due for one, _send_at in found]
    still = plan.again({one.subject_id for one, _send_at in found}, min(moments), max(moments))
    for one, send_at in found:
        due = still.get((one.subject_id, one.due))
        if due is None:
            continue
        for told in recipients.higher_up(plan.audience, due, plan.staff, one.people):
            state = State.UNWANTED if plan.is_unwanted(told) else State.QUEUED
            yield Planned(due, one.step, told, state, send_at, is_escalation=True)


def told_before(plan: Plan, subject_ids: set[int]) -> dict[tuple[int, datetime], set[int]]:
    """Who was told of these subjects in the ordinary way: what "higher up" is counted from at the second look."""
    found: defaultdict[tuple[int, datetime], set[int]] = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT subject_id, due, user_id FROM reminders_reminder WHERE rule_id = %s AND subject_type = %s"
            " AND subject_id = ANY(%s) AND NOT is_escalation AND user_id IS NOT NULL AND state = 'SENT'",
            [plan.rule.pk, plan.anchor.subject_type, list(subject_ids)],
        )
        for subject_id, due, user_id in cursor.fetchall():
            found[subject_id, due].add(user_id)
    return found
