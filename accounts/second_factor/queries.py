"""Reads about second factors: who needs one, who has one."""

from collections.abc import Collection

from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.people.models import User
from accounts.roles import queries as roles
from common import settings


def is_required(user: User) -> bool:
    """Whether a role of ``user`` is among those that the company wants a second factor for."""
    wanted = set(settings.get("mfa_roles"))
    return bool(wanted) and bool(wanted.intersection(roles.codes_of(user.pk)))


def has_device(user: User) -> bool:
    """Whether ``user`` has a confirmed authenticator."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).exists()


def without_device(user_ids: Collection[int], wanted: Collection[str]) -> list[User]:
    """Who of these has signed in before, holds one of the roles ``wanted``, and has no confirmed authenticator."""
    found = User.objects.filter(pk__in=user_ids, is_active=True, last_sign_in_at__isnull=False)
    found = found.filter(user_roles__role__code__in=wanted, user_roles__role__is_active=True)
    equipped = TOTPDevice.objects.filter(confirmed=True).values("user_id")
    return list(found.exclude(pk__in=equipped).distinct().order_by("pk"))


def find_pending(user: User) -> TOTPDevice | None:
    """The authenticator that ``user`` is setting up."""
    return TOTPDevice.objects.filter(user=user, confirmed=False).order_by("-id").first()


def count_codes(user: User) -> int:
    """How many recovery codes are left."""
    return StaticToken.objects.filter(device__user=user, device__confirmed=True).count()


def lock_device(user: User) -> TOTPDevice | None:
    """The confirmed authenticator, locked: a code counts once, and two guesses cannot pass the brake together."""
    return TOTPDevice.objects.select_for_update(no_key=True).filter(user=user, confirmed=True).first()


def lock_codes(user: User) -> StaticDevice | None:
    """The holder of the recovery codes, locked."""
    return StaticDevice.objects.select_for_update(no_key=True).filter(user=user, confirmed=True).first()
