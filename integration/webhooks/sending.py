"""Sending to one endpoint: what somebody asked for, then the feed in its order (ADR 0107).

The promise: every event that the endpoint's reader sees is sent until it is taken, at least once, and never before the
one ahead of it was. Only one sender serves an endpoint (a lock that ends with its connection); the place up to which
it was taken is written after each. A sender that dies in between leaves the place behind, and the event goes once more
under the same number.
"""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import structlog
from django.db import InterfaceError, OperationalError
from django.utils import translation

from accounts.people import queries as people
from common import errors, locks, outgoing
from integration.feed import queries as feed
from integration.feed.queries import Entry
from integration.webhooks import noting, payload, queries, signing, targets
from integration.webhooks.models import WebhookAttempt, WebhookEndpoint
from integration.webhooks.noting import Outcome
from integration.webhooks.states import Fault, State, Trigger

TIMEOUT_S = 10.0
AT_ONCE = 20  # events read of the feed at once
_AGENT = "orders-webhooks/1"
_KEPT = 500  # letters of an answer
_AWAY = (OperationalError, InterfaceError)  # the database: no fault of an endpoint; the round goes on once it is back
_UNPRINTABLE = re.compile(r"[^\x20-\x7e\u00a0-\uffff]+")

log = structlog.get_logger(__name__)


def serve(endpoint_id: int, *, until: datetime, now: Callable[[], datetime]) -> int:
    """Send what waits for an endpoint until ``until``; how many messages went out. Nothing while another does."""
    with locks.held_key(f"webhook:{endpoint_id}") as is_ours:
        return _serve(endpoint_id, until, now) if is_ours else 0


def _serve(endpoint_id: int, until: datetime, now: Callable[[], datetime]) -> int:
    sent = 0
    while now() < until and (endpoint := queries.to_send(endpoint_id)):
        if asked := queries.asked_first(endpoint_id):
            _send_asked(endpoint, asked, now)
            sent += 1
            continue
        if endpoint.state != State.ACTIVE or (endpoint.due_at and endpoint.due_at > now()):
            break
        before = endpoint.position
        more, goes_on = _send_next(endpoint, until, now)
        sent += more
        if not goes_on or endpoint.position == before:
            break
    return sent


def _send_asked(endpoint: WebhookEndpoint, asked: WebhookAttempt, now: Callable[[], datetime]) -> None:
    def made() -> tuple[str, bytes] | None:
        if asked.trigger == Trigger.TEST:
            return payload.of_test(asked.pk, name=endpoint.name, at=now())
        entry = _entry(endpoint, asked.position or 0)
        return None if entry is None else _message(endpoint, entry)

    outcome = _delivered(endpoint, made, now())
    noting.note_tried(actor=people.system_user(), attempt=asked, outcome=outcome, at=now())


def _entry(endpoint: WebhookEndpoint, position: int) -> Entry | None:
    return queries.entry_at(endpoint.reader, position) if queries.may_read(endpoint.reader) else None


def _send_next(endpoint: WebhookEndpoint, until: datetime, now: Callable[[], datetime]) -> tuple[int, bool]:
    """Send the next events; how many, and whether to go on. ``endpoint`` is moved along."""
    machine = people.system_user()
    if not queries.may_read(endpoint.reader):
        noting.stop(actor=machine, endpoint_id=endpoint.pk, fault=Fault.READER, at=now())
        return 0, False
    try:
        wanted = queries.wanted_by(endpoint)
        page = feed.read(endpoint.reader, after=endpoint.position, limit=AT_ONCE, wanted=wanted)
    except errors.Conflict:
        noting.stop(actor=machine, endpoint_id=endpoint.pk, fault=Fault.AHEAD, at=now())
        return 0, False
    except _AWAY:
        raise
    except Exception:
        _note_unread(endpoint, now())
        return 0, False
    for sent, entry in enumerate(page.entries, 1):
        attempt = _attempt(endpoint, entry, now())
        outcome = _delivered(endpoint, partial(_message, endpoint, entry), attempt.asked_at)
        goes_on = noting.note_event(actor=machine, seen=endpoint, attempt=attempt, outcome=outcome, at=now())
        if not goes_on or now() >= until:
            return sent, False
    if page.after > endpoint.position and not noting.note_nothing(actor=machine, seen=endpoint, position=page.after):
        return len(page.entries), False
    return len(page.entries), page.has_more


def _note_unread(endpoint: WebhookEndpoint, at: datetime) -> None:
    """What comes next could not even be read: a failure like any other, so that it is tried again and told."""
    log.exception("webhook_message_failed", endpoint=endpoint.pk)
    attempt = WebhookAttempt(endpoint=endpoint, trigger=Trigger.FEED, asked_at=at)
    outcome = Outcome(False, reason=Fault.OURS)
    noting.note_event(actor=people.system_user(), seen=endpoint, attempt=attempt, outcome=outcome, at=at)


def _delivered(endpoint: WebhookEndpoint, made: Callable[[], tuple[str, bytes] | None], at: datetime) -> Outcome:
    """Make a message and send it. Whatever goes wrong with it is an outcome: one that cannot be made holds up its own
    endpoint only, with pauses, and its keeper is told."""
    try:
        message = made()
        return Outcome(False, reason=Fault.UNSEEN) if message is None else _post(endpoint, *message, at)
    except _AWAY:
        raise
    except Exception:
        log.exception("webhook_message_failed", endpoint=endpoint.pk)
        return Outcome(False, reason=Fault.OURS)


def _attempt(endpoint: WebhookEndpoint, entry: Entry, at: datetime) -> WebhookAttempt:
    return WebhookAttempt(
        endpoint=endpoint,
        trigger=Trigger.FEED,
        position=entry.position,
        event_id=entry.id,
        kind=entry.kind,
        subject_number=entry.subject_number,
        asked_at=at,
    )


def _message(endpoint: WebhookEndpoint, entry: Entry) -> tuple[str, bytes]:
    with translation.override(endpoint.reader.language):
        return payload.of_event(entry)


def _post(endpoint: WebhookEndpoint, message_id: str, body: bytes, at: datetime) -> Outcome:
    """Send a message. What the answer says is kept as far as it is text."""
    held = [endpoint.secret]
    if endpoint.old_secret and endpoint.old_secret_until and endpoint.old_secret_until > at:
        held.append(endpoint.old_secret)
    headers = {"Content-Type": "application/json", "User-Agent": _AGENT}
    try:
        answer = outgoing.request(
            "POST",
            endpoint.url,
            headers={**headers, **signing.headers(held, message_id, at, body)},
            body=body,
            timeout_s=TIMEOUT_S,
            max_bytes=4 * _KEPT,
            allow=targets.allowed(),
        )
    except outgoing.Refused as error:
        return Outcome(False, status=error.status or None, reason=error.reason.value)
    except outgoing.Unreachable as error:
        return Outcome(False, reason=error.reason.value)
    is_taken = 200 <= answer.status < 300
    wait = None if is_taken else _wait(answer.headers.get("retry-after", ""))
    return Outcome(is_taken, answer.status, "", answer.ms, _text(answer.body), wait)


def _text(body: bytes) -> str:
    return _UNPRINTABLE.sub(" ", body.decode("utf-8", "replace"))[:_KEPT].strip()


def _wait(text: str) -> timedelta | None:
    return timedelta(seconds=int(text)) if text.isdecimal() and len(text) < 7 else None
