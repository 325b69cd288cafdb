"""The in-app inbox: short lines for people, written with the change they tell of (R071)."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection

from accounts.collaboration.models import Notification
from common import operation
from common.rows import insert_rows

CHANNEL = "inbox"
MAIL_TOPIC = "inbox-mail"
# an outbox message for each line just told whose reader wants mail; what it says is written when it is sent
_QUEUE = (
    "INSERT INTO common_outboxmessage (topic, dedupe_key, payload, state, attempts, due_at, last_error, created_at)"
    f" SELECT '{MAIL_TOPIC}', 'inbox-' || told.id, jsonb_build_object('message', told.id), 'PENDING', 0,"
    " told.created_at, '', told.created_at FROM told JOIN accounts_user reader ON reader.id = told.user_id"
    " AND reader.is_active AND reader.wants_mail AND reader.email <> ''"
)
_FROM_INBOX = "WITH told AS (SELECT id, user_id, created_at FROM accounts_notification WHERE id = ANY(%s))"


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
        cursor.execute(
            "WITH told AS (INSERT INTO accounts_notification"
            " (user_id, kind, message, parameters, subject_type, subject_id, url, created_at)"
            " SELECT person.id, %s, %s, %s, %s, %s, %s, %s FROM ("
            " SELECT CASE WHEN h.is_active THEN h.id ELSE s.id END AS id FROM accounts_department d"
            " JOIN accounts_user h ON h.id = d.head_id"
            " LEFT JOIN accounts_user s ON s.id = h.substitute_id AND s.is_active"
            " WHERE d.is_active AND d.kind = ANY(%s) UNION SELECT unnest(%s::bigint[])"
            " ) person WHERE person.id IS NOT NULL AND person.id IS DISTINCT FROM %s RETURNING id, user_id, created_at)"
            f" {_QUEUE} WHERE told.user_id = ANY(%s)",
            [
                *(kind, message, json.dumps(parameters), subject._meta.label_lower if subject is not None else ""),
                *(subject.pk if subject is not None else None, url, at, list(kinds), list(also), context.actor_id),
                list(also),
            ],
        )


def _flush(rows: list[tuple[Notification, bool]]) -> None:
    insert_rows([row for row, _mail in rows])
    mailed = [row.pk for row, mail in rows if mail]
    if mailed:
        with connection.cursor() as cursor:
            cursor.execute(f"{_FROM_INBOX} {_QUEUE}", [mailed])


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
