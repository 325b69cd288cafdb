"""Passwords: set by whoever manages people, changed by their owner (RELIABILITY 2.10)."""

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts import policies
from accounts.people import queries
from accounts.people.link_kinds import INVITATION, RESET, SUBJECT
from accounts.people.models import User
from accounts.single_sign_on import policies as provider
from common import errors, events
from common.links import operations as links
from common.operation import operation

_FIELDS = ["password", "must_change_password", "session_epoch"]


@operation
def set_password(*, actor: User, user_id: int, password: str, at: datetime, must_change: bool = True) -> User:
    """Give a person a new password, which he must change at the next sign-in; ends his sessions.

    Raises NotFound, NotAllowed (an administrator's password needs the right to manage roles), Invalid, WrongState for
    whoever signs in by single sign-on only.
    """
    user = queries.lock_person(actor=actor, user_id=user_id)
    if queries.holds(user, "role.manage"):  # else managing people would be a way to every right
        policies.require(actor, "role.manage")
    provider.require_password(user)
    apply(user, password, must_change=must_change)
    user.session_epoch += 1
    user.save(update_fields=_FIELDS)
    end_links(actor=actor, user=user, at=at)
    events.record("auth.password_set", user, at=at, number=user.username)
    return user


@operation
def change_password(*, actor: User, current: str, new: str, at: datetime) -> User:
    """Change one's own password. Ends all sessions but the one that the door then renews.

    Raises Invalid for ``current`` or ``new``, WrongState for whoever signs in by single sign-on only.
    """
    user = queries.lock_any_person(user_id=actor.pk)
    provider.require_password(user)
    if not user.check_password(current):
        raise errors.Invalid(fields={"current": [_("This is not your present password.")]})
    if current == new:
        raise errors.Invalid(fields={"new": [_("Choose another password than the present one.")]})
    apply(user, new, must_change=False, field="new")
    user.session_epoch += 1
    user.save(update_fields=_FIELDS)
    end_links(actor=actor, user=user, at=at)
    events.record("auth.password_changed", user, at=at, number=user.username)
    return user


def end_links(*, actor: User, user: User, at: datetime) -> None:
    """No link that was sent to set a password opens any more: there is another one, or nobody to have one."""
    for purpose in (RESET, INVITATION):
        links.revoke(actor=actor, purpose=purpose, subject_type=SUBJECT, subject_id=user.pk, at=at)


def apply(user: User, password: str, *, must_change: bool, field: str = "password") -> None:
    """Check a password against the rules and set it (does not save). Raises Invalid."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise errors.Invalid(fields={field: list(error.messages)}) from error
    user.set_password(password)
    user.must_change_password = must_change
