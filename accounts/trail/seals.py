"""Seals over the trail: a chain of hashes over ranges of rows, made in batches after the fact.

A range is sealed only when no transaction that could still add a row to it is running. Ids are drawn
from a sequence before commit, so it is not enough that a row's own transaction has ended: everything
that was running when the sequence stood at the range's end must have ended too.
"""

import hashlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import connection, transaction

from accounts.trail import sealed_rows
from accounts.trail.models import TrailSeal
from accounts.trail.sealed_rows import Fault, Row
from common import locks

SEAL_ROWS = 10_000
MARK_BYTES = 8
log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Verification:
    """What verifying found. ``fault`` is None when the sealed part of the trail is whole, and whatever was redacted in
    any part of it was so as is told. ``redacted``: how many rows were."""

    seals: int
    rows: int
    unsealed: int
    last_digest: str
    fault: Fault | None
    redacted: int = 0


def seal(*, at: datetime, patience: float = 20.0, sleep: Callable[[float], None] = time.sleep) -> int:
    """Seal what is settled; returns how many rows. Must stand outside a transaction.

    Waits up to ``patience`` seconds for transactions that began before; gives up (0) when a long one
    is still running: the next run finds the same rows. Two runs at once do no harm.
    """
    end = settled_end(patience, sleep)
    sealed = 0
    while end is not None:
        count = _seal_next(end, at)
        if count is None:
            break
        sealed += count
    return sealed


def verify() -> Verification:
    """Recompute every seal from the rows, in order, up to the first fault."""
    previous, expected_first, rows, seals, redacted = "", None, 0, 0, 0
    for one in TrailSeal.objects.order_by("id").iterator(chunk_size=50):
        found = sealed_rows.read(one.first_id, one.last_id)
        fault = _check_chain(one, previous, expected_first) or sealed_rows.wrongly_redacted(found)
        fault = fault or _check_rows(one, found)
        if fault:
            return Verification(seals, rows, 0, previous, fault)
        previous, expected_first = one.digest, one.last_id + 1
        rows, seals = rows + one.row_count, seals + 1
        redacted += sum(1 for row in found if row.redactions)
    waiting = sealed_rows.read_redacted_after(expected_first or 0)
    fault = sealed_rows.wrongly_redacted(waiting) or sealed_rows.wrongly_told()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM accounts_trailrow WHERE id >= %s", [expected_first or 0])
        unsealed = cursor.fetchone()[0]
    return Verification(seals, rows, unsealed, previous, fault, redacted + len(waiting))


def unsealed_since(*, at: datetime) -> timedelta:
    """How long the oldest row without a seal has been waiting for one (zero when there is none)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT at FROM accounts_trailrow"
            " WHERE id > coalesce((SELECT max(last_id) FROM accounts_trailseal), 0) ORDER BY id LIMIT 1"
        )
        row = cursor.fetchone()
    return at - row[0] if row else timedelta()


def settled_end(patience: float, sleep: Callable[[float], None] = time.sleep) -> int | None:
    """The highest id below which no row of the trail can appear any more; None when a transaction runs longer than
    ``patience`` seconds. Must stand outside a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT last_value FROM accounts_trailrow_id_seq")
        end = cursor.fetchone()[0]
        # read after the sequence: whoever drew an id up to `end` and has not ended is among these
        pending = _running(cursor)
        waited, pause = 0.0, 0.05
        while pending:
            if waited >= patience:
                log.warning("trail_not_sealed", reason="a transaction has been running for long", waited=waited)
                return None
            sleep(pause)
            waited, pause = waited + pause, min(pause * 2, 1.0)
            pending &= _running(cursor)
    return int(end)


def _running(cursor: Any) -> set[str]:
    """Numbers of the transactions of this database that write and have not ended; each look is a fresh one."""
    cursor.execute(
        "SELECT backend_xid::text FROM pg_stat_activity"
        " WHERE datname = current_database() AND backend_xid IS NOT NULL AND pid <> pg_backend_pid()"
        " UNION ALL SELECT transaction::text FROM pg_prepared_xacts WHERE database = current_database()"
    )
    return {row[0] for row in cursor.fetchall()}


def _seal_next(end: int, at: datetime) -> int | None:
    """Seal the next rows up to ``end``; None when there are none."""
    with transaction.atomic():
        locks.wait_for(locks.Lock.SEAL_TRAIL)
        last = TrailSeal.objects.order_by("-id").first()
        first_id = last.last_id + 1 if last else 1
        digest, marks, count, last_id = hashlib.sha256((last.digest if last else "").encode()), bytearray(), 0, 0
        for row in sealed_rows.read(first_id, end, SEAL_ROWS):
            digest.update(row.first_hash)
            marks += row.first_hash[:MARK_BYTES]
            count, last_id = count + 1, row.id
        if not count:
            return None
        made = TrailSeal.objects.create(
            first_id=first_id,
            last_id=last_id,
            row_count=count,
            row_marks=bytes(marks),
            digest=digest.hexdigest(),
            previous_digest=last.digest if last else "",
            sealed_at=at,
        )
    log.info("trail_sealed", first=first_id, last=last_id, rows=count, digest=made.digest)  # a witness outside
    return count


def _check_chain(one: TrailSeal, previous: str, expected_first: int | None) -> Fault | None:
    if one.previous_digest != previous or (expected_first is not None and one.first_id != expected_first):
        return Fault(one.first_id, "a seal before this row is missing or was changed")
    return None


def _check_rows(one: TrailSeal, rows: Sequence[Row]) -> Fault | None:
    found = [(row.id, row.first_hash) for row in rows]
    marks = bytes(one.row_marks)
    sealed = [marks[i : i + MARK_BYTES] for i in range(0, len(marks), MARK_BYTES)]
    for index, (row_id, row_hash) in enumerate(found):
        mark = row_hash[:MARK_BYTES]
        if index >= len(sealed) or mark != sealed[index]:
            if mark in sealed[index + 1 : index + 50]:
                return Fault(row_id, "one or more rows before this one were removed")
            following = found[index + 1][1][:MARK_BYTES] if index + 1 < len(found) else b""
            if index >= len(sealed) or following == sealed[index]:
                return Fault(row_id, "this row was put in after sealing")
            return Fault(row_id, "this row was changed after sealing")
    if len(found) < one.row_count:
        return Fault(found[-1][0] if found else one.first_id, "rows after this one were removed")
    digest = hashlib.sha256(one.previous_digest.encode())
    for _row_id, row_hash in found:
        digest.update(row_hash)
    if digest.hexdigest() != one.digest:
        return Fault(one.first_id, "the seal that begins with this row was changed")
    return None
