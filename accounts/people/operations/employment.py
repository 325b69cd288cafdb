"""People who leave and come back."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.people import queries
from accounts.people.models import User
from accounts.people.operations import passwords
from accounts.roles import guard
from accounts.tokens.models import ApiToken
from common import errors, events, stamps
from common.operation import operation

_FIELDS = ["is_active", "left_at", "substitute", "session_epoch"]


@operation
def deactivate_user(*, actor: User, user_id: int, at: datetime, substitute_id: int | None = None) -> User:
    """Take all rights from a person who leaves: sessions and API tokens end at once.

    The substitute sees and handles what is the leaver's as his own; people for whom the leaver stood
    in are passed on to him. Raises NotFound, Invalid (substitute), Conflict (oneself, last administrator).
    """
    with guard.keep_an_administrator():
        user = queries.lock_person(actor=actor, user_id=user_id)
        if user.pk == actor.pk:
            raise errors.Conflict(_("You cannot deactivate yourself."))
        if not user.is_active:
            raise errors.WrongState(_("%(name)s is not active any more.") % {"name": user.name})
        substitute = _substitute(user, substitute_id)
        user.is_active, user.left_at, user.substitute = False, at, substitute
        user.session_epoch += 1
        user.save(update_fields=_FIELDS)
        User.objects.filter(substitute=user).update(substitute=substitute)
    stamps.touch(queries.STAMP)
    ApiToken.objects.filter(user=user, revoked_at=None).update(revoked_at=at)
    passwords.end_links(actor=actor, user=user, at=at)
    events.record(
        "person.deactivated", user, at=at, number=user.username, substitute=substitute.username if substitute else ""
    )
    return user


@operation
def reactivate_user(*, actor: User, user_id: int, at: datetime) -> User:
    """Let a person who left work here again, with the roles he held. Raises NotFound, WrongState."""
    user = queries.lock_person(actor=actor, user_id=user_id)
    if user.is_active:
        raise errors.WrongState(_("%(name)s is active.") % {"name": user.name})
    user.is_active, user.left_at, user.substitute = True, None, None
    user.save(update_fields=_FIELDS)
    stamps.touch(queries.STAMP)
    events.record("person.reactivated", user, at=at, number=user.username)
    return user


def _substitute(user: User, substitute_id: int | None) -> User | None:
    if substitute_id is None:
        return None
    if substitute_id == user.pk:
        raise errors.Invalid(fields={"substitute": [_("Nobody can be his own substitute.")]})
    return queries.get_active_person(substitute_id, "substitute")
