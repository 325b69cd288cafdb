"""The outbox: mail, webhooks and the like are written in the transaction that made them due and
relayed after commit, with SKIP LOCKED, claim first and then send (RELIABILITY 2.7).

Topics that go through the same server (all mail does) have a relay of their own, so that a server that hangs keeps
nothing waiting but what needs it. What somebody waits for goes before what is one of thousands (``Patience``)."""

import os
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
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
LATE, LATE_IF_PATIENT = timedelta(minutes=10), timedelta(hours=2)  # a due message that waits for so long
BUDGET = timedelta(seconds=45)  # of one relay; the next goes on
IN_SUCCESSION = 2  # messages of a server that became doubtful one after another: it is not well
State = OutboxMessage.State
Patience = OutboxMessage.Patience
_URGENT_FIRST = (Patience.URGENT, Patience.NORMAL, Patience.PATIENT)
_NORMAL_FIRST = (Patience.NORMAL, Patience.URGENT, Patience.PATIENT)
_PATIENT_FIRST = (Patience.PATIENT, Patience.URGENT, Patience.NORMAL)
# who is asked first, message by message and round again: what is patient gets a tenth at least, what is normal a fifth,
# and nothing urgent ever stands behind more than one of them
TURNS = (
    *([_URGENT_FIRST] * 4),
    _NORMAL_FIRST,
    *([_URGENT_FIRST] * 2),
    _NORMAL_FIRST,
    _URGENT_FIRST,
    _PATIENT_FIRST,
)
_OPEN = (State.PENDING, State.SENDING, State.DOUBTFUL, State.FAILED)

log = structlog.get_logger(__name__)


class Moot(Exception):
    """Raised by a handler that finds, on re-reading the state, that nothing needs to be sent."""


class Retry(Exception):
    """Raised by a handler when surely nothing went out; the message is tried again later: at ``until``, where the
    handler knows when it may go."""

    def __init__(self, said: str = "", *, until: datetime | None = None):
        super().__init__(said)
        self.until = until


class Away(Retry):
    """Raised by a handler whose other side does not answer: all messages of the topic wait for the next relay; those of
    all topics of ``server``, where it is that server that does not."""

    def __init__(self, said: str = "", *, server: str = ""):
        super().__init__(said)
        self.server = server


class Refused(Exception):
    """Raised by a handler when the other side will not take this message, however often: a person decides."""


# topic -> callable(message): sends it; an exception other than these four makes it doubtful
handlers: Registry[Callable[[OutboxMessage], None]] = Registry("common.outbox.handlers")


@dataclass(frozen=True)
class Server:
    """What the messages of several topics go through: the lock of its relay, what is open around one (a connection),
    and how many messages it may be given at a moment."""

    lock: locks.Lock
    session: Callable[[], AbstractContextManager[None]]
    room: Callable[[datetime], int]


servers: Registry[Server] = Registry("common.outbox.servers")
# topic -> the server it goes through; a topic that is not here shares none
routes: Registry[str] = Registry("common.outbox.routes")
# topic -> how long its messages may be kept waiting by others; a topic that is not here is NORMAL
patience: Registry[Patience] = Registry("common.outbox.patience")
# server -> whose turn it is; counted on from relay to relay, in each worker from another place
_turns: defaultdict[str, Iterator[int]] = defaultdict(lambda: count(os.getpid()))


def put(topic: str, dedupe_key: str, payload: dict[str, Any], *, at: datetime, due_at: datetime | None = None) -> None:
    """Send ``payload`` to the handler of ``topic`` after this operation commits; once per ``dedupe_key``."""
    known = patience.get(topic)
    operation.current().later(
        CHANNEL,
        OutboxMessage(
            topic=topic,
            dedupe_key=dedupe_key,
            payload=payload,
            due_at=due_at or at,
            created_at=at,
            patience=Patience.NORMAL if known is None else known,
        ),
    )


def _flush(rows: list[OutboxMessage]) -> None:
    OutboxMessage.objects.bulk_create(rows, ignore_conflicts=True)


operation.flushers.register(CHANNEL, _flush)


def relay(
    *,
    now: Callable[[], datetime] = clock.now,
    limit: int = 500,
    budget: timedelta = BUDGET,
    server: str | None = None,
) -> int:
    """Send what is due, for as long as ``budget`` lasts; returns how many messages were handled. ``server``: only what
    goes through it ("": what shares none); None: all, one after another.

    One relay of a server at a time: another that runs meanwhile does nothing (0). A message claimed by a worker that
    died is shown as doubtful after ten minutes: it may have gone out.
    """
    return sum(_relay(one, now, limit, budget) for one in (["", *servers] if server is None else [server]))


