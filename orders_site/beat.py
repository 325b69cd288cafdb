"""The clock of background work. Several may run, one on each machine: one of them wakes the jobs (docs/adr/0124)."""

from contextlib import closing, suppress
from typing import Any

import structlog
from celery.beat import PersistentScheduler
from django.db import Error, connection
from django.db.backends.base.base import BaseDatabaseWrapper

from common.locks import Lock

log = structlog.get_logger(__name__)


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
    over it goes on, and does not make up the night's jobs at noon."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        self._leading = Leading()
        super().__init__(*arguments, **options)

    def apply_entry(self, entry: Any, producer: Any = None) -> None:
        if self._leading.asked():
            super().apply_entry(entry, producer=producer)

    def close(self) -> None:
        self._leading.give_up()
        super().close()
