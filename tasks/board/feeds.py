"""What a person's calendar may show: his tasks, and what rooms beside and above these know of his days. Each registers
its part here (docs/adr/0089)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from django.utils.functional import Promise

from accounts.people.models import User
from common.registry import Registry

Text = str | Promise
About = tuple[str, int]  # the kind of a thing (``tasks.task``), and its key


@dataclass(frozen=True, slots=True)
class Entry:
    """Days of a calendar. ``key`` tells it from every other and stays the same as long as it is the same; ``about``:
    the thing whose days they are, told once. ``title`` and ``lines`` name no amounts and nothing that was agreed with
    a customer: they go to calendar programs of others. ``path``: of its page. ``version`` grows when it changes."""

    key: str
    about: About
    first: date
    last: date
    title: str
    category: str
    lines: tuple[str, ...] = ()
    path: str = ""
    version: int = 0
    changed_at: datetime | None = None
    is_key: bool = False


class Tells(Protocol):
    """What a part tells of ``user`` between two days, as far as he may see it now, in the active language, by a number
    of statements that does not grow with it. What was dropped, cancelled or is over is not among it."""

    def __call__(self, user: User, *, first: date, last: date, at: datetime) -> Iterable[Entry]: ...


@dataclass(frozen=True)
class Part:
    """Something that a person may have in his calendar. Of two parts that tell of the same thing the one that stands
    first does. ``is_offered``: whether somebody has such things at all."""

    label: Text
    about: Text
    tells: Tells
    order: int
    is_offered: Callable[[User], bool] = lambda user: True


# key ("tasks") -> what is told
feeds: Registry[Part] = Registry("tasks.board.feeds")


def offered(user: User) -> dict[str, Part]:
    """What somebody may choose from, in its order."""
    found = [(key, part) for key, part in feeds.items() if part.is_offered(user)]
    return dict(sorted(found, key=lambda pair: pair[1].order))
