"""Where letters lead besides the page of what they tell of: rooms above say it (ADR 81)."""

from collections.abc import Callable

from django.conf import settings

from common.registry import Registry
from reminders.reminder.models import Letter

MINE = "/reminders/"
UNSUBSCRIBE, PAGE, ALL, ANSWER = "unsubscribe", "page", "all", "answer"
# what for → (letter): the whole address, "" for none. "unsubscribe": takes its reader off by a click; "page": of a
# customer; "all": the reader's own reminders; "answer": those of this letter, to be answered
links: Registry[Callable[[Letter], str]] = Registry("reminders.letter_links")


def _all(letter: Letter) -> str:
    return f"{settings.SITE_URL}{MINE}" if letter.user_id else ""


def register() -> None:
    """What this room knows itself; called once from its wiring."""
    links.register(ALL, _all)


def link_of(what: str, letter: Letter) -> str:
    """Where a letter leads; "" while nobody says it."""
    found = links.get(what)
    return found(letter) if found else ""
