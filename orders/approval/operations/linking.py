"""Decisions by a signed link in a mail: of single use, for the person who is asked and signs in."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar

from accounts.people.models import User
from common import errors
from common.links import operations as links
from common.links.models import SignedLink
from common.operation import operation
from orders.approval.subjects import subjects

LASTS = timedelta(days=7)
R = TypeVar("R")


@operation
def issue_link(*, actor: User, subject_type: str, subject_id: int, step: int, at: datetime) -> str:
    """A link for ``actor`` to the decision of a step; an earlier one of his for the subject opens nothing any more."""
    what: dict[str, Any] = {
        "purpose": subjects[subject_type].purpose,
        "subject_type": subject_type,
        "subject_id": subject_id,
    }
    links.revoke(actor=actor, person_id=actor.pk, at=at, **what)
    return links.issue(
        actor=actor,
        person_id=actor.pk,
        single_use=True,
        valid_until=at + LASTS,
        parameters={"step": step},
        at=at,
        **what,
    )


@operation
def decide_by_link(
    *,
    actor: User,
    link: SignedLink,
    visitor: links.Visitor,
    subject_type: str,
    decide: Callable[[int, int], R],
    at: datetime,
) -> R:
    """Take the decision that the link is for, once, as ``decide`` (key of the subject, step) takes it; returns what
    that gives. Raises NotFound (the link served already, or is another's), and what ``decide`` raises."""
    if link.person_id != actor.pk or link.purpose != subjects[subject_type].purpose:
        raise errors.NotFound()
    done = decide(link.subject_id, link.parameters["step"])
    links.use(actor=actor, link_id=link.pk, visitor=visitor, at=at)
    return done
