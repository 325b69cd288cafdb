"""What the sender writes down after each message, and whom it tells when it gives up."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext_noop

from accounts.collaboration import inbox
from accounts.people.models import User
from common import events
from common.operation import operation
from integration.webhooks.models import WebhookAttempt, WebhookEndpoint
from integration.webhooks.states import GONE, WARN_AFTER, Fault, State, next_try

_STOPPED = gettext_noop("The webhook “%(name)s” was stopped; its page says why. What happens meanwhile waits for it.")
_FAILING = gettext_noop("The webhook “%(name)s” took nothing in %(n)s tries. It is tried for another day and a half.")


@dataclass(frozen=True)
class Outcome:
    """How a message fared. ``wait``: how long the receiver asks us to wait."""

    is_taken: bool
    status: int | None = None
    reason: str = ""
    ms: int | None = None
    answer: str = ""
    wait: timedelta | None = None

    @property
    def words(self) -> str:
        """Why it was not taken, in short."""
        return self.reason or f"HTTP {self.status}"


@operation
def note_tried(*, actor: User, attempt: WebhookAttempt, outcome: Outcome, at: datetime) -> None:
    """A message that somebody asked for went out, or did not. It moves nothing."""
    _fill(attempt, outcome, at)
    attempt.save()


@operation
def note_event(*, actor: User, seen: WebhookEndpoint, attempt: WebhookAttempt, outcome: Outcome, at: datetime) -> bool:
    """An event of the feed was sent in its turn: write it down, and where it was taken go on after it. ``seen``: the
    endpoint as the sender saw it. Returns whether the sender goes on with what it saw: not after a failure, nor where
    somebody changed the endpoint meanwhile, whose word counts."""
    endpoint = WebhookEndpoint.objects.select_for_update(no_key=True).filter(pk=seen.pk).first()
    if endpoint is None:
        return False
    is_mine = endpoint.version == seen.version
    attempt.number = endpoint.failures + 1
    _fill(attempt, outcome, at)
    attempt.save()
    if outcome.is_taken:
        endpoint.last_taken_at, endpoint.last_error = at, ""
        if is_mine:
            endpoint.position, endpoint.failures, endpoint.due_at = attempt.position or 0, 0, None
    else:
        endpoint.last_error = outcome.words
        if is_mine:
            _fail(endpoint, outcome, at)
    endpoint.save()
    seen.position, seen.failures = endpoint.position, endpoint.failures
    return is_mine and outcome.is_taken


@operation
def note_nothing(*, actor: User, seen: WebhookEndpoint, position: int) -> bool:
    """The feed was looked through up to a position, and held nothing more for this endpoint. Returns whether this
    counts: not where somebody changed it meanwhile."""
    moved = WebhookEndpoint.objects.filter(pk=seen.pk, version=seen.version).update(position=position)
    seen.position = position
    return bool(moved)


@operation
def stop(*, actor: User, endpoint_id: int, fault: Fault, at: datetime) -> None:
    """Stop an endpoint that cannot be sent to as things stand, and tell its keeper."""
    endpoint = WebhookEndpoint.objects.select_for_update(no_key=True).get(pk=endpoint_id)
    if endpoint.state == State.ACTIVE:
        endpoint.last_error = fault.value
        _stop(endpoint, fault.value, at)
        endpoint.save()


def _fill(attempt: WebhookAttempt, outcome: Outcome, at: datetime) -> None:
    attempt.tried_at, attempt.is_taken = at, outcome.is_taken
    attempt.status, attempt.reason = outcome.status, outcome.reason
    attempt.ms, attempt.answer = outcome.ms, outcome.answer


def _fail(endpoint: WebhookEndpoint, outcome: Outcome, at: datetime) -> None:
    endpoint.failures += 1
    due = next_try(endpoint.failures, at=at, asked=outcome.wait)
    if due is None or outcome.status == GONE:
        _stop(endpoint, outcome.words, at)
        return
    endpoint.due_at = due
    if endpoint.failures == WARN_AFTER:
        _tell(endpoint, _FAILING, at, n=endpoint.failures)


def _stop(endpoint: WebhookEndpoint, why: str, at: datetime) -> None:
    endpoint.state, endpoint.due_at = State.STOPPED, None
    endpoint.version += 1
    events.record("webhook.stopped", endpoint, at=at, number=endpoint.name, why=why)
    _tell(endpoint, _STOPPED, at)


def _tell(endpoint: WebhookEndpoint, message: str, at: datetime, **more: int) -> None:
    inbox.notify(
        [endpoint.owner_id],
        kind="integration.webhook",
        message=message,
        parameters={"name": endpoint.name, **more},
        at=at,
        subject=endpoint,
        url=reverse("integration:webhook", args=[endpoint.pk]),
        mail=True,
    )
