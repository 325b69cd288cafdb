"""Jobs that come at certain hours and were woken by nobody at theirs: the database was away then, or the clock that led
had just died (docs/adr/0124)."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from common.background.timetable import GRACE, entries
from common.models import ClockRun

WITHIN = timedelta(hours=2)  # what was due longer ago waits for its next hour: the night's jobs are not made up at noon


def missed(*, at: datetime) -> Iterator[tuple[str, datetime]]:
    """Name in the timetable and moment of each job that was due a short while ago and has not begun since. Of one that
    no worker ever began nothing is known: it waits."""
    began = {run.task: run.began_at for run in ClockRun.objects.all() if run.began_at is not None}
    for key, entry in entries.items():
        if entry.every is not None or entry.task not in began:
            continue
        due = entry.next_after(None, at=max(began[entry.task], at - WITHIN))
        if due <= at - GRACE:
            yield key, due
