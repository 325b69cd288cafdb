"""Reads around the sign-in: who comes, and what comes next."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import Exists, F, OuterRef, QuerySet

from accounts import policies
from accounts.people import queries as people
from accounts.people.models import User
from accounts.second_factor import queries as factors
from accounts.sign_in import devices, sessions
from accounts.sign_in.models import UserSession
from common import errors, keyset

SORTS = {"seen": keyset.Sort("seen_at"), "started": keyset.Sort("started_at")}


def find_by_username(username: str) -> User | None:
    """The person of a sign-in name, active or not."""
    return User.objects.filter(username=username, is_system=False).first()


def find_active(user_id: int | None) -> User | None:
    """An active person by id."""
    return User.objects.filter(pk=user_id, is_active=True, is_system=False).first() if user_id else None


class Step(Enum):
    """What comes next on the way in: the second factor, setting one up, a password of one's own, or nothing."""

    SECOND_FACTOR = auto()
    ENROL = auto()
    PASSWORD = auto()
    DONE = auto()


def step_after_password(user: User) -> Step:
    """What comes after the right password: whoever has a second factor is asked for it."""
    return Step.SECOND_FACTOR if factors.has_device(user) else step_inside(user)


def step_inside(user: User, *, by_provider: bool = False, is_strong: bool = False) -> Step:
    """What comes first for somebody who proved who he is; ``is_strong``: with a second factor of the provider's. Who
    came by the provider needs no password of his own."""
    if factors.is_required(user) and not is_strong and not factors.has_device(user):
        return Step.ENROL
    return Step.PASSWORD if user.must_change_password and not by_provider else Step.DONE


@dataclass(frozen=True)
class Device:
    """A session as its person sees it."""

    pk: int
    device: str
    address: str
    started_at: datetime
    seen_at: datetime
    is_this: bool


def standing_sessions(user: User, *, at: datetime) -> QuerySet[UserSession]:
    """The sessions that would let ``user`` in now, the last seen first."""
    return _standing(at).filter(user=user).order_by("-seen_at", "-pk")


def managed_sessions(*, actor: User, at: datetime) -> QuerySet[UserSession]:
    """The standing sessions of the people whom ``actor`` may manage, for a keyset page by SORTS. Raises NotAllowed."""
    policies.require(actor, "user.manage")
    return _standing(at).filter(user__in=people.managed_by(actor).values("pk")).select_related("user")


def _standing(at: datetime) -> QuerySet[UserSession]:
    rows = UserSession.objects.filter(epoch=F("user__session_epoch"), user__is_active=True)
    rows = rows.filter(
        started_at__gt=at - settings.SESSION_ABSOLUTE,
        seen_at__gt=at - settings.SESSION_IDLE - sessions.WRITTEN_EVERY,
    )
    stored = Session.objects.filter(session_key=OuterRef("session_key"), expire_date__gt=at)
    return rows.filter(Exists(stored))


def list_devices(user: User, *, at: datetime, this: str = "") -> list[Device]:
    """Where ``user`` is signed in, the session with the key ``this`` first. One statement."""
    found = [
        Device(
            row.pk,
            devices.in_words(row.agent),
            row.address or "",
            row.started_at,
            row.seen_at,
            row.session_key == this,
        )
        for row in standing_sessions(user, at=at)
    ]
    return sorted(found, key=lambda one: not one.is_this)


def lock_session(*, actor: User, session_id: int) -> UserSession:
    """Lock a session of one's own, or of somebody whom ``actor`` may manage. Raises NotFound."""
    rows = UserSession.objects.select_for_update(no_key=True, of=("self",)).select_related("user")
    row = rows.filter(pk=session_id).first()
    if row is None or (row.user_id != actor.pk and not people.managed_by(actor).filter(pk=row.user_id).exists()):
        raise errors.NotFound()
    return row
