"""The address under which a person's calendar program reads his tasks: made, made anew, taken back by himself."""

from datetime import datetime, timedelta

from accounts.people import queries as people
from accounts.people.models import User
from common import errors, events
from common.links import operations as links
from common.operation import operation
from tasks.board import queries
from tasks.task import policies

LASTS = timedelta(days=730)


@operation
def make_feed(*, actor: User, at: datetime) -> str:
    """Make the address of the actor's calendar and return its path; one that stood before opens nothing any more.
    Raises NotAllowed."""
    if not actor.can(policies.VIEW):
        raise errors.NotAllowed()
    people.lock_people([actor.pk])
    _revoke(actor, at)
    path = links.issue(
        actor=actor,
        purpose=queries.PURPOSE,
        subject_type=queries.SUBJECT,
        subject_id=actor.pk,
        person_id=actor.pk,
        valid_until=at + LASTS,
        single_use=False,
        at=at,
    )
    events.record("task.feed_made", actor, at=at)
    return path


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
