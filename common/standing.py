"""How the house stands, for the people who run it: each room says what it knows of itself (docs/adr/0124).

A machine reads numbers (``gauges``); this is the same for people, with words, times and what to do about it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from django.db import DatabaseError, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common.registry import Registry

log = structlog.get_logger(__name__)
GOOD, WARN, BAD = "ok", "warn", "bad"


@dataclass(frozen=True)
class Fact:
    """One line: what it is about, the value (a text, a number, a time), how it is, and where to go about it."""

    label: str | Promise
    value: Any
    tone: str = ""
    hint: str | Promise = ""
    url: str = ""

    @property
    def is_time(self) -> bool:
        return isinstance(self.value, datetime)


@dataclass(frozen=True)
class Section:
    """What a room tells under one heading; lower ``order`` stands first."""

    title: str | Promise
    order: int
    ask: Callable[[datetime], Sequence[Fact]]


@dataclass(frozen=True)
class Told:
    """A section as it stands now."""

    title: str | Promise
    facts: Sequence[Fact]


sections: Registry[Section] = Registry("common.standing")


def read_all(*, at: datetime) -> Iterator[Told]:
    """All sections in their order; where a room cannot answer, its section says so and the others do."""
    for key, section in sorted(sections.items(), key=lambda item: (item[1].order, item[0])):
        try:
            with transaction.atomic():
                facts = list(section.ask(at))
        except (DatabaseError, OSError) as error:
            log.warning("standing_failed", key=key, error=type(error).__name__)
            facts = [Fact(_("Could not be read"), type(error).__name__, BAD)]
        yield Told(section.title, facts)


def worst(told: Sequence[Told]) -> list[Fact]:
    """What is bad first, then what is to be watched."""
    found = [fact for one in told for fact in one.facts]
    return [fact for tone in (BAD, WARN) for fact in found if fact.tone == tone]
