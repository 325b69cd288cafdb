"""Reads of identities: whose one is, what stands on a person's pages, who tried in vain."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q, QuerySet

from accounts.people import queries as people
from accounts.people.models import User
from accounts.single_sign_on import policies
from accounts.single_sign_on.faults import Why
from accounts.single_sign_on.models import Identity
from common import settings as company
from common.models import Event

REFUSED = "auth.single_sign_on_refused"
LATELY = timedelta(days=14)
MOST = 20


def find_identity(issuer: str, subject: str) -> Identity | None:
    """The person behind a subject of a provider, active or not."""
    return Identity.objects.select_related("user").filter(issuer=issuer, subject=subject).first()


def identities_of(user: User) -> QuerySet[Identity]:
    """What a person is linked to, that of the present provider first."""
    return Identity.objects.filter(user=user).select_related("linked_by").order_by("-linked_at", "-pk")


def people_with_address(email: str) -> list[User]:
    """Who works here under a mail address, not more than two of them."""
    return list(people.staff().filter(email__iexact=email)[:2])


def would_be(issuer: str, subject: str, email: str) -> tuple[User | None, Why | None, bool]:
    """Whom ``operations.recognise`` would let in, or why nobody; whether it would link him first. Changes nothing."""
    known = find_identity(issuer, subject)
    if known is not None:
        return known.user, None if known.user.is_active else Why.LEFT, False
    if not company.get("single_sign_on.link_by_address"):
        return None, Why.UNLINKED, False
    if not email:
        return None, Why.UNVERIFIED, False
    found = people_with_address(email)
    if len(found) != 1 or not found[0].is_active:
        return None, Why.AMBIGUOUS if len(found) > 1 else Why.NOBODY, False
    if people.holds(found[0], "role.manage"):
        return found[0], Why.ADMINISTRATOR, False
    if identities_of(found[0]).filter(issuer=issuer).exists():
        return found[0], Why.OTHER_IDENTITY, False
    return found[0], None, True


@dataclass(frozen=True)
class Tried:
    """Somebody whom the provider knows and we do not."""

    subject: str
    address: str
    at: datetime


def tried_lately(person: User, *, at: datetime) -> list[Tried]:
    """Who tried to come in by the present provider, is linked to nobody and may be ``person``: the last first."""
    about = Q(subject_type="", subject_id=None) | Q(subject_type="accounts.user", subject_id=person.pk)
    rows = Event.objects.filter(about, kind=REFUSED, at__gt=at - LATELY, data__issuer=settings.OIDC_ISSUER)
    told = {
        row.data["identity"]: Tried(row.data["identity"], row.data.get("address", ""), row.at)
        for row in reversed(rows.order_by("-id")[:200])
    }
    linked = Identity.objects.filter(issuer=settings.OIDC_ISSUER, subject__in=told)
    for subject in linked.values_list("subject", flat=True):
        del told[subject]
    return sorted(told.values(), key=lambda one: one.at, reverse=True)[:MOST]


@dataclass(frozen=True)
class Standing:
    """How single sign-on stands for a person, for his own page."""

    provider: str
    identities: list[Identity]
    is_bound: bool


def standing_of(user: User) -> Standing | None:
    """How single sign-on stands for ``user``; None where it is not offered."""
    if not policies.is_offered():
        return None
    found = [one for one in identities_of(user) if one.issuer == settings.OIDC_ISSUER]
    return Standing(policies.provider_name(), found, policies.is_bound(user))
