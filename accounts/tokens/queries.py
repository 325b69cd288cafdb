"""Every read of API tokens."""

import hashlib
from datetime import datetime

from django.db.models import Q, QuerySet

from accounts import policies
from accounts.people.models import User
from accounts.tokens.models import ApiToken
from common import errors


def digest(secret: str) -> str:
    """What is kept of a secret: it is long and random, so a plain SHA-256 cannot be guessed back."""
    return hashlib.sha256(secret.encode()).hexdigest()


def find_live(secret: str, *, at: datetime) -> ApiToken | None:
    """The token behind a secret with its active user, unless it is revoked or expired. One statement."""
    live = Q(revoked_at=None) & (Q(expires_at=None) | Q(expires_at__gt=at))
    return ApiToken.objects.select_related("user").filter(live, digest=digest(secret), user__is_active=True).first()


def list_own(user: User) -> QuerySet[ApiToken]:
    """A person's tokens, newest first."""
    return ApiToken.objects.filter(user=user).order_by("-id")


def lock_token(*, actor: User, token_id: int) -> ApiToken:
    """Lock a token of one's own, or any with the right to manage roles. Raises NotFound."""
    tokens = ApiToken.objects.select_for_update(no_key=True, of=("self",)).select_related("user")
    if not policies.can(actor, "role.manage"):
        tokens = tokens.filter(user=actor)
    token = tokens.filter(pk=token_id).first()
    if token is None:
        raise errors.NotFound()
    return token
