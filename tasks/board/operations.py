"""The address under which a person's calendar program reads his days: made, made anew, taken back by himself; what it
shows is his choice."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from accounts.people import queries as people
from accounts.people.models import User
from common import errors, events
from common.links import operations as links
from common.links.models import SignedLink
from common.operation import operation
from tasks.board import feeds, queries
from tasks.task import policies

LASTS = timedelta(days=730)


@operation
def make_feed(*, actor: User, at: datetime, shows: Collection[str] | None = None) -> str:
    """Make the address of the actor's calendar and return its path; one that stood before opens nothing any more.
    ``shows``: the parts that it shows; None: those of the one before, without one all. Raises NotAllowed, Invalid."""
    if not actor.can(policies.VIEW):
        raise errors.NotAllowed()
    people.lock_people([actor.pk])
    if shows is None:
        before = queries.feed_of(actor, at=at)
        shows = queries.shown_of(before) if before is not None else list(feeds.offered(actor))
    else:
        shows = _chosen(actor, shows)
    _revoke(actor, at)
    path = links.issue(
        actor=actor,
        purpose=queries.PURPOSE,
        subject_type=queries.SUBJECT,
        subject_id=actor.pk,
        person_id=actor.pk,
        valid_until=at + LASTS,
        single_use=False,
        parameters={queries.SHOWS: list(shows)},
        at=at,
    )
    events.record("task.feed_made", actor, at=at)
    return path


@operation
def choose_feed(*, actor: User, shows: Collection[str], at: datetime) -> SignedLink:
    """Have the calendar show these parts from now on; its address stays. Raises NotFound where there is none,
    Invalid."""
    people.lock_people([actor.pk])
    link = queries.feed_of(actor, at=at)
    if link is None:
        raise errors.NotFound()
    chosen = _chosen(actor, shows)
    if chosen == queries.shown_of(link):
        return link
    changed = links.tell(actor=actor, link_id=link.pk, parameters={**link.parameters, queries.SHOWS: chosen}, at=at)
    events.record("task.feed_changed", actor, at=at)
    return changed


def _chosen(actor: User, shows: Collection[str]) -> list[str]:
    """The parts in their order. Raises Invalid for none, and for one that is not offered."""
    known = list(feeds.offered(actor))
    if not shows:
        raise errors.Invalid(fields={"shows": [_("Choose what it shows; to show nothing, take the address back.")]})
    if set(shows) - set(known):
        words = _("Choose one or more of these: %(names)s.") % {"names": ", ".join(known)}
        raise errors.Invalid(fields={"shows": [words]})
    return [one for one in known if one in shows]


@operation
def revoke_feed(*, actor: User, at: datetime) -> bool:
    """Take the address back; whether there was one."""
    people.lock_people([actor.pk])
    had = _revoke(actor, at)
    if had:
        events.record("task.feed_revoked", actor, at=at)
    return bool(had)


def _revoke(actor: User, at: datetime) -> int:
    return links.revoke(actor=actor, purpose=queries.PURPOSE, subject_type=queries.SUBJECT, subject_id=actor.pk, at=at)
