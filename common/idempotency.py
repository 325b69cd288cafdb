"""One effect per idempotency key (RELIABILITY 2.6): the key is claimed in the work's own transaction."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, connection

from common import errors, operation, prepared
from common.models import IdempotencyRecord
from common.rows import insert_rows

KEEP = timedelta(days=7)


class KeyReused(errors.Conflict):
    """The same key came with another body (HTTP 422)."""

    code = "idempotency_key_reused"


@dataclass(frozen=True)
class Answer:
    """A successful answer: HTTP status, headers to repeat, JSON body."""

    status: int
    body: Any
    headers: dict[str, str]
    is_replay: bool = False


def body_hash(method: str, path: str, body: bytes) -> str:
    """Fingerprint of a request: the same key must come with the same one."""
    return hashlib.sha256(b"\0".join([method.encode(), path.encode(), body])).hexdigest()


def once(
    *, client: str, key: str, fingerprint: str, actor_id: int | None, at: datetime, call: Callable[[], Answer]
) -> Answer:
    """Run ``call`` once per (client, key) and replay its stored answer afterwards.

    Raises Busy while the first call is still running, KeyReused when the fingerprint differs. An error
    in ``call`` stores nothing: the key may be tried again.
    """

    def run() -> Answer:
        stored = _claim(client, key)
        if stored is not None:
            if stored.body_hash != fingerprint:
                raise KeyReused()
            return Answer(stored.status, stored.answer, stored.headers, is_replay=True)
        answer = call()
        record = IdempotencyRecord(
            client=client,
            key=key,
            body_hash=fingerprint,
            status=answer.status,
            headers=answer.headers,
            answer=answer.body,
            created_at=at,
        )
        try:
            insert_rows([record])
        except IntegrityError as error:
            raise errors.Busy() from error
        return answer

    return operation.in_operation(actor_id, run)


def _claim(client: str, key: str) -> IdempotencyRecord | None:
    """Take the key's lock and read what is stored under it, in one statement. Raises Busy."""
    digest = hashlib.sha256(f"{client}\0{key}".encode()).digest()
    with connection.cursor() as cursor:
        prepared.execute(cursor, _CLAIM, [int.from_bytes(digest[:8], "big", signed=True), client, key])
        is_ours, fingerprint, status, headers, answer = cursor.fetchone()
    if not is_ours:
        raise errors.Busy()
    if fingerprint is None:
        return None
    loads = json.loads
    return IdempotencyRecord(
        client=client, key=key, body_hash=fingerprint, status=status, headers=loads(headers), answer=loads(answer)
    )


# the snapshot is older than the lock: a twin that committed in between is caught by the unique constraint
_CLAIM = """
SELECT pg_try_advisory_xact_lock(%s), stored.body_hash, stored.status, stored.headers::text,
       coalesce(stored.answer, 'null'::jsonb)::text
FROM (SELECT 1) one LEFT JOIN common_idempotencyrecord stored ON stored.client = %s AND stored.key = %s
"""


def forget_old(*, at: datetime) -> int:
    """Delete records older than seven days; returns how many."""
    return IdempotencyRecord.objects.filter(created_at__lt=at - KEEP).delete()[0]
