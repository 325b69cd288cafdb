"""One effect per idempotency key (RELIABILITY 2.6): the key is claimed in the work's own transaction."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, connection
from django.utils.translation import gettext_lazy as _

from common import errors, operation, prepared
from common.models import IdempotencyRecord

KEEP = timedelta(days=7)


class KeyReused(errors.Conflict):
    """The same key came with another body (HTTP 422)."""

    code = "idempotency_key_reused"
    default_message = _(
        "This Idempotency-Key was used already, for a request with another content. Nothing was done now: send a new"
        " key with a new request, or the first request unchanged to hear its answer again."
    )


@dataclass(frozen=True)
class Answer:
    """A successful answer: HTTP status, its body as JSON text (None: it has none), headers to repeat."""

    status: int
    body: str | None
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
            first_fingerprint, answer = stored
            if first_fingerprint != fingerprint:
                raise KeyReused()
            return answer
        answer = call()
        row = [client, key, fingerprint, answer.status, json.dumps(answer.headers), answer.body, at]
        try:
            with connection.cursor() as cursor:
                prepared.execute(cursor, _STORE, row)
        except IntegrityError as error:
            raise errors.Busy() from error
        return answer

    return operation.in_operation(actor_id, run)


def _claim(client: str, key: str) -> tuple[str, Answer] | None:
    """Take the key's lock and read what is stored under it, in one statement: (fingerprint, answer). Raises Busy."""
    digest = hashlib.sha256(f"{client}\0{key}".encode()).digest()
    with connection.cursor() as cursor:
        prepared.execute(cursor, _CLAIM, [int.from_bytes(digest[:8], "big", signed=True), client, key])
        is_ours, fingerprint, status, headers, answer = cursor.fetchone()
    if not is_ours:
        raise errors.Busy()
    if fingerprint is None:
        return None
    return fingerprint, Answer(status, answer, json.loads(headers), is_replay=True)


# the snapshot is older than the lock: a twin that committed in between is caught by the unique constraint
_CLAIM = """
SELECT pg_try_advisory_xact_lock(%s), stored.body_hash, stored.status, stored.headers::text, stored.answer::text
FROM (SELECT 1) one LEFT JOIN common_idempotencyrecord stored ON stored.client = %s AND stored.key = %s
"""
_STORE = """
INSERT INTO common_idempotencyrecord (client, key, body_hash, status, headers, answer, created_at)
VALUES (%s, %s, %s, %s, %s, %s, %s)
"""


def forget_old(*, at: datetime) -> int:
    """Delete records older than seven days; returns how many."""
    return IdempotencyRecord.objects.filter(created_at__lt=at - KEEP).delete()[0]
