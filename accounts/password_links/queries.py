"""Reads around links by which a person sets his own password: whom they are for, how an invitation stands."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.utils.translation import gettext as _

from accounts.people import queries as people
from accounts.people.link_kinds import INVITATION, RESET, SUBJECT
from accounts.people.models import User
from accounts.single_sign_on import policies as provider
from accounts.single_sign_on.models import Identity
from common import errors
from common.links import queries as links
from common.links.models import SignedLink
from common.templatetags import fmt

MOST_OF_ONE_ADDRESS = 5  # people who share a mail address and are written to


def who_forgot(typed: str) -> list[User]:
    """Those of us whose sign-in name or mail address was typed, and who have an address to write to."""
    word = typed.strip()
    found = people.staff().filter(Q(username=word.lower()) | Q(email__iexact=word)).exclude(email="")
    return list(found[:MOST_OF_ONE_ADDRESS])


def may_have_new_one(user_ids: list[int]) -> list[User]:
    """Those of these people who still work here, with an address and a password that they may use, as they are now."""
    found = people.active_people().filter(pk__in=user_ids).exclude(email="")
    found = found.exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    return [person for person in found if not provider.is_bound(person)]


def person_of(link: SignedLink) -> User:
    """Whom a link is for. Raises NotFound for somebody who left."""
    person = people.active_people().filter(pk=link.subject_id).first()
    if person is None:
        raise errors.NotFound()
    return person


def find_link(link_id: int) -> SignedLink | None:
    """A link by id, whether it opens anything or not."""
    return SignedLink.objects.filter(pk=link_id).first()


def newest(user_id: int, purpose: str) -> SignedLink:
    """The link of a kind that a person got last. IndexError where he never got one: a bug."""
    return links.links_of(SUBJECT, user_id, purpose)[0]


def live_invitation(user_id: int, *, at: datetime) -> SignedLink | None:
    """The invitation that opens its page now."""
    newest = links.links_of(SUBJECT, user_id, INVITATION).first()
    return newest if newest and links.is_live(newest, at=at) else None


def count_recent(user_id: int, *, since: datetime) -> int:
    """How many links for a new password a person got since a moment, by his own asking."""
    found = links.links_of(SUBJECT, user_id, RESET).filter(issued_at__gt=since, parameters__by=None)
    return found.count()


def issued_for(message_id: int, user_id: int) -> SignedLink | None:
    """The link that was made when a mail was first tried to be sent."""
    return links.links_of(SUBJECT, user_id, RESET).filter(parameters__message=message_id).first()


class Entry(Enum):
    """Whether a person can come in by single sign-on or with a password, and if not, how his invitation stands."""

    HAS_PASSWORD = auto()
    PROVIDER = auto()
    INVITED = auto()
    EXPIRED = auto()
    TAKEN_BACK = auto()
    NONE = auto()


@dataclass(frozen=True)
class Standing:
    """How somebody's way in stands; ``until`` of an invitation."""

    entry: Entry
    until: datetime | None = None

    def __str__(self) -> str:
        words = {
            Entry.HAS_PASSWORD: "",
            Entry.PROVIDER: _("Single sign-on"),
            Entry.INVITED: _("Invited until %(moment)s"),
            Entry.EXPIRED: _("Invitation ran out"),
            Entry.TAKEN_BACK: _("Invitation taken back"),
            Entry.NONE: _("No password, not invited"),
        }[self.entry]
        return words % {"moment": fmt.moment(self.until)} if self.entry is Entry.INVITED else words


def with_invitation(rows: QuerySet[User]) -> QuerySet[User]:
    """The same people, with what ``standing_of`` asks of each, in the same statement."""
    newest = SignedLink.objects.filter(subject_type=SUBJECT, subject_id=OuterRef("pk"), purpose=INVITATION)
    newest = newest.order_by("-id")
    linked = Identity.objects.filter(user=OuterRef("pk"), issuer=settings.OIDC_ISSUER)
    return rows.annotate(
        is_linked=Exists(linked) if provider.is_offered() else Value(False),
        invited_until=Subquery(newest.values("valid_until")[:1]),
        invitation_revoked_at=Subquery(newest.values("revoked_at")[:1]),
    )


def standing_of(person: User, *, at: datetime) -> Standing:
    """How the way in of a person of ``with_invitation`` stands."""
    until = getattr(person, "invited_until", None)
    if getattr(person, "is_linked", False):
        return Standing(Entry.PROVIDER)
    if person.has_usable_password():
        return Standing(Entry.HAS_PASSWORD)
    if until is None:
        return Standing(Entry.NONE)
    if getattr(person, "invitation_revoked_at", None):
        return Standing(Entry.TAKEN_BACK)
    return Standing(Entry.INVITED if until > at else Entry.EXPIRED, until)
