"""Reads of calendar feeds."""

from collections.abc import Collection
from datetime import datetime, timedelta

from accounts.people import queries as people
from accounts.people.models import User
from common import dates, errors
from common.links import queries as links
from common.links.models import SignedLink
from tasks.board import feeds
from tasks.board.feeds import Entry
from tasks.task import policies

PURPOSE = "task-calendar"
SHOWS, TASKS = "shows", "tasks"  # in the parameters of the link; what every feed shows that says nothing
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
    """Whose days a feed tells. Raises NotFound for somebody who left or may not see tasks any more."""
    user = people.people().filter(pk=link.subject_id, is_active=True).first()
    if user is None or not user.can(policies.VIEW):
        raise errors.NotFound()
    return user


def shown_of(link: SignedLink) -> list[str]:
    """What a feed shows; one that was made when there was nothing to choose shows the tasks alone: whom its address was
    given to is not told of more."""
    return [str(one) for one in link.parameters.get(SHOWS, [TASKS])]


def entries(user: User, shown: Collection[str], *, at: datetime) -> list[Entry]:
    """What a person's feed tells, of the last two months and all to come: each thing once, by the first part that tells
    of it; nothing of a part that he has no right to any more."""
    today = dates.business_day(at)
    found: list[Entry] = []
    seen: set[feeds.About] = set()
    for key, part in feeds.offered(user).items():
        if key in shown:
            told = part.tells(user, first=today - PAST, last=today + AHEAD, at=at)
            new = [one for one in told if one.about not in seen]
            found += new
            seen |= {one.about for one in new}
    return found