def _relay(name: str, now: Callable[[], datetime], limit: int, budget: timedelta) -> int:
    server = servers.get(name)
    with locks.held(server.lock if server else locks.Lock.RELAY_OUTBOX) as is_ours:
        if not is_ours:
            return 0
        mine = _through(name)
        OutboxMessage.objects.filter(mine, state=State.SENDING, claimed_at__lt=now() - CLAIM_TIMEOUT).update(
            state=State.DOUBTFUL, last_error="the sender stopped while sending"
        )
        limit = min(limit, server.room(now())) if server else limit
        handled, lost, until, away = 0, 0, now() + budget, set[str]()
        with server.session() if server else nullcontext():
            while handled < limit and now() < until:
                message = _claim(now(), mine, away, TURNS[next(_turns[name]) % len(TURNS)])
                if message is None:
                    break
                if (gone := _send(message, now)) is not None:
                    away.add(message.topic)  # whoever does not answer this one will not answer the next
                    limit = 0 if name and gone.server == name else limit
                lost = lost + 1 if message.state == State.DOUBTFUL else 0
                if server and lost == IN_SUCCESSION:
                    limit = 0  # how many more are risked, its room says the next time
                handled += 1
        return handled


def _through(name: str) -> Q:
    return Q(topic__in=[topic for topic, one in routes.items() if one == name]) if name else ~Q(topic__in=[*routes])


@dataclass(frozen=True)
class Standing:
    """How the outbox stands: how long the oldest due message has been waiting, whether one waits longer than its
    patience goes, and what waits for a person."""

    oldest: timedelta
    is_late: bool
    doubtful: int
    failed: int

    @property
    def needs_a_person(self) -> bool:
        """Whether something does not go on by itself."""
        return bool(self.doubtful or self.failed)


def standing(*, at: datetime) -> Standing:
    """How the outbox stands; a message that has been "being sent" for too long counts as doubtful already."""
    stuck = Q(state=State.DOUBTFUL) | Q(state=State.SENDING, claimed_at__lt=at - CLAIM_TIMEOUT)
    due, patient = Q(state=State.PENDING, due_at__lte=at), Q(patience=Patience.PATIENT)
    found = OutboxMessage.objects.filter(state__in=_OPEN).aggregate(
        oldest=Min("due_at", filter=due),
        late=Count("pk", filter=due & (Q(due_at__lt=at - LATE) & ~patient | Q(due_at__lt=at - LATE_IF_PATIENT))),
        doubtful=Count("pk", filter=stuck),
        failed=Count("pk", filter=Q(state=State.FAILED)),
    )
    oldest = at - found["oldest"] if found["oldest"] else timedelta()
    return Standing(oldest, bool(found["late"]), found["doubtful"], found["failed"])


def _claim(at: datetime, mine: Q, away: Collection[str], order: Collection[Patience]) -> OutboxMessage | None:
    """The next message, claimed: the one due longest of the first patience in ``order`` of which any is due."""
    with transaction.atomic():
        due = OutboxMessage.objects.select_for_update(skip_locked=True, no_key=True).filter(
            mine, state=State.PENDING, due_at__lte=at
        )
        due = due.exclude(topic__in=away).order_by("due_at", "id")
        message = next((found for one in order if (found := due.filter(patience=one).first()) is not None), None)
        if message is not None:
            message.state = State.SENDING
            message.claimed_at = at
            message.attempts += 1
            message.save(update_fields=["state", "claimed_at", "attempts"])
        return message


def _send(message: OutboxMessage, now: Callable[[], datetime]) -> Away | None:
    """Hand a claimed message over and note how it went; what the handler raised when the other side does not answer at
    all."""
    away = None
    result: dict[str, Any] = {"last_error": "", "state": State.SENT}
    try:
        handlers[message.topic](message)
    except Moot:
        result["state"] = State.MOOT
    except Refused as error:
        result.update(state=State.FAILED, last_error=str(error)[:2000])
    except Retry as error:
        result["last_error"] = str(error)[:2000]
        result["state"] = State.FAILED if message.attempts >= MAX_ATTEMPTS else State.PENDING
        pause = min(timedelta(seconds=15 * 2 ** min(message.attempts, 10)), LONGEST_PAUSE)
        result["due_at"] = error.until or now() + pause
        away = error if isinstance(error, Away) else None
    except Exception as error:  # whatever the sender raised: it may have gone out, a person decides
        log.exception("outbox_doubtful", topic=message.topic, message_id=message.pk)
        result.update(state=State.DOUBTFUL, last_error=f"{type(error).__name__}: {error}"[:2000])
    else:
        result["sent_at"] = now()
    message.state = result["state"]
    # a claim that was taken for dead meanwhile, or that a person queued again, is no longer ours to close
    OutboxMessage.objects.filter(pk=message.pk, state=State.SENDING, attempts=message.attempts).update(**result)
    return away
