"""The event log: what happened, in the words of the business (RELIABILITY 2.12, 2.13).

Rows are collected during the operation and written at its end in one statement; the audit trigger
on the table copies them into the sealed trail, so the meaning stands beside the facts.
"""

from datetime import datetime
from typing import Any

from django.db import connection, transaction

from common import locks, operation
from common.models import Event
from common.rows import insert_rows

CHANNEL = "events"
NUMBER_LENGTH = 80  # of the column; documents' numbers are shorter, names of things may not be


def record(kind: str, subject: Any = None, *, at: datetime, reason: str = "", number: str = "", **data: Any) -> None:
    """Say what the running operation does: ``kind`` like ``order.submitted``, ``subject`` the row it is about.

    ``data`` must be plain JSON values. Raises RuntimeError outside an operation.
    """
    context = operation.current()
    context.later(
        CHANNEL,
        Event(
            at=at,
            kind=kind,
            actor_id=context.actor_id,
            door=context.door,
            request_id=context.request_id,
            subject_type=subject._meta.label_lower if subject is not None else "",
            subject_id=subject.pk if subject is not None else None,
            subject_number=(number or getattr(subject, "number", "") or "")[:NUMBER_LENGTH],
            reason=reason,
            data=data,
        ),
    )


def _flush(rows: list[Event]) -> None:
    insert_rows(rows)


operation.flushers.register(CHANNEL, _flush)


def place_events(*, step: int = 0) -> int:
    """Give committed events their position in the feed, oldest first, ``step`` further on than the next; how many.

    Single-file under an advisory lock. A row whose transaction is still running is not visible yet and
    gets a later position: positions follow commit order, so a consumer's cursor never skips an event.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        if not locks.take(locks.Lock.PLACE_EVENTS):
            return 0
        cursor.execute(
            "WITH base AS (SELECT coalesce(max(position), 0) AS top FROM common_event),"
            " unplaced AS (SELECT id, row_number() OVER (ORDER BY id) AS n FROM common_event WHERE position IS NULL)"
            " UPDATE common_event e SET position = base.top + %s + unplaced.n"
            " FROM base, unplaced WHERE e.id = unplaced.id",
            [step],
        )
        return cursor.rowcount
