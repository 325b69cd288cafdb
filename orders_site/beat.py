"""The clock of background work. Several may run, one on each machine: one of them wakes the jobs (docs/adr/0124)."""

import time
from contextlib import closing, suppress
from datetime import datetime
from typing import Any

import structlog
from celery.beat import PersistentScheduler
from django.db import Error, connection
from django.db.backends.base.base import BaseDatabaseWrapper

from common import clock
from common.background.missed import WITHIN, missed
from common.locks import Lock

log = structlog.get_logger(__name__)
LOOK = 60.0  # seconds between two looks at what was missed


class Leading:
    """Whether this process is the one: who holds a lock of the database as long as its session lives. When the process
    or its machine dies, the session ends with it and the next one that asks leads."""

    def __init__(self) -> None:
        self._session: BaseDatabaseWrapper | None = None

    def asked(self) -> bool:
        """Whether we lead now; asks the database. Nobody leads while it is away: then there is nothing to do."""
        try:
            if self._session is not None:
                self._ask("SELECT true")  # the lock went with the session, if that is gone
                return True
            return self._take()
        except Error:
            self.give_up()
            return False

    def give_up(self) -> None:
        """End the session, and the lock with it."""
        session, self._session = self._session, None
        if session is not None:
            with suppress(Error):
                session.close()

    def _take(self) -> bool:
        self._session = connection.copy()
        if self._ask(f"SELECT pg_try_advisory_lock({int(Lock.WAKE_JOBS)})"):
            log.info("clock_leads")
            return True
        self.give_up()
        return False

    def _ask(self, text: str) -> bool:
        assert self._session is not None
        with closing(self._session.cursor()) as cursor:
            cursor.execute(text)
            return bool(cursor.fetchone()[0])


class Scheduler(PersistentScheduler):
    """Celery's own, which wakes nobody while another clock leads, but keeps its place in the timetable: when it takes
    over it goes on, and does not make up the night's jobs at noon. Whoever leads makes up what was due a short while
    ago and no worker began: nobody could lead then, because the database was away or the leader had just died."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        self._leading = Leading()
        self._looked = -LOOK
        self._made_up: set[tuple[str, datetime]] = set()
        super().__init__(*arguments, **options)

    def apply_entry(self, entry: Any, producer: Any = None) -> None:
        if self._leading.asked():
            super().apply_entry(entry, producer=producer)

    def tick(self, *arguments: Any, **options: Any) -> float:
        if time.monotonic() - self._looked >= LOOK:
            self._looked = time.monotonic()
            self.make_up(at=clock.now())
        return super().tick(*arguments, **options)

    def make_up(self, *, at: datetime) -> None:
        """Wake, once, what should have been woken a short while ago."""
        if not self._leading.asked():
            return
        try:
            found = set(missed(at=at)) - self._made_up
        except Error:
            connection.close()
            return
        self._made_up = {one for one in self._made_up if at - one[1] < 2 * WITHIN} | found
        for name, due in sorted(found):
            if (entry := self.schedule.get(name)) is not None:
                log.warning("clock_makes_up", job=name, due=due.isoformat())
                super().apply_entry(entry, producer=self.producer)

    def close(self) -> None:
        self._leading.give_up()
        super().close()
