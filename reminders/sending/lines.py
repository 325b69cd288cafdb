"""Reminders in the app: a line each, of digests one line that leads to all of them."""

from collections import defaultdict
from datetime import datetime

from django.apps import apps
from django.utils.translation import gettext_noop

from accounts.collaboration import inbox
from accounts.collaboration.subjects import subjects
from common.rows import update_rows
from reminders.reminder.models import Reminder
from reminders.sending import links, wording
from reminders.sending.checking import Look
from reminders.sending.gathering import Bundle

KIND = "reminder.due"
ONE = gettext_noop("%(text)s")
MANY = gettext_noop("%(count)s reminders, the first: %(text)s")
_LONGEST = 160
_TRIED = 5  # of a digest, for one of which something can be said


def put(look: Look, bundle: Bundle, at: datetime) -> set[int]:
    """Put them into the inboxes of the running operation, in the language of each reader. Returns the keys of those
    that were told; of what is gone by now nothing can be said."""
    singles: defaultdict[int, list[Reminder]] = defaultdict(list)
    for one in bundle.lines:
        singles[one.user_id or 0].append(one)
    told: set[int] = set()
    for user_id, rows in singles.items():
        for said in _say(look, user_id, rows, at):
            _put_one(user_id, said, at)
            told.add(said.reminder.pk)
    for user_id, rows in bundle.digests.items():
        said_of_all = _say(look, user_id, rows[:_TRIED], at)
        if said_of_all and len(rows) > 1:
            parameters = {"count": len(rows), "text": _cut(said_of_all[0].subject)}
            inbox.notify([user_id], kind=KIND, message=MANY, parameters=parameters, url=links.MINE, at=at)
        elif said_of_all:
            _put_one(user_id, said_of_all[0], at)
        told |= {one.pk for one in rows} if said_of_all else set()
    return told


def _put_one(user_id: int, said: wording.Said, at: datetime) -> None:
    parameters = {"text": _cut(said.subject)}
    subject = _subject(said.reminder)
    inbox.notify([user_id], kind=KIND, message=ONE, parameters=parameters, subject=subject, url=said.path, at=at)


def _say(look: Look, user_id: int, rows: list[Reminder], at: datetime) -> list[wording.Said]:
    reader = look.readers[user_id]
    plans = {one.rule_id: look.plan(one) for one in rows}
    said = wording.say(plans, rows, reader=reader, name=reader.name, language=reader.language, at=at)
    for one in said:
        one.reminder.facts = one.words
    update_rows([one.reminder for one in said], ["facts"])
    return said


def _subject(one: Reminder) -> object:
    """What the line is about, so that it is shown only to who may still see it."""
    for name, key in ((one.subject_type, one.subject_id), ("orders.order", one.order_id)):
        if key and name in subjects:
            return apps.get_model(name)(pk=key)
    return None


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
