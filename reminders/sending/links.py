"""Where letters lead besides the page of what they tell of: rooms above say it (ADR 81)."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings

from common.registry import Registry
from reminders.reminder.models import Letter

MINE = "/reminders/"
UNSUBSCRIBE, PAGE, ALL, ANSWER = "unsubscribe", "page", "all", "answer"
# what for → (letter, moment): the whole address, "" for none; asked whenever a letter is written, so that one that is
# sent again much later carries no link that is over. "unsubscribe": takes its reader off by a click; "page": of a
# customer; "all": the reader's own reminders; "answer": those of this letter, to be answered
links: Registry[Callable[[Letter, datetime], str]] = Registry("reminders.letter_links")


def _all(letter: Letter, at: datetime) -> str:
    return f"{settings.SITE_URL}{MINE}" if letter.user_id else ""


def register() -> None:
    """What this room knows itself; called once from its wiring."""
    links.register(ALL, _all)


def link_of(what: str, letter: Letter, at: datetime) -> str:
    """Where a letter leads that is written now; "" while nobody says it."""
    found = links.get(what)
    return found(letter, at) if found else ""
