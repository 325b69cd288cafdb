"""The outbox: mail, webhooks and the like are written in the transaction that made them due and
relayed after commit, with SKIP LOCKED, claim first and then send (RELIABILITY 2.7)."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import transaction
from django.db.models import Min

from common import operation
from common.models import OutboxMessage
from common.registry import Registry

CHANNEL = "outbox"
MAX_ATTEMPTS = 8
CLAIM_TIMEOUT = timedelta(minutes=10)

log = structlog.get_logger(__name__)


class Moot(Exception):
    """Raised by a handler that finds, on re-reading the state, that nothing needs to be sent."""


class Retry(Exception):
    """Raised by a handler when surely nothing went out; the message is tried again later."""


# topic -> callable(message): sends it; an exception other than Moot and Retry makes it doubtful
handlers: Registry[Callable[[OutboxMessage], None]] = Registry("common.outbox.handlers")


def put(topic: str, dedupe_key: str, payload: dict[str, Any], *, at: datetime, due_at: datetime | None = None) -> None:
    """Send ``payload`` to the handler of ``topic`` after this operation commits; once per ``dedupe_key``."""
    operation.current().later(
        CHANNEL,
        OutboxMessage(topic=topic, dedupe_key=dedupe_key, payload=payload, due_at=due_at or at, created_at=at),
    )


def _flush(rows: list[OutboxMessage]) -> None:
    OutboxMessage.objects.bulk_create(rows, ignore_conflicts=True)


operation.flushers.register(CHANNEL, _flush)


def relay(*, at: datetime, limit: int = 200) -> int:
    """Send what is due; returns how many messages were handled. Safe to run twice at the same time.

    A message claimed by a worker that died is shown as doubtful after ten minutes: it may have gone out.
    """
    OutboxMessage.objects.filter(state=OutboxMessage.State.SENDING, claimed_at__lt=at - CLAIM_TIMEOUT).update(
        state=OutboxMessage.State.DOUBTFUL, last_error="the sender stopped while sending"
    )
    handled = 0
    while handled < limit and (message := _claim(at)) is not None:
        _send(message, at)
        handled += 1
    return handled


def oldest_age(*, at: datetime) -> timedelta:
    """How long the oldest due message has been waiting (zero when none is)."""
    oldest = OutboxMessage.objects.filter(state=OutboxMessage.State.PENDING, due_at__lte=at).aggregate(m=Min("due_at"))
    return at - oldest["m"] if oldest["m"] else timedelta()


def _claim(at: datetime) -> OutboxMessage | None:
    with transaction.atomic():
        message = (
            OutboxMessage.objects.select_for_update(skip_locked=True, no_key=True)
            .filter(state=OutboxMessage.State.PENDING, due_at__lte=at)
            .order_by("due_at", "id")
            .first()
        )
        if message is not None:
            message.state = OutboxMessage.State.SENDING
            message.claimed_at = at
            message.attempts += 1
            message.save(update_fields=["state", "claimed_at", "attempts"])
        return message


def _send(message: OutboxMessage, at: datetime) -> None:
    state = OutboxMessage.State
    try:
        handlers[message.topic](message)
    except Moot:
        message.state = state.MOOT
    except Retry as error:
        message.last_error = str(error)[:2000]
        message.state = state.FAILED if message.attempts >= MAX_ATTEMPTS else state.PENDING
        message.due_at = at + timedelta(seconds=15 * 2**message.attempts)
    except Exception as error:  # whatever the sender raised: it may have gone out, a person decides
        log.exception("outbox_doubtful", topic=message.topic, message_id=message.pk)
        message.last_error = f"{type(error).__name__}: {error}"[:2000]
        message.state = state.DOUBTFUL
    else:
        message.state = state.SENT
        message.sent_at = at
        message.last_error = ""
    message.save(update_fields=["state", "due_at", "sent_at", "last_error"])
