"""The outbox: mail, webhooks and the like are written in the transaction that made them due and
relayed after commit, with SKIP LOCKED, claim first and then send (RELIABILITY 2.7)."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import transaction
from django.db.models import Count, Min, Q

from common import clock, locks, operation
from common.models import OutboxMessage
from common.registry import Registry

CHANNEL = "outbox"
MAX_ATTEMPTS = 80  # some pauses that double, then one an hour: three days
LONGEST_PAUSE = timedelta(hours=1)
CLAIM_TIMEOUT = timedelta(minutes=10)
BUDGET = timedelta(seconds=45)  # of one relay; the next goes on
State = OutboxMessage.State
_OPEN = (State.PENDING, State.SENDING, State.DOUBTFUL, State.FAILED)

log = structlog.get_logger(__name__)


class Moot(Exception):
    """Raised by a handler that finds, on re-reading the state, that nothing needs to be sent."""


class Retry(Exception):
    """Raised by a handler when surely nothing went out; the message is tried again later."""


class Away(Retry):
    """Raised by a handler whose other side does not answer: all messages of the topic wait for the next relay."""


class Refused(Exception):
    """Raised by a handler when the other side will not take this message, however often: a person decides."""


# topic -> callable(message): sends it; an exception other than these four makes it doubtful
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


def relay(*, now: Callable[[], datetime] = clock.now, limit: int = 200, budget: timedelta = BUDGET) -> int:
    """Send what is due, for as long as ``budget`` lasts; returns how many messages were handled.

    One relay at a time: another that runs meanwhile does nothing (0). A message claimed by a worker that died
    is shown as doubtful after ten minutes: it may have gone out.
    """
    with locks.held(locks.Lock.RELAY_OUTBOX) as is_ours:
        if not is_ours:
            return 0
        OutboxMessage.objects.filter(state=State.SENDING, claimed_at__lt=now() - CLAIM_TIMEOUT).update(
            state=State.DOUBTFUL, last_error="the sender stopped while sending"
        )
        handled, until, away = 0, now() + budget, set[str]()
        while handled < limit and now() < until and (message := _claim(now(), away)) is not None:
            if not _send(message, now):
                away.add(message.topic)  # whoever does not answer this one will not answer the next
            handled += 1
        return handled


@dataclass(frozen=True)
class Standing:
    """How the outbox stands: how long the oldest due message has been waiting, and what waits for a person."""

    oldest: timedelta
    doubtful: int
    failed: int

    @property
    def needs_a_person(self) -> bool:
        """Whether something does not go on by itself."""
        return bool(self.doubtful or self.failed)


def standing(*, at: datetime) -> Standing:
    """How the outbox stands; a message that has been "being sent" for too long counts as doubtful already."""
    stuck = Q(state=State.DOUBTFUL) | Q(state=State.SENDING, claimed_at__lt=at - CLAIM_TIMEOUT)
    found = OutboxMessage.objects.filter(state__in=_OPEN).aggregate(
        oldest=Min("due_at", filter=Q(state=State.PENDING, due_at__lte=at)),
        doubtful=Count("pk", filter=stuck),
        failed=Count("pk", filter=Q(state=State.FAILED)),
    )
    oldest = at - found["oldest"] if found["oldest"] else timedelta()
    return Standing(oldest, found["doubtful"], found["failed"])


def _claim(at: datetime, away: Collection[str]) -> OutboxMessage | None:
    with transaction.atomic():
        message = (
            OutboxMessage.objects.select_for_update(skip_locked=True, no_key=True)
            .filter(state=State.PENDING, due_at__lte=at)
            .exclude(topic__in=away)
            .order_by("due_at", "id")
            .first()
        )
        if message is not None:
            message.state = State.SENDING
            message.claimed_at = at
            message.attempts += 1
            message.save(update_fields=["state", "claimed_at", "attempts"])
        return message


def _send(message: OutboxMessage, now: Callable[[], datetime]) -> bool:
    """Hand a claimed message over and note how it went; False when the other side does not answer at all."""
    answers = True
    result: dict[str, Any] = {"last_error": ""}
    try:
        handlers[message.topic](message)
    except Moot:
        result["state"] = State.MOOT
    except Refused as error:
        result.update(state=State.FAILED, last_error=str(error)[:2000])
    except Retry as error:
        result["last_error"] = str(error)[:2000]
        result["state"] = State.FAILED if message.attempts >= MAX_ATTEMPTS else State.PENDING
        result["due_at"] = now() + min(timedelta(seconds=15 * 2 ** min(message.attempts, 10)), LONGEST_PAUSE)
        answers = not isinstance(error, Away)
    except Exception as error:  # whatever the sender raised: it may have gone out, a person decides
        log.exception("outbox_doubtful", topic=message.topic, message_id=message.pk)
        result.update(state=State.DOUBTFUL, last_error=f"{type(error).__name__}: {error}"[:2000])
    else:
        result.update(state=State.SENT, sent_at=now())
    # a claim that was taken for dead meanwhile, or that a person queued again, is no longer ours to close
    OutboxMessage.objects.filter(pk=message.pk, state=State.SENDING, attempts=message.attempts).update(**result)
    return answers
