"""Every advisory lock that has a number of its own (RELIABILITY 2.3): one register, so that no two meet by accident.

Locks on the hash of a key (an idempotency key, a payment's external number) live in the same space of numbers;
they are 64 bits wide and do not come near these.
"""

import enum
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@enum.unique
class Lock(enum.IntEnum):
    """What only one transaction (or, with ``held``, one process) does at a time."""

    PLACE_EVENTS = 727_001
    RIGHTS = 727_101
    SEAL_TRAIL = 727_102
    WRITE_IMPORT = 727_103
    RELAY_OUTBOX = 727_104
    RELAY_MAIL = 727_111
    SETTINGS = 727_105
    SHIP_DATES = 727_106
    RECLASSIFY = 727_107
    PREVIEW_RULES = 727_108
    SEARCH_DUPLICATES = 727_109
    PERIODS = 727_130
    SCAN_RISKS = 727_131
    DEPARTMENT_LOADS = 727_132
    ASK_PLAN = 727_133
    PLACE_ORDERS = 727_120
    POLL_MAILBOX = 727_110
    SCAN_REMINDERS = 727_140
    SEND_REMINDERS = 727_141
    REFRESH_FACTS = 727_150
    KEEP_FORECASTS = 727_151
    SEND_WEBHOOKS = 727_160
    KEEP_PARTNERS = 727_152
    WAKE_JOBS = 727_170


def wait_for(lock: Lock) -> None:
    """Take the lock, waiting for who holds it as long as ``lock_timeout`` lets us."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int(lock)])


def wait_for_key(key: str) -> None:
    """Take the lock of a key that has no row to lock, like a person's day, waiting for who holds it. Of several take
    them in order."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 727))", [key])


def share(lock: Lock) -> None:
    """Hold the lock together with all who share it; who waits for it alone waits for us, and we for him."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [int(lock)])


def take(lock: Lock) -> bool:
    """Take the lock if nobody holds it; says whether it is ours now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [int(lock)])
        return bool(cursor.fetchone()[0])


@contextmanager
def held(lock: Lock) -> Iterator[bool]:
    """Hold the lock over many transactions, if nobody else does; says whether it is ours."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [int(lock)])
        is_ours = bool(cursor.fetchone()[0])
    try:
        yield is_ours
    finally:
        if is_ours:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [int(lock)])


@contextmanager
def held_key(key: str) -> Iterator[bool]:
    """Hold the lock of a key over many transactions, if nobody else does; says whether it is ours."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 727))", [key])
        is_ours = bool(cursor.fetchone()[0])
    try:
        yield is_ours
    finally:
        if is_ours:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 727))", [key])
