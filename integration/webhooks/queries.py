"""Every read of webhooks. What these return to doors never holds a secret."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts import access
from accounts.people import queries as people
from accounts.people.models import User
from common import errors
from common.keyset import Sort
from integration.catalogue import kinds
from integration.feed import asking
from integration.feed import queries as feed
from integration.feed.queries import Entry, Wanted
from integration.rights import FEED, WEBHOOKS
from integration.webhooks import policies
from integration.webhooks.models import WebhookAttempt, WebhookEndpoint
from integration.webhooks.states import State, Trigger

SORTS = {"name": Sort("name", descending=False)}
LOG_SORTS = {"id": Sort("pk")}
_SECRETS = ("secret", "old_secret")


@dataclass(frozen=True)
class Backlog:
    """How far sending is behind the feed: positions of all kinds, and since when the first of them waits."""

    positions: int
    since: datetime | None


def list_endpoints(actor: User) -> QuerySet[WebhookEndpoint]:
    """The webhooks that one keeps, by name. Raises NotAllowed."""
    return policies.visible_to(actor).defer(*_SECRETS).select_related("reader", "owner")


def may_keep(actor: User) -> bool:
    """Whether somebody may keep any webhook."""
    return access.of(actor).scope(WEBHOOKS) is not None


def get_endpoint(*, actor: User, endpoint_id: int) -> WebhookEndpoint:
    """One of them. Raises NotAllowed, NotFound."""
    found = list_endpoints(actor).filter(pk=endpoint_id).first()
    if found is None:
        raise errors.NotFound()
    return found


def lock_endpoint(*, actor: User, endpoint_id: int) -> WebhookEndpoint:
    """One, locked for its change. Raises NotAllowed, NotFound."""
    rows = policies.visible_to(actor).select_for_update(no_key=True, of=("self",))
    found = rows.select_related("reader").filter(pk=endpoint_id).first()
    if found is None:
        raise errors.NotFound()
    return found


def attempts_of(endpoint: WebhookEndpoint) -> QuerySet[WebhookAttempt]:
    """What was sent to one, or asked to be."""
    return WebhookAttempt.objects.filter(endpoint=endpoint).select_related("asked_by")


def get_attempt(endpoint: WebhookEndpoint, attempt_id: int) -> WebhookAttempt:
    """One attempt. Raises NotFound."""
    found = WebhookAttempt.objects.filter(endpoint=endpoint, pk=attempt_id).first()
    if found is None:
        raise errors.NotFound()
    return found


def backlog(endpoint: WebhookEndpoint) -> Backlog:
    """How far behind an endpoint is."""
    [positions] = feed.counted_after([endpoint.position])
    return Backlog(positions, feed.time_after(endpoint.position))


def behind(endpoints: Sequence[WebhookEndpoint]) -> list[tuple[WebhookEndpoint, int]]:
    """Each with how many positions it is behind."""
    return list(zip(endpoints, feed.counted_after([one.position for one in endpoints]), strict=True))


def stuck_at(endpoint: WebhookEndpoint) -> WebhookAttempt | None:
    """The last attempt of the event that the receiver does not take."""
    if not endpoint.failures:
        return None
    rows = WebhookAttempt.objects.filter(endpoint=endpoint, trigger=Trigger.FEED, is_taken=False)
    return rows.filter(position__gt=endpoint.position).order_by("-pk").first()


def readers(actor: User) -> list[User]:
    """Active people who may read the feed, the one who asks first."""
    found = people.holders(FEED).filter(is_active=True).order_by("name", "pk")
    return sorted(found, key=lambda one: one.pk != actor.pk)


def wanted_by(endpoint: WebhookEndpoint) -> Wanted:
    """What an endpoint is told; a kind that the catalogue knows no more is none."""
    chosen = frozenset().union(*(kinds.matching(one) for one in endpoint.kinds)) if endpoint.kinds else None
    subject = asking.about(endpoint.subject)
    return Wanted(chosen, subject.subject_type, subject.subject_id, subject.number)


# --- for the sender, who sees all ---------------------------------------------------------------


def due(*, at: datetime, but: Collection[int] = ()) -> list[int]:
    """The endpoints to which something may go now."""
    asked = WebhookAttempt.objects.filter(endpoint=OuterRef("pk"), tried_at__isnull=True)
    waits = Q(state=State.ACTIVE, position__lt=feed.newest_position()) & (Q(due_at__isnull=True) | Q(due_at__lte=at))
    rows = WebhookEndpoint.objects.exclude(pk__in=list(but)).filter(waits | Q(Exists(asked)))
    return list(rows.order_by("pk").values_list("pk", flat=True))


def to_send(endpoint_id: int) -> WebhookEndpoint | None:
    """An endpoint as it stands, with its secrets, and its reader with the rights that he has now."""
    return WebhookEndpoint.objects.select_related("reader").filter(pk=endpoint_id).first()


def asked_first(endpoint_id: int) -> WebhookAttempt | None:
    """What a person asked to be sent, the oldest first."""
    return WebhookAttempt.objects.filter(endpoint=endpoint_id, tried_at__isnull=True).order_by("pk").first()


def entry_at(reader: User, position: int) -> Entry | None:
    """The event at a position, where its reader sees it."""
    if not (0 < position <= feed.newest_position()):
        return None
    found = feed.read(reader, after=position - 1, limit=1, wanted=Wanted()).entries
    return found[0] if found and found[0].position == position else None


def may_read(reader: User) -> bool:
    """Whether the person as whom it is read still may."""
    return reader.is_active and access.of(reader).scope(FEED) is not None
