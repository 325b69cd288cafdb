"""Which steps of a rule fall into a stretch of time, and from where its objects must be looked for. Pure: the trial of
a rule, the scan, the look before sending and the preview of a day all count by it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

from common import dates
from common.workdays import Calendar
from reminders.rules.choices import Unit

if TYPE_CHECKING:
    from reminders.rules.models import ReminderRule

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
FARTHEST = 3 * 366  # days back: who repeats without an end repeats as long as that
_TICK = timedelta(microseconds=1)
_SLACK = 15 * DAY  # more than any run of days off: ranges of days of work are looked at a little wider


@dataclass(frozen=True)
class Steps:
    """After how many units a rule reminds; with ``every`` it goes on after the last, ``most`` times (None: always)."""

    unit: str
    numbers: frozenset[int]
    every: int | None = None
    most: int | None = None

    @property
    def last(self) -> int:
        """The last step before it repeats itself."""
        return max(self.numbers, default=0)

    def has(self, number: int) -> bool:
        """Whether this is one of the steps."""
        if number in self.numbers:
            return True
        if not self.every or number <= self.last:
            return False
        times, rest = divmod(number - self.last, self.every)
        return rest == 0 and (self.most is None or times <= self.most)

    @property
    def bounds(self) -> list[tuple[int, int]]:
        """Ranges of numbers in which all steps lie: each alone, and the repetitions as one."""
        found = [(number, number) for number in sorted(self.numbers)]
        if self.every:
            unit = FARTHEST * 24 if self.unit == Unit.HOUR else FARTHEST
            times = unit // self.every if self.most is None else self.most
            found.append((self.last + self.every, self.last + self.every * times))
        return found


@dataclass(frozen=True)
class Window:
    """A stretch of time that is looked at: moments after ``begin`` until ``end``; for steps in days, the days of both
    and all between."""

    begin: datetime
    end: datetime


@dataclass(frozen=True)
class Hit:
    """A step that falls into a window: on which day it is told (for hours: at which moment)."""

    number: int
    day: date
    moment: datetime | None = None

    def is_before(self, since: datetime | None) -> bool:
        """Whether its time was over before its object came into being."""
        if since is None:
            return False
        return self.day < dates.business_day(since) if self.moment is None else self.moment < since


class Days:
    """The steps in days (or days of work) that are told on the days from ``first`` to ``last``. Where only days of work
    are to be used, a step up to the due day is told on the last day of work before, a later one on the next."""

    def __init__(self, steps: Steps, calendar: Calendar, *, workdays_only: bool, first: date, last: date):
        self.steps, self.calendar = steps, calendar
        self.by_work = steps.unit == Unit.WORKDAY
        self._told: dict[date, tuple[date, date]] = {}  # own day -> (told on: up to the due day, after it)
        for own in self._own_days(first, last, workdays_only):
            told = self._shift(own, workdays_only)
            if any(first <= one <= last for one in told):
                self._told[own] = told
        self.first, self.last = first, last
        self._count = cache(lambda day: calendar.between(_ORIGIN, day))

    def _own_days(self, first: date, last: date, workdays_only: bool) -> Iterator[date]:
        if workdays_only:
            first, last = first - _SLACK, last + _SLACK
        for n in range((last - first).days + 1):
            yield first + n * DAY

    def _shift(self, own: date, workdays_only: bool) -> tuple[date, date]:
        if not workdays_only or self.calendar.is_workday(own):
            return own, own
        return self.calendar.moved(own, -1), self.calendar.moved(own, 1)

    def ranges(self) -> list[tuple[date, date]]:
        """Days of objects that may be concerned, as ranges that do not touch."""
        if not self._told:
            return []
        first, last = min(self._told), max(self._told)
        if self.by_work:
            far = [
                (self._back(first, most) - _SLACK, self._back(last, least) + _SLACK)
                for least, most in self.steps.bounds
            ]
        else:
            far = [(first - most * DAY, last - least * DAY) for least, most in self.steps.bounds]
        return merged(far)

    def spans(self) -> list[tuple[datetime, datetime]]:
        """The same as moments, the first and the last of each."""
        return [_moments(first, last) for first, last in self.ranges()]

    def _back(self, day: date, steps: int) -> date:
        """About so many days of work before: a week has five, holidays are within the slack and a tenth."""
        days = steps * 7 // 5
        return day - (days + abs(days) // 10 * (1 if steps > 0 else -1)) * DAY

    def hits(self, due: datetime) -> list[Hit]:
        """The steps of an object that is due then, the newest last."""
        anchor = dates.business_day(due)
        found = []
        for own, (before, after) in self._told.items():
            number = self._number(anchor, own)
            if number is None or not self.steps.has(number):
                continue
            told = before if number <= 0 else after
            if self.first <= told <= self.last:
                found.append(Hit(number, told))
        return found

    def _number(self, anchor: date, own: date) -> int | None:
        if not self.by_work or own == anchor:
            return (own - anchor).days
        if not self.calendar.is_workday(own):
            return None
        if own > anchor:
            return self._count(own) - self._count(anchor)
        return self._count(own - DAY) - self._count(anchor - DAY)


_ORIGIN = date(2000, 1, 1)


class Hours:
    """The steps in hours whose moment falls into a window."""

    def __init__(self, steps: Steps, window: Window):
        self.steps, self.window = steps, window

    def ranges(self) -> list[tuple[datetime, datetime]]:
        """Moments of objects that may be concerned."""
        begin, end = self.window.begin, self.window.end
        return merged((begin - most * HOUR, end - least * HOUR) for least, most in self.steps.bounds)

    def spans(self) -> list[tuple[datetime, datetime]]:
        """As ``ranges``."""
        return self.ranges()

    def hits(self, due: datetime) -> list[Hit]:
        """The steps of an object that is due then, the newest last."""
        least = -((due - self.window.begin) // HOUR)
        most = (self.window.end - due) // HOUR
        found = []
        for number in range(least, most + 1):
            moment = due + number * HOUR
            if self.window.begin < moment <= self.window.end and self.steps.has(number):
                found.append(Hit(number, dates.business_day(moment), moment))
        return found


def merged(ranges: Iterable[tuple]) -> list[tuple]:
    """Ranges put together where they overlap, in order."""
    found: list[tuple] = []
    for first, last in sorted(ranges):
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return found


def of_rule(rule: "ReminderRule") -> Steps:
    """The steps of a rule."""
    return Steps(rule.unit, frozenset(map(int, rule.steps)), rule.repeat_every, rule.repeat_most)


def in_window(steps: Steps, window: Window, calendar: Calendar, *, workdays_only: bool) -> Days | Hours:
    """The steps that fall into a window."""
    if steps.unit == Unit.HOUR:
        return Hours(steps, window)
    first, last = dates.business_day(window.begin), dates.business_day(window.end)
    return Days(steps, calendar, workdays_only=workdays_only, first=min(first, last), last=last)


def on_day(steps: Steps, day: date, calendar: Calendar, *, workdays_only: bool) -> Days | Hours:
    """The steps of a day here, from its first moment to its last."""
    window = window_of_day(day)
    if steps.unit == Unit.HOUR:
        window = Window(window.begin - _TICK, window.end)  # a window begins after its begin
    return in_window(steps, window, calendar, workdays_only=workdays_only)


def window_of_day(day: date) -> Window:
    """All of a day here."""
    return Window(*_moments(day, day))


def _moments(first: date, last: date) -> tuple[datetime, datetime]:
    begin, end = dates.day_range(first, last)
    return begin, end - _TICK
