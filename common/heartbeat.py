"""Whether the background work goes on: a job notes the time, the shell asks how long ago (RELIABILITY 2.1).

The note travels the whole way of a job: timetable, Redis, worker, database. Whatever of them is away, it stays old.
"""

from datetime import datetime, timedelta

from django.db import connection

from common import reference
from common.models import Heartbeat

WORKER = "worker"
EVERY = timedelta(seconds=20)
PATIENCE = timedelta(seconds=90)


def beat(*, at: datetime) -> None:
    """Note that the background work went on at ``at``."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO common_heartbeat (part, at) VALUES (%s, %s)"
            " ON CONFLICT (part) DO UPDATE SET at = greatest(common_heartbeat.at, excluded.at)",
            [WORKER, at],
        )


def last() -> datetime | None:
    """When the background work showed last that it goes on; None before it ever began."""
    return Heartbeat.objects.filter(part=WORKER).values_list("at", flat=True).first()


def silent_since(*, at: datetime) -> datetime | None:
    """Since when the background work stands still; None while it goes on."""
    seen = last()
    return seen if seen is not None and at - seen > PATIENCE else None


def _begin(at: datetime) -> None:
    """A worker that never started is missed as well; one that starts with the site is waited for first."""
    beat(at=at)


def register() -> None:
    """Called once from ``CommonConfig.ready``."""
    reference.seeders.register("common.heartbeat", _begin)
