"""Links of letters: one where its reader answers what it told of, signed in; for customers one that takes their address
off, without (``leaving``). Whoever only opens them, a mail scanner say, changes nothing."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from accounts.people import queries as people
from accounts.people.models import User
from common import errors
from common.links import operations as links
from common.links import queries as link_queries
from common.links.models import SignedLink
from common.links.operations import Visitor
from common.operation import operation
from reminders.answering import leaving, operations
from reminders.reminder.models import Letter, Reminder
from reminders.rules.choices import Channel

ANSWER, UNSUBSCRIBE = "reminder-answer", "reminder-unsubscribe"
ANSWER_LASTS, UNSUBSCRIBE_LASTS = timedelta(days=60), timedelta(days=400)
_SUBJECT = Letter._meta.label_lower


def answer_address(letter: Letter, at: datetime) -> str:
    """Where the reader of a letter that is written now answers."""
    if letter.user_id is None or letter.channel != Channel.MAIL:
        return ""
    return _address(letter, ANSWER, ANSWER_LASTS, at, person_id=letter.user_id)


def unsubscribe_address(letter: Letter, at: datetime) -> str:
    """Where a customer's address is taken off what a letter tells of; "" for a letter that everybody gets."""
    if letter.customer_id is None or not leaving.rules_of(letter).filter(may_opt_out=True).exists():
        return ""
    return _address(letter, UNSUBSCRIBE, UNSUBSCRIBE_LASTS, at, recipient=letter.address)


def _address(letter: Letter, purpose: str, lasts: timedelta, at: datetime, **whom: Any) -> str:
    """The link of a letter for its reader: the one it had when it was written before, as long as half its time is still
    to come, else a new one."""
    standing = link_queries.links_of(_SUBJECT, letter.pk, purpose).filter(**whom)
    for link in standing:
        if link_queries.is_live(link, at=at + lasts / 2):
            try:
                return f"{settings.SITE_URL}{link_queries.path_of(link)}"
            except errors.WrongState:
                continue
    path = links.issue(
        actor=people.system_user(),
        purpose=purpose,
        subject_type=_SUBJECT,
        subject_id=letter.pk,
        valid_until=at + lasts,
        single_use=False,
        at=at,
        **whom,
    )
    return f"{settings.SITE_URL}{path}"


def reminders_of(link: SignedLink) -> list[Reminder]:
    """What the letter of a link told its reader of, in the letter's order."""
    rows = Reminder.objects.filter(items__letter=link.subject_id, items__is_moot=False, user_id=link.person_id or 0)
    return list(rows.select_related("rule__template").order_by("due", "rule__rank", "pk"))


@operation
def acknowledge(*, actor: User, link_id: int, reminder_ids: Collection[int], visitor: Visitor, at: datetime) -> int:
    """See ``operations.acknowledge``; through a link."""
    done = operations.acknowledge(actor=actor, reminder_ids=_of_link(link_id, reminder_ids), at=at)
    links.use(actor=actor, link_id=link_id, visitor=visitor, at=at)
    return done


@operation
def snooze(
    *, actor: User, link_id: int, reminder_ids: Collection[int], until: datetime, visitor: Visitor, at: datetime
) -> int:
    """See ``operations.snooze``; through a link."""
    done = operations.snooze(actor=actor, reminder_ids=_of_link(link_id, reminder_ids), until=until, at=at)
    links.use(actor=actor, link_id=link_id, visitor=visitor, at=at)
    return done


@operation
def not_me(
    *,
    actor: User,
    link_id: int,
    reminder_ids: Collection[int],
    visitor: Visitor,
    at: datetime,
    to_id: int | None = None,
    word: str = "",
) -> list[str]:
    """See ``operations.not_me``; through a link."""
    ids = _of_link(link_id, reminder_ids)
    told = operations.not_me(actor=actor, reminder_ids=ids, to_id=to_id, word=word, at=at)
    links.use(actor=actor, link_id=link_id, visitor=visitor, at=at)
    return told


def _of_link(link_id: int, reminder_ids: Collection[int]) -> list[int]:
    link = SignedLink.objects.filter(pk=link_id).first()
    known = {one.pk for one in reminders_of(link)} if link is not None else set()
    if not set(reminder_ids) <= known:
        raise errors.NotFound()
    return list(reminder_ids)
