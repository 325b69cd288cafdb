"""Rows of the trail as seals see them: by the hash of what they first held, also where they were redacted since.

A redacted row must hold what its last redaction left; each redaction begins with what the one before left, and the
trail itself tells of each (the triggers on the tables of redactions), under seals of its own. So a row that was changed
without a redaction, a redaction put in, taken away or changed by hand: all are found.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from accounts.trail.row_hash import ROW_HASH


@dataclass(frozen=True)
class Fault:
    """The first place where the trail is not what was sealed: the row it is about, and what is wrong."""

    row_id: int
    what: str


@dataclass(frozen=True)
class Step:
    """One redaction of a row: the hash before and after, and whether the trail tells the same of it."""

    before: bytes
    after: bytes
    is_told: bool


@dataclass(frozen=True)
class Row:
    """A row of the trail: the hash of what it holds, and its redactions, the first one first."""

    id: int
    hash: bytes
    redactions: tuple[Step, ...]

    @property
    def first_hash(self) -> bytes:
        """The hash of what it held at first, which its seal is over."""
        return self.redactions[0].before if self.redactions else self.hash


# what the trail tells of a redacted row, word for word
_TOLD = """
EXISTS (SELECT FROM accounts_trailrow AS told WHERE told.table_name = 'accounts_redactedrow' AND told.operation = 'I'
    AND told.row_id = part.id::text AND told.changes @> jsonb_build_object('trail_row_id', part.trail_row_id,
        'redaction_id', part.redaction_id, 'before_hash', part.before_hash, 'after_hash', part.after_hash))
"""
_NAMES = ("key", "actor_id", "reason", "part_of", "table_name", "columns", "row_ids", "row_count", "event_count")
_SAME = " AND ".join(f"told.changes -> '{name}' = to_jsonb(whole.{name})" for name in _NAMES)
# a redaction of which the trail does not tell the same, or by another or at another time, and the first row of the
# trail that it is about
_UNTOLD = f"""
SELECT coalesce((SELECT min(trail_row_id) FROM accounts_redactedrow WHERE redaction_id = whole.id), 0)
FROM accounts_redaction AS whole
WHERE NOT EXISTS (SELECT FROM accounts_trailrow AS told
    WHERE told.table_name = 'accounts_redaction' AND told.operation = 'I' AND told.row_id = whole.id::text
    AND (told.changes ->> 'at')::timestamptz = whole.at AND told.actor_id = whole.actor_id
    AND told.at - whole.at BETWEEN interval '-1 minute' AND interval '1 minute' AND {_SAME})
ORDER BY 1 LIMIT 1
"""
_REMOVED = """
SELECT told.id FROM accounts_trailrow AS told
WHERE told.operation = 'I' AND (
    (told.table_name = 'accounts_redactedrow'
        AND NOT EXISTS (SELECT FROM accounts_redactedrow AS part WHERE part.id = told.row_id::bigint))
    OR (told.table_name = 'accounts_redaction'
        AND NOT EXISTS (SELECT FROM accounts_redaction AS whole WHERE whole.id = told.row_id::bigint)))
ORDER BY told.id LIMIT 1
"""
# one statement, one moment: a redaction that ends meanwhile is seen with its row or not at all
_ROWS = f"""
SELECT trail.id, trail.hash, parts.steps
FROM (SELECT id, {ROW_HASH} AS hash FROM accounts_trailrow WHERE id BETWEEN %s AND %s ORDER BY id LIMIT %s) AS trail
{{join}} (
    SELECT part.trail_row_id,
        json_agg(json_build_array(part.before_hash, part.after_hash, {_TOLD}) ORDER BY part.id) AS steps
    FROM accounts_redactedrow AS part WHERE part.trail_row_id BETWEEN %s AND %s GROUP BY part.trail_row_id
) AS parts ON parts.trail_row_id = trail.id
ORDER BY trail.id
"""
_MOST = 2**63 - 1


def read(first_id: int, last_id: int, limit: int | None = None) -> list[Row]:
    """The rows of a range in their order."""
    return _read("LEFT JOIN", first_id, last_id, limit)


def read_redacted_after(first_id: int) -> list[Row]:
    """The redacted ones from here on."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT min(trail_row_id), max(trail_row_id) FROM accounts_redactedrow WHERE trail_row_id >= %s", [first_id]
        )
        first, last = cursor.fetchone()
    return _read("JOIN", first, last, None) if first is not None else []


def _read(join: str, first_id: int, last_id: int, limit: int | None) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(_ROWS.format(join=join), [first_id, last_id, limit, first_id, last_id])
        return [Row(pk, bytes(value), _steps(steps)) for pk, value, steps in cursor.fetchall()]


def _steps(found: Any) -> tuple[Step, ...]:
    return tuple(Step(bytes.fromhex(before), bytes.fromhex(after), told) for before, after, told in found or ())


def wrongly_redacted(rows: Sequence[Row]) -> Fault | None:
    """The first redacted row that is not what is told of it."""
    for row in rows:
        if not row.redactions:
            continue
        if not all(step.is_told for step in row.redactions):
            return Fault(row.id, "its redaction is not what the trail tells of it")
        if any(then.before != first.after for first, then in zip(row.redactions, row.redactions[1:], strict=False)):
            return Fault(row.id, "one of its redactions is missing or was changed")
        if row.redactions[-1].after != row.hash:
            return Fault(row.id, "this row is not what its redaction left of it")
    return None


def wrongly_told() -> Fault | None:
    """A redaction that is not what the trail tells of it, or that the trail tells of and that is not there any more."""
    with connection.cursor() as cursor:
        cursor.execute(_UNTOLD)
        if row := cursor.fetchone():
            return Fault(row[0], "its redaction is not what the trail tells of it")
        cursor.execute(_REMOVED)
        row = cursor.fetchone()
    return Fault(row[0], "a redaction that this row tells of was removed") if row else None
