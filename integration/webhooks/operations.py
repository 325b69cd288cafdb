"""Webhooks kept by people: set up, changed, paused, given a new secret, tried, removed (RELIABILITY 2.11)."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from accounts import policies as rights
from accounts.people import queries as people
from accounts.people.models import User
from common import editing, errors, events
from common.operation import operation
from integration.feed import asking
from integration.feed import queries as feed
from integration.rights import WEBHOOKS
from integration.webhooks import policies, queries, signing, targets
from integration.webhooks.models import WebhookEndpoint
from integration.webhooks.states import State

FIELDS = ("name", "url", "subject")
MOST = 50  # webhooks that are read as one person
LONGEST_OVERLAP = 168  # hours


@operation
def save_endpoint(
    *,
    actor: User,
    at: datetime,
    endpoint_id: int | None = None,
    version: int | None = None,
    kinds: Sequence[str] | None = None,
    reader_id: int | None = None,
    **changes: Any,
) -> tuple[WebhookEndpoint, str]:
    """Set up a webhook or change one (read at ``version``): ``name``, ``url``, ``subject``, ``kinds`` (patterns of the
    catalogue; none: all), ``reader_id`` (as whom events are read; new ones: ``actor``). Returns it with the secret that
    was made for a new one, which is told this once ("" after a change). A new one begins with what happens from now on.

    Raises NotAllowed, NotFound, Stale, Invalid, Conflict (too many).
    """
    rights.require(actor, WEBHOOKS)
    endpoint = queries.lock_endpoint(actor=actor, endpoint_id=endpoint_id) if endpoint_id else WebhookEndpoint()
    policies.require_sending(actor, endpoint.reader_id or actor.pk)
    columns = editing.as_columns(WebhookEndpoint, changes, FIELDS)
    asking.wanted(subject=columns.get("subject") or "")
    if kinds is not None:
        columns["kinds"] = _checked(kinds)
    if reader_id is not None or endpoint.pk is None:
        columns["reader_id"] = _reader(actor, endpoint, reader_id or actor.pk).pk
    changed = editing.change(endpoint, columns, version)
    secret = "" if endpoint.pk else _begin(endpoint, actor, at)
    editing.check(endpoint)
    if "url" in changed or secret:
        targets.require(endpoint.url)
    if {"url", "reader"} & set(changed):
        endpoint.failures, endpoint.due_at = 0, None
    endpoint.save()
    events.record("webhook.saved", endpoint, at=at, number=endpoint.name, fields=sorted(changed))
    return endpoint, secret


def _begin(endpoint: WebhookEndpoint, actor: User, at: datetime) -> str:
    if WebhookEndpoint.objects.filter(reader=endpoint.reader_id).count() >= MOST:
        raise errors.Conflict(_("There are %(most)s webhooks read as this person already.") % {"most": MOST})
    endpoint.owner, endpoint.created_at, endpoint.looked_through_at = actor, at, at
    endpoint.position = feed.newest_position()
    endpoint.secret = signing.make_secret()
    return endpoint.secret


def _reader(actor: User, endpoint: WebhookEndpoint, reader_id: int) -> User:
    """As whom events are read. Raises NotAllowed, Invalid."""
    reader = people.get_active_person(reader_id, "reader")
    if reader_id != endpoint.reader_id:
        policies.require_reader(actor, reader)
    if not queries.may_read(reader):
        raise errors.Invalid(fields={"reader": [_("This person may not read the change feed.")]})
    return reader


def _checked(kinds: Sequence[str]) -> list[str]:
    """Patterns without repeats. Raises Invalid for one that means no kind."""
    found = list(dict.fromkeys(one.strip() for one in kinds if one.strip()))
    try:
        for one in found:
            asking.wanted(kind=one)
    except errors.Invalid as error:
        raise errors.Invalid(fields={"kinds": error.fields["kind"]}) from None
    return found


@operation
def rotate_secret(
    *, actor: User, endpoint_id: int, version: int | None = None, hours: int = 24, at: datetime
) -> tuple[WebhookEndpoint, str]:
    """A new secret, told this once; the one before goes on to sign beside it for ``hours``, so that nothing is refused
    while the receiver takes over. Raises NotAllowed, NotFound, Stale, Invalid."""
    endpoint = _steered(actor, endpoint_id, version)
    if not 0 <= hours <= LONGEST_OVERLAP:
        words = _("Enter a number from %(least)s to %(most)s.") % {"least": 0, "most": LONGEST_OVERLAP}
        raise errors.Invalid(fields={"hours": [words]})
    endpoint.old_secret = endpoint.secret if hours else ""
    endpoint.old_secret_until = at + timedelta(hours=hours) if hours else None
    endpoint.secret = signing.make_secret()
    _keep(endpoint)
    events.record("webhook.secret_rotated", endpoint, at=at, number=endpoint.name)
    return endpoint, endpoint.secret


@operation
def look_through(*, actor: User, endpoint_id: int, version: int | None = None, at: datetime) -> WebhookEndpoint:
    """Say of one that is older than the rule who may have whose events sent (ADR 0130): it goes where it should, as
    whom it should. Who says so must be allowed to set it up as it is. Raises NotAllowed, NotFound, Stale; twice
    changes nothing."""
    endpoint = _steered(actor, endpoint_id, version)
    if endpoint.looked_through_at is None:
        endpoint.looked_through_at = at
        _keep(endpoint)
        events.record("webhook.looked_through", endpoint, at=at, number=endpoint.name)
    return endpoint


@operation
def pause(*, actor: User, endpoint_id: int, version: int | None = None, at: datetime) -> WebhookEndpoint:
    """Send nothing until it is resumed; what happens meanwhile waits. Raises NotFound, Stale, WrongState."""
    endpoint = _held(actor, endpoint_id, version)
    if endpoint.state == State.PAUSED:
        raise errors.WrongState(_("It is paused already."))
    endpoint.state = State.PAUSED
    _keep(endpoint)
    events.record("webhook.paused", endpoint, at=at, number=endpoint.name)
    return endpoint


@operation
def resume(
    *, actor: User, endpoint_id: int, version: int | None = None, from_now: bool = False, at: datetime
) -> WebhookEndpoint:
    """Send again, at once: from where it stopped, or (``from_now``) without what happened meanwhile. Also tries an
    event anew that waits for its next try. Raises NotAllowed, NotFound, Stale."""
    endpoint = _steered(actor, endpoint_id, version)
    endpoint.state = State.ACTIVE
    if from_now:
        endpoint.position = feed.newest_position()
    _try_now(endpoint)
    events.record("webhook.resumed", endpoint, at=at, number=endpoint.name, from_now=from_now)
    return endpoint


@operation
def go_to(*, actor: User, endpoint_id: int, position: int, version: int | None = None, at: datetime) -> WebhookEndpoint:
    """Have everything sent, in order, that comes after a position of the feed: earlier ones again, or later ones
    without those between. Raises NotAllowed, NotFound, Stale, Invalid."""
    endpoint = _steered(actor, endpoint_id, version)
    newest = feed.newest_position()
    if not 0 <= position <= newest:
        words = _("Enter a number from %(least)s to %(most)s.") % {"least": 0, "most": newest}
        raise errors.Invalid(fields={"position": [words]})
    before, endpoint.position = endpoint.position, position
    _try_now(endpoint)
    events.record("webhook.moved", endpoint, at=at, number=endpoint.name, before=before, after=position)
    return endpoint


@operation
def remove(*, actor: User, endpoint_id: int, version: int | None = None, at: datetime) -> None:
    """Take a webhook away, with its log. Raises NotAllowed, NotFound, Stale."""
    endpoint = _held(actor, endpoint_id, version)
    events.record("webhook.removed", endpoint, at=at, number=endpoint.name)
    endpoint.delete()


def _held(actor: User, endpoint_id: int, version: int | None) -> WebhookEndpoint:
    endpoint = queries.lock_endpoint(actor=actor, endpoint_id=endpoint_id)
    editing.require_seen(endpoint, version)
    return endpoint


def _steered(actor: User, endpoint_id: int, version: int | None) -> WebhookEndpoint:
    """One whose reader's events he may have sent. Raises NotAllowed, NotFound, Stale."""
    endpoint = _held(actor, endpoint_id, version)
    policies.require_sending(actor, endpoint.reader_id)
    return endpoint


def _keep(endpoint: WebhookEndpoint) -> None:
    endpoint.version += 1
    endpoint.save()


def _try_now(endpoint: WebhookEndpoint) -> None:
    endpoint.failures, endpoint.due_at = 0, None
    _keep(endpoint)
