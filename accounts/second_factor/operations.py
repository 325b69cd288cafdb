"""The second factor: an authenticator app (TOTP) and recovery codes (RELIABILITY 2.10)."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext_lazy as _
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts import policies
from accounts.people import queries as people
from accounts.people.models import User
from accounts.second_factor import queries
from common import errors, events, settings
from common.operation import operation

CODES = 10


@operation
def begin_enrolment(*, actor: User, at: datetime) -> TOTPDevice:
    """A fresh secret for one's authenticator, not in force before it is confirmed. Raises WrongState."""
    people.lock_any_person(user_id=actor.pk)
    if queries.has_device(actor):
        raise errors.WrongState(_("A second factor is set up already. Remove it first."))
    TOTPDevice.objects.filter(user=actor, confirmed=False).delete()
    return TOTPDevice.objects.create(user=actor, name="totp", confirmed=False)


def ask_for_enrolment(user_ids: Collection[int], *, at: datetime) -> None:
    """End the sessions of those who need a second factor by now and have none: the next sign-in leads them to set
    one up. For an operation in progress that changed roles, or the roles that demand it."""
    wanted = settings.get("mfa_roles")
    found = queries.without_device(user_ids, wanted) if wanted else []
    for user in found:
        events.record("auth.sessions_ended", user, at=at, number=user.username, why="second factor")
    User.objects.filter(pk__in=[user.pk for user in found]).update(session_epoch=F("session_epoch") + 1)


@operation
def confirm_enrolment(*, actor: User, token: str, at: datetime) -> list[str]:
    """Put the authenticator in force once it showed a right code; returns the recovery codes, shown once.

    Raises WrongState when none is being set up, Invalid for a wrong code.
    """
    people.lock_any_person(user_id=actor.pk)
    device = queries.find_pending(actor)
    if device is None:
        raise errors.WrongState(_("Begin setting up the second factor again."))
    device.throttle_reset(commit=False)  # a secret nobody uses yet needs no brake
    if not device.verify_token(token):
        raise errors.Invalid(fields={"token": [_("This is not the code for this secret. Try the next one.")]})
    device.confirmed = True
    device.save(update_fields=["confirmed"])
    events.record("auth.second_factor_set", actor, at=at, number=actor.username)
    return _issue_codes(actor)


@operation
def verify(*, actor: User, token: str, at: datetime) -> str:
    """Which factor ``token`` proves at a sign-in: "totp", "recovery", or "" when none.

    Wrong ones slow the next try down; a code is accepted once.
    """
    return _proves(actor, token)


def _proves(user: User, token: str) -> str:
    device = queries.lock_device(user)
    if device is not None and token.isdecimal():
        return "totp" if device.verify_token(token) else ""
    codes = queries.lock_codes(user)
    if codes is not None and codes.verify_token(token):
        return "recovery"
    return ""


@operation
def renew_codes(*, actor: User, at: datetime) -> list[str]:
    """New recovery codes instead of the old ones. Raises WrongState without an authenticator."""
    people.lock_any_person(user_id=actor.pk)
    if not queries.has_device(actor):
        raise errors.WrongState(_("Set up the second factor first."))
    events.record("auth.recovery_codes_renewed", actor, at=at, number=actor.username)
    return _issue_codes(actor)


@operation
def remove(*, actor: User, password: str, at: datetime) -> None:
    """Do without a second factor from now on. Raises Invalid (password), NotAllowed when a role demands it."""
    user = people.lock_any_person(user_id=actor.pk)
    if not user.check_password(password):
        raise errors.Invalid(fields={"password": [_("This is not your present password.")]})
    if queries.is_required(user):
        raise errors.NotAllowed(_("Your role demands a second factor."))
    _drop(user, at)


@operation
def remove_by_code(*, actor: User, token: str, at: datetime) -> bool:
    """The same for who has no password to give: with a code of the authenticator, or a recovery code. False for one
    that is none, which slows the next try down. Raises NotAllowed when a role demands a second factor."""
    user = people.lock_any_person(user_id=actor.pk)
    if queries.is_required(user):
        raise errors.NotAllowed(_("Your role demands a second factor."))
    if not _proves(user, token):
        return False
    _drop(user, at)
    return True


@operation
def reset(*, actor: User, user_id: int, at: datetime) -> User:
    """Take a lost authenticator off a person, who sets up another at the next sign-in; ends his sessions.

    Raises NotFound, NotAllowed (an administrator's needs the right to manage roles).
    """
    user = people.lock_person(actor=actor, user_id=user_id)
    if people.holds(user, "role.manage"):
        policies.require(actor, "role.manage")
    user.session_epoch += 1
    user.save(update_fields=["session_epoch"])
    _drop(user, at)
    return user


def _drop(user: User, at: datetime) -> None:
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()
    events.record("auth.second_factor_removed", user, at=at, number=user.username)


def _issue_codes(user: User) -> list[str]:
    StaticDevice.objects.filter(user=user).delete()
    holder = StaticDevice.objects.create(user=user, name="recovery", confirmed=True)
    codes = [StaticToken.random_token() + StaticToken.random_token()[:2] for _n in range(CODES)]
    StaticToken.objects.bulk_create([StaticToken(device=holder, token=code) for code in codes])
    return codes
