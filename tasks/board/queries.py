"""Reads of calendar feeds."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from accounts.people import queries as people
from accounts.people.models import User
from common import dates, errors
from common.links import queries as links
from common.links.models import SignedLink
from tasks.board import diary
from tasks.task import policies
from tasks.task.models import Task

PURPOSE = "task-calendar"
SUBJECT = User._meta.label_lower
PAST, AHEAD = timedelta(days=60), timedelta(days=400)  # what a feed tells


def feed_of(user: User, *, at: datetime) -> SignedLink | None:
    """The link of a person's calendar that stands, if any."""
    return next((one for one in links.links_of(SUBJECT, user.pk, PURPOSE) if links.is_live(one, at=at)), None)


def path_of(link: SignedLink) -> str:
    """Its address on this site, "" where it can no longer be said (the site's key changed)."""
    try:
        return links.path_of(link)
    except errors.WrongState:
        return ""


def owner_of(link: SignedLink) -> User:
    """Whose tasks a feed tells. Raises NotFound for somebody who left or may not see tasks any more."""
    user = people.people().filter(pk=link.subject_id, is_active=True).first()
    if user is None or not user.can(policies.VIEW):
        raise errors.NotFound()
    return user


def feed_tasks(user: User, *, at: datetime) -> Sequence[Task]:
    """The tasks that a person's feed tells: his own, of the last two months and all to come."""
    today = dates.business_day(at)
    return diary.tasks_between(user, user, today - PAST, today + AHEAD, today=today)
