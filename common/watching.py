"""Progress of long work where people can see it: on the job row, written through a connection of its own,
because the work's own transaction is not visible until it ends."""

import time
from types import TracebackType
from typing import Any

from django.db import connection

from common import clock
from common.models import Job


class Watch:
    """Writes stage and counts to a job, at most twice a second."""

    def __init__(self, job: Job | None):
        self._job, self._last = job, 0.0
        self._connection: Any = None

    def __enter__(self) -> "Watch":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._connection is not None:
            self._connection.close()

    def tell(self, stage: str, done: int, total: int) -> None:
        """Note where the work stands."""
        now = time.monotonic()
        if self._job is None or (now - self._last < 0.5 and done < total):
            return
        self._last = now
        if self._connection is None:
            self._connection = connection.copy()
        with self._connection.cursor() as cursor:
            cursor.execute(
                "UPDATE common_job SET stage = %s, done = %s, total = %s, heartbeat_at = %s WHERE id = %s",
                [stage[:120], done, total, clock.now(), self._job.pk],
            )
