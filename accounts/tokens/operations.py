"""API tokens are issued, revoked and marked as used (RELIABILITY 2.11)."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from accounts import policies
from accounts.people import queries as people
from accounts.people.models import User
from accounts.roles.verbs import verbs
from accounts.tokens import queries
from accounts.tokens.models import ApiToken
from common import errors, events, settings
from common.operation import operation

MARK = "so_"
DEFAULT_DAYS = 90
USE_NOTED_EVERY = timedelta(minutes=5)


@operation
def issue_token(
    *,
    actor: User,
    name: str,
    at: datetime,
    user_id: int | None = None,
    days: int = DEFAULT_DAYS,
    scopes: Sequence[str] = (),
) -> tuple[ApiToken, str]:
    """A new token for oneself, or for ``user_id`` with the right to manage roles; returns it and its
    secret, which is not kept. ``scopes`` narrow it to verbs (``order.view``, ``order.*``); none = all
    that its user may do at the time of each call.

    Raises NotAllowed, NotFound, Invalid (name, days, scopes).
    """
    user = people.get_person(user_id) if user_id and user_id != actor.pk else actor
    if user.pk != actor.pk:
        policies.require(actor, "role.manage")
        user = people.get_active_person(user.pk, "user")
    else:
        policies.require(actor, "token.issue")
    _check(name, days, scopes)
    secret = MARK + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        user=user,
        name=name.strip(),
        prefix=secret[:10],
        digest=queries.digest(secret),
        scopes=sorted(set(scopes)),
        created_at=at,
        expires_at=at + timedelta(days=days),
    )
    events.record("auth.token_issued", token, at=at, number=token.prefix, user=user.username, scopes=token.scopes)
    return token, secret


@operation
def revoke_token(*, actor: User, token_id: int, at: datetime) -> ApiToken:
    """End a token at once. Raises NotFound; doing it twice changes nothing."""
    token = queries.lock_token(actor=actor, token_id=token_id)
    if token.revoked_at is None:
        token.revoked_at = at
        token.save(update_fields=["revoked_at"])
        events.record("auth.token_revoked", token, at=at, number=token.prefix, user=token.user.username)
    return token


def note_use(token: ApiToken, *, at: datetime) -> None:
    """Remember that a token was used, at most every five minutes; stands outside the call's transaction."""
    if token.last_used_at is None or at - token.last_used_at >= USE_NOTED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=at)


def _check(name: str, days: int, scopes: Sequence[str]) -> None:
    faults: dict[str, list] = {}
    longest = int(settings.get("token_max_days"))
    if not name.strip() or len(name.strip()) > 80:
        faults["name"] = [_("Enter a name of at most 80 characters: which system uses the token?")]
    if not 1 <= days <= longest:
        faults["days"] = [_("Between 1 and %(n)s days.") % {"n": longest}]
    unknown = [scope for scope in scopes if not _is_known(scope)]
    if unknown:
        faults["scopes"] = [_("There is no right “%(name)s”.") % {"name": unknown[0]}]
    if faults:
        raise errors.Invalid(fields=faults)


def _is_known(scope: str) -> bool:
    return scope in verbs or (scope.endswith(".*") and any(verb.startswith(scope[:-1]) for verb in verbs))
