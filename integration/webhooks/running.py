"""The round of all webhooks: each endpoint is served by a thread of its own, so that one that is slow, or hangs, keeps
nobody else waiting."""

from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import datetime, timedelta

import structlog
from django.db import close_old_connections, connections

from common import clock, locks
from common.operation import set_origin
from integration.webhooks import queries, sending

THREADS = 8
BUDGET = timedelta(seconds=20)  # of one round; the next goes on
TURN = timedelta(seconds=4)  # of one endpoint, after which another may have its thread
_BREATH = 0.3  # seconds between two looks at what is due
_REST = timedelta(seconds=1)  # of an endpoint, after a turn in which nothing went out

log = structlog.get_logger(__name__)


def send_all(*, now: Callable[[], datetime] = clock.now, budget: timedelta = BUDGET) -> int:
    """Send what webhooks wait for, for as long as ``budget`` lasts; how many messages went out. One round at a time:
    another that runs meanwhile does nothing (0)."""
    with locks.held(locks.Lock.SEND_WEBHOOKS) as is_ours:
        if not is_ours:
            return 0
        with ThreadPoolExecutor(THREADS, thread_name_prefix="webhook") as pool:
            return _Round(pool, now, now() + budget).run()


class _Round:
    def __init__(self, pool: ThreadPoolExecutor, now: Callable[[], datetime], until: datetime):
        self._pool, self._now, self._until = pool, now, until
        self._busy: dict[int, Future[int]] = {}
        self._served_at: dict[int, datetime] = {}
        self._idle: set[int] = set()  # nothing went out in their last turn, though something was due
        self._sent = 0

    def run(self) -> int:
        """Hand out turns until nothing is due or the time is over."""
        while True:
            self._gather()
            if self._now() < self._until:
                self._hand_out()
            if not self._busy:
                return self._sent
            wait(self._busy.values(), timeout=_BREATH, return_when=FIRST_COMPLETED)

    def _gather(self) -> None:
        for pk, future in list(self._busy.items()):
            if future.done():
                sent, self._served_at[pk] = future.result(), self._now()
                self._sent += sent
                (self._idle.discard if sent else self._idle.add)(pk)
                del self._busy[pk]

    def _hand_out(self) -> None:
        at = self._now()
        ready = [pk for pk in queries.due(at=at, but=self._busy) if self._is_rested(pk, at)]
        for pk in sorted(ready, key=lambda pk: self._served_at.get(pk, datetime.min.replace(tzinfo=at.tzinfo))):
            if len(self._busy) == THREADS:
                return
            self._busy[pk] = self._pool.submit(_turn, pk, min(at + TURN, self._until), self._now)

    def _is_rested(self, pk: int, at: datetime) -> bool:
        return pk not in self._idle or at - self._served_at[pk] >= _REST


def _turn(endpoint_id: int, until: datetime, now: Callable[[], datetime]) -> int:
    """A turn of one endpoint, in a thread with its own connection. What goes wrong stays with this endpoint."""
    set_origin("job", "")
    close_old_connections()
    try:
        return sending.serve(endpoint_id, until=until, now=now)
    except Exception:
        log.exception("webhook_turn_failed", endpoint=endpoint_id)
        return 0
    finally:
        connections.close_all()
