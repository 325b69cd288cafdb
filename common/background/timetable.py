"""The timetable of background jobs as people see it: what each does, how it went last, when it is next (docs/adr/0127).

Workers note how a job went; a job that runs every few seconds is noted now and then, and whenever its luck turns.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from celery.schedules import crontab
from django.db import connection
from django.utils.translation import gettext as _

from common import dates
from common.errors import Text
from common.models import ClockRun
from common.registry import Registry

PAUSE = 20.0  # seconds between two notes of the same job that only say that it went well again
GRACE = timedelta(minutes=3)
_BEGAN = """
    INSERT INTO common_clockrun (task, began_at) VALUES (%s, %s)
    ON CONFLICT (task) DO UPDATE SET began_at = excluded.began_at
"""
_ENDED = """
    INSERT INTO common_clockrun AS kept (task, began_at, ended_at, good_at, milliseconds, failures, error)
    VALUES (%(task)s, %(began)s, %(at)s, %(good)s, %(took)s, %(failed)s, %(error)s)
    ON CONFLICT (task) DO UPDATE SET began_at = excluded.began_at, ended_at = excluded.ended_at,
        good_at = coalesce(excluded.good_at, kept.good_at),
        milliseconds = excluded.milliseconds, error = excluded.error,
        failures = CASE WHEN excluded.failures = 0 THEN 0 ELSE kept.failures + 1 END
"""


@dataclass(frozen=True)
class Entry:
    """A job of the timetable. ``schedule``: seconds, or a crontab in UTC, as Celery has it."""

    task: str
    schedule: Any
    title: Text

    @property
    def every(self) -> timedelta | None:
        """How often; None of a job at certain hours."""
        return None if isinstance(self.schedule, crontab) else timedelta(seconds=float(self.schedule))

    def next_after(self, began: datetime | None, *, at: datetime) -> datetime:
        """When it is due next."""
        if (every := self.every) is not None:
            return max(began + every, at) if began else at
        last, delta, _now = self.schedule.remaining_delta(at.astimezone(UTC))
        return last + delta


# name in the timetable -> job; the roof fills it, which knows them all
entries: Registry[Entry] = Registry("common.background.timetable")


@dataclass(frozen=True)
class Line:
    """A job of the timetable as it stands."""

    key: str
    entry: Entry
    run: ClockRun | None
    next_at: datetime
    is_late: bool

    @property
    def often(self) -> str:
        """How often it comes, in words."""
        every = self.entry.every
        if every is None:
            hours, minutes = sorted(self.entry.schedule.hour), sorted(self.entry.schedule.minute)
            if len(hours) == 24:
                return _("every hour")
            return _at_hours(hours, minutes[0])
        seconds = int(every.total_seconds())
        if seconds < 120:
            return _("every %(n)s s") % {"n": seconds}
        if seconds < 7200:
            return _("every %(n)s min") % {"n": seconds // 60}
        return _("every %(n)s h") % {"n": seconds // 3600}

    @property
    def seconds(self) -> float | None:
        """How long it took last."""
        return self.run.milliseconds / 1000 if self.run and self.run.ended_at else None

    @property
    def has_failed(self) -> bool:
        return self.run is not None and self.run.failures > 0

    @property
    def is_running(self) -> bool:
        """Whether it began and did not end; of one that is noted now and then, as of the last note."""
        run = self.run
        return run is not None and run.began_at is not None and (run.ended_at is None or run.ended_at < run.began_at)


def _at_hours(hours: list[int], minute: int) -> str:
    """Hours of the company's day at which a job comes, up to four of them."""
    day = datetime.now(UTC).replace(minute=minute, second=0)
    shown = sorted(day.replace(hour=hour).astimezone(dates.business_zone()).strftime("%H:%M") for hour in hours)
    return ", ".join(shown) if len(shown) <= 4 else f"{shown[0]} … {shown[-1]}"


def lines(*, at: datetime) -> list[Line]:
    """The whole timetable: what failed last first, then what is late, then by what is due next."""
    runs = {run.task: run for run in ClockRun.objects.all()}
    told = [_line(key, entry, runs.get(entry.task), at) for key, entry in entries.items()]
    return sorted(told, key=lambda one: (not one.has_failed, not one.is_late, one.next_at, one.key))


def _line(key: str, entry: Entry, run: ClockRun | None, at: datetime) -> Line:
    began = run.began_at if run else None
    every = entry.every
    limit = (every * 3 if every else timedelta(hours=26)) + GRACE
    is_late = began is not None and at - began > limit
    return Line(key, entry, run, entry.next_after(began, at=at), is_late)


_noted: dict[str, tuple[float, bool]] = {}  # task → when this process noted it last, and whether it was well
_begun: dict[str, tuple[float, datetime]] = {}


def note_begin(task: str, *, at: datetime) -> None:
    """A worker begins a job."""
    _begun[task] = (time.monotonic(), at)
    if task in _tasks() and not _is_just_noted(task, is_good=True):
        with connection.cursor() as cursor:
            cursor.execute(_BEGAN, [task, at])


def note_end(task: str, *, error: str = "", at: datetime) -> None:
    """It came to its end, or failed."""
    started, began = _begun.pop(task, (time.monotonic(), at))
    if task not in _tasks() or _is_just_noted(task, is_good=not error):
        return
    _noted[task] = (time.monotonic(), not error)
    told: dict[str, Any] = {
        "task": task,
        "began": began,
        "at": at,
        "good": None if error else at,
        "error": error[:2000],
    }
    with connection.cursor() as cursor:
        took = min(int(1000 * (time.monotonic() - started)), 2**31 - 1)
        cursor.execute(_ENDED, {**told, "took": took, "failed": int(bool(error))})


def forget() -> None:
    """Know nothing of what this process noted; between tests."""
    _noted.clear()
    _begun.clear()


def _tasks() -> set[str]:
    return {entry.task for entry in entries.values()}


def _is_just_noted(task: str, *, is_good: bool) -> bool:
    noted, was_good = _noted.get(task, (-PAUSE, not is_good))
    return was_good and is_good and time.monotonic() - noted < PAUSE


def failing(*, at: datetime) -> Iterator[Line]:
    """Those that ask for somebody: the last run failed, or they do not come any more."""
    return (one for one in lines(at=at) if one.has_failed or one.is_late)
