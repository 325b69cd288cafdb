"""Where reports read: a replica, where there is one that keeps up, else the database of the work (docs/adr/0101).

Inside somebody's transaction they always read there: what he is just writing counts.
"""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

import structlog
from django.db import DEFAULT_DB_ALIAS, InterfaceError, OperationalError, connection, connections, transaction

from reports.facts.models import FactMark

T = TypeVar("T")
REPLICA = "replica"  # its name in DATABASES; there is none where DATABASE_REPLICA_URL is not set
BEHIND = 60.0  # seconds that its facts may be older than those of the database of the work
ASK = 10.0  # seconds for which an answer about that holds
REST = 30.0  # seconds without asking after it was away
MEMORY = "64MB"  # of each sort and hash of a report: a million orders are told apart without the disk
_ONE_STATE = f"SET TRANSACTION ISOLATION LEVEL REPEATABLE READ; SET LOCAL work_mem = '{MEMORY}'"
_TIMED_OUT = "57014"  # the statement's own limit: it would take as long elsewhere

log = structlog.get_logger(__name__)
_here = threading.local()


class TakesLong(Exception):
    """A statement took longer than somebody should wait for (``patience``)."""


@contextmanager
def patience(milliseconds: int) -> Iterator[None]:
    """Each statement of what this thread reads ``in_one_state`` has this time. Raises TakesLong."""
    _here.patience = milliseconds
    try:
        yield
    except OperationalError as error:
        if getattr(error.__cause__, "pgcode", None) == _TIMED_OUT:
            raise TakesLong from error
        raise
    finally:
        del _here.patience


class _Replica:
    """What this process knows of the replica."""

    asked_at = 0.0
    keeps_up = False


def alias() -> str:
    """The database that this thread's reports are just reading."""
    return getattr(_here, "alias", DEFAULT_DB_ALIAS)


def fetched(text: str, given: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """All rows of a statement that only reads."""

    def run() -> list[tuple[Any, ...]]:
        with connections[alias()].cursor() as cursor:
            cursor.execute(text, given)
            return cursor.fetchall()

    return run() if hasattr(_here, "alias") else _somewhere(run)


def streamed(text: str, given: Sequence[Any] = (), size: int = 2_000) -> Iterator[list[tuple[Any, ...]]]:
    """The same, so many rows at a time, for what is too long to be held. Call it inside a transaction of this thread:
    the cursor lives there."""
    with connections[alias()].chunked_cursor() as cursor:
        cursor.execute(text, given)
        while rows := cursor.fetchmany(size):
            yield rows


def in_one_state(read: Callable[[], T]) -> T:
    """What ``read`` gives, whose statements all see one state of the database. It only reads, and is called again
    where the replica fails it."""

    def run() -> T:
        outermost = not connections[alias()].in_atomic_block
        with transaction.atomic(using=alias()):
            if outermost:
                with connections[alias()].cursor() as cursor:
                    cursor.execute(_ONE_STATE)
                    if most := getattr(_here, "patience", 0):
                        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [str(most)])
            return read()

    return read() if hasattr(_here, "alias") else _somewhere(run)


def _somewhere(run: Callable[[], T]) -> T:
    if REPLICA in connections.settings and not connection.in_atomic_block and _keeps_up():
        try:
            return _at(REPLICA, run)
        except (OperationalError, InterfaceError) as error:
            if getattr(error.__cause__, "pgcode", None) == _TIMED_OUT:
                raise
            _rest(error)
    return _at(DEFAULT_DB_ALIAS, run)


def _at(name: str, run: Callable[[], T]) -> T:
    _here.alias = name
    try:
        return run()
    finally:
        del _here.alias


def _keeps_up() -> bool:
    """Whether the replica is there and its facts are hardly older than those of the work."""
    if time.monotonic() - _Replica.asked_at < ASK:
        return _Replica.keeps_up
    try:
        marks = FactMark.objects.values_list("caught_up_at", flat=True)
        then, now = marks.using(REPLICA).first(), marks.using(DEFAULT_DB_ALIAS).first()
    except (OperationalError, InterfaceError) as error:
        _rest(error)
        return False
    _Replica.asked_at = time.monotonic()
    _Replica.keeps_up = then is not None and now is not None and (now - then).total_seconds() <= BEHIND
    if not _Replica.keeps_up:
        log.warning("replica_behind", then=then, now=now)
    return _Replica.keeps_up


def _rest(error: Exception) -> None:
    _Replica.asked_at, _Replica.keeps_up = time.monotonic() + REST - ASK, False
    connections[REPLICA].close()
    log.warning("replica_away", error=str(error)[:200])
