"""The moving clock: lives side by side, each moment in its turn, until the present one."""

import heapq
from collections.abc import Generator
from datetime import datetime, timedelta
from itertools import count
from random import Random
from typing import TypeVar

from common import dates, errors

T = TypeVar("T")
Step = Generator[datetime, datetime, T]  # yields the moment of its next event, is sent the moment, ends with a T
Life = Step[None]

_OPENS, _CLOSES = timedelta(hours=8, minutes=40), timedelta(hours=17, minutes=20)
_HOLIDAYS = {(1, 1), (5, 1), (5, 2), (5, 3), *((10, day) for day in range(1, 8))}


class Agenda:
    """Runs generators that yield the moment of their next event and are handed that moment when it comes."""

    def __init__(self, now: datetime):
        self.now = now
        self.refused: list[errors.DomainError] = []
        self._waiting: list[tuple[datetime, int, Life]] = []
        self._serial = count()

    def add(self, life: Life) -> None:
        """Let a life begin: it runs to its first moment at once."""
        self._put(life, next(life, None))

    def run(self) -> None:
        """Live through everything up to now; what lies beyond stays undone. Where a rule refuses what somebody
        wants to do, his story ends there, and the refusal is kept in ``refused``."""
        while self._waiting and self._waiting[0][0] <= self.now:
            at, _serial, life = heapq.heappop(self._waiting)
            try:
                following = life.send(at)
            except StopIteration:
                continue
            except errors.DomainError as refusal:
                self.refused.append(refusal)
                continue
            self._put(life, max(following, at))

    def _put(self, life: Life, at: datetime | None) -> None:
        if at is not None:
            heapq.heappush(self._waiting, (at, next(self._serial), life))


def working(at: datetime) -> datetime:
    """The moment itself when people are at work, else the beginning of the next working day."""
    while True:
        day = dates.business_day(at)
        start = dates.day_start(day)
        if is_working_day(at) and at <= start + _CLOSES:
            return max(at, start + _OPENS)
        at = dates.day_start(day + timedelta(days=1)) + _OPENS


def is_working_day(at: datetime) -> bool:
    """Monday to Friday, but for the fixed holidays."""
    day = dates.business_day(at)
    return day.weekday() < 5 and (day.month, day.day) not in _HOLIDAYS


def after(at: datetime, rng: Random, *, days: float = 0, hours: float = 0) -> datetime:
    """A working moment about so much later: some minutes more or less, never before ``at``."""
    later = at + timedelta(days=days, hours=hours, minutes=rng.randint(1, 50), seconds=rng.randint(0, 59))
    if days >= 1:  # people do not do things at the same hour every day
        later = dates.day_start(dates.business_day(later)) + _OPENS + timedelta(minutes=rng.randint(0, 500))
    moment = working(later)
    return moment if moment == later else moment + timedelta(minutes=rng.randint(0, 70), seconds=rng.randint(0, 59))
