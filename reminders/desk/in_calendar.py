"""Open reminders in the calendar of whom they are for: on the day that they are about."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.people.models import User
from common import dates
from reminders.anchors import wording
from reminders.anchors.choices import Group, Unit
from reminders.anchors.source import Facts, Key, anchors
from reminders.desk import queries
from reminders.reminder.models import Reminder
from tasks.board.feeds import Entry

MOST = 500  # matters of a calendar


def tells(user: User, *, first: date, last: date, at: datetime) -> Iterable[Entry]:
    """The matters that wait for his answer, or that he put off: each object once a day, however many rules tell of it.
    Their own words are left out, for a rule may have them name amounts; so is news, for which nothing is to be done."""
    met: set[tuple] = set()
    rows = _rows(user, last, at)
    said = _said(rows, user)
    for one in rows:
        day = dates.business_day(one.due)
        found = said.get((one.rule.anchor, (one.subject_id, one.due)))
        if found is not None and (one.subject_type, one.subject_id, day) not in met:
            met.add((one.subject_type, one.subject_id, day))
            yield _entry(one, day, found, at)


def _rows(user: User, last: date, at: datetime) -> list[Reminder]:
    _begin, end = dates.day_range(last, last)
    rows = list(queries.unanswered(user, at).filter(due__lt=end).order_by("-sent_at", "-pk")[:MOST])
    return [one for one in rows if (anchor := anchors.get(one.rule.anchor)) and anchor.group != Group.NEWS]


def _said(rows: Iterable[Reminder], user: User) -> Mapping[tuple[str, Key], Facts]:
    """As far as he may see it now."""
    keys: defaultdict[str, set[Key]] = defaultdict(set)
    for one in rows:
        keys[one.rule.anchor].add((one.subject_id, one.due))
    found: dict[tuple[str, Key], Facts] = {}
    for code, wanted in keys.items():
        seen = anchors[code].visible({pk for pk, _due in wanted}, user)
        told = anchors[code].describe({key for key in wanted if key[0] in seen}, user)
        found |= {(code, key): facts for key, facts in told.items() if facts.title}
    return found


def _entry(one: Reminder, day: date, facts: Facts, at: datetime) -> Entry:
    anchor = anchors[one.rule.anchor]
    by_hours = one.rule.unit == Unit.HOUR
    due = wording.timing(one.due, at, by_hours=by_hours)["due"]
    return Entry(
        key=f"reminder-{one.subject_type.replace('.', '-')}-{one.subject_id}-{day:%Y%m%d}",
        about=(one.subject_type, one.subject_id),
        first=day,
        last=day,
        title=f"{anchor.label}: {facts.title}",
        category=str(Group(anchor.group).label),
        lines=(str(one.rule), *([_("Due: %(day)s") % {"day": due}] if by_hours else [])),
        path=facts.url,
        changed_at=one.sent_at,
    )
