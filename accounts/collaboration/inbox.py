"""The in-app inbox: short lines for people, written with the change they tell of (R071)."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection

from accounts.collaboration.models import Notification
from common import operation, prepared
from common.models import OutboxMessage
from common.rows import insert_rows

CHANNEL = "inbox"
MAIL_TOPIC = "inbox-mail"
PATIENCE = OutboxMessage.Patience.URGENT  # a decision, a question: somebody waits for what its reader does
# an outbox message for each line just told whose reader wants mail; what it says is written when it is sent
_QUEUE = (
    "INSERT INTO common_outboxmessage"
    " (topic, dedupe_key, payload, state, attempts, due_at, last_error, created_at, patience)"
    f" SELECT '{MAIL_TOPIC}', 'inbox-' || told.id, jsonb_build_object('message', told.id), 'PENDING', 0,"
    f" told.created_at, '', told.created_at, {int(PATIENCE)}"
    " FROM told JOIN accounts_user reader ON reader.id = told.user_id AND reader.is_active AND reader.wants_mail"
    " AND reader.email <> ''"
)
_TELL_AND_QUEUE = f"""
WITH told AS (
    INSERT INTO accounts_notification
        (user_id, kind, message, parameters, subject_type, subject_id, url, created_at)
    SELECT reader, kind, message, parameters::jsonb, subject_type, subject_id, url, at
    FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[], %s::bigint[], %s::text[],
        %s::timestamptz[]) AS v(reader, kind, message, parameters, subject_type, subject_id, url, at)
    RETURNING id, user_id, created_at
) {_QUEUE}
"""
_TELL_HEADS = f"""
WITH told AS (
    INSERT INTO accounts_notification
        (user_id, kind, message, parameters, subject_type, subject_id, url, created_at)
    SELECT person.id, %(kind)s::text, %(message)s::text, %(parameters)s::jsonb, %(subject_type)s::text,
        %(subject_id)s::bigint, %(url)s::text, %(at)s::timestamptz
    FROM (
        SELECT CASE WHEN h.is_active THEN h.id ELSE s.id END AS id FROM accounts_department d
        JOIN accounts_user h ON h.id = d.head_id
        LEFT JOIN accounts_user s ON s.id = h.substitute_id AND s.is_active
        WHERE d.is_active AND d.kind = ANY(%(kinds)s::text[]) UNION SELECT unnest(%(also)s::bigint[])
    ) person WHERE person.id IS NOT NULL AND person.id IS DISTINCT FROM %(actor)s::bigint
    RETURNING id, user_id, created_at
) {_QUEUE} WHERE told.user_id = ANY(%(also)s::bigint[])
"""


def notify(
    user_ids: Iterable[int],
    *,
    kind: str,
    message: str,
    parameters: dict[str, Any],
    at: datetime,
    subject: Any = None,
    url: str = "",
    mail: bool = False,
) -> None:
    """Put a line into each person's inbox when the running operation commits; with ``mail`` it is sent to those
    as well who want mail and have an address.

    ``message`` is an English source string marked with ``gettext_noop``, shown in the reader's
    language with ``parameters`` (plain JSON values) filled in as ``%(name)s``.
    """
    context = operation.current()
    for user_id in dict.fromkeys(user_ids):
        row = Notification(
            user_id=user_id,
            kind=kind,
            message=message,
            parameters=parameters,
            subject_type=subject._meta.label_lower if subject is not None else "",
            subject_id=subject.pk if subject is not None else None,
            url=url,
            created_at=at,
        )
        context.later(CHANNEL, (row, mail))


def notify_heads(
    kinds: Iterable[str],
    *,
    also: Iterable[int] = (),
    kind: str,
    message: str,
    parameters: dict[str, Any],
    at: datetime,
    subject: Any = None,
    url: str = "",
) -> None:
    """Put a line into the inbox of the head of every department of these kinds (a head who left: of his
    substitute), and of the people in ``also``, who get it by mail too; each person once, all in one statement."""
    context = operation.current()
    with connection.cursor() as cursor:
        prepared.execute(
            cursor,
            _TELL_HEADS,
            {
                "kind": kind,
                "message": message,
                "parameters": json.dumps(parameters),
                "subject_type": subject._meta.label_lower if subject is not None else "",
                "subject_id": subject.pk if subject is not None else None,
                "url": url,
                "at": at,
                "kinds": list(kinds),
                "also": list(also),
                "actor": context.actor_id,
            },
        )


def _flush(rows: list[tuple[Notification, bool]]) -> None:
    insert_rows([row for row, mail in rows if not mail])
    mailed = [row for row, mail in rows if mail]
    if mailed:
        columns = [
            *([row.user_id for row in mailed], [row.kind for row in mailed], [row.message for row in mailed]),
            *([json.dumps(row.parameters) for row in mailed], [row.subject_type for row in mailed]),
            *([row.subject_id for row in mailed], [row.url for row in mailed], [row.created_at for row in mailed]),
        ]
        with connection.cursor() as cursor:
            prepared.execute(cursor, _TELL_AND_QUEUE, columns)


operation.flushers.register(CHANNEL, _flush)


# marks what people were asked as read, because nothing is asked of them any more; their ids, an array, come last, so
# that it can ride along in the statement that does it
SETTLE = """
    UPDATE accounts_notification SET read_at = %(at)s WHERE read_at IS NULL
    AND kind = %(kind)s AND subject_type = %(type)s AND subject_id = %(id)s AND user_id = ANY
"""


def settle(user_ids: Iterable[int], *, kind: str, subject_type: str, subject_id: int, at: datetime) -> None:
    """Mark what these people were asked about a subject as read, inside the operation after which nothing is asked
    of them any more."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"{SETTLE} (%(people)s)",
            {"at": at, "kind": kind, "type": subject_type, "id": subject_id, "people": list(user_ids)},
        )
