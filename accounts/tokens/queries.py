"""Every read of API tokens."""

import hashlib
from datetime import datetime

from django.db.models import F, Q, QuerySet

from accounts import access, policies
from accounts.people.models import User
from accounts.tokens.models import ApiToken
from common import errors
from common.rows import read_rows


def digest(secret: str) -> str:
    """What is kept of a secret: it is long and random, so a plain SHA-256 cannot be guessed back."""
    return hashlib.sha256(secret.encode()).hexdigest()


_PERSON = [field for field in User._meta.concrete_fields if field.name not in ("search_text", "search_grams")]
# written as SQL (ADR 0012): composing it with the ORM takes longer than running it, and every API call runs it
_LIVE = (
    f"SELECT {', '.join(f't.{field.column}' for field in ApiToken._meta.concrete_fields)},"
    f" {', '.join(f'u.{field.column} AS person_{field.column}' for field in _PERSON)},"
    f" ({access.RIGHTS.format(user='u.id', department='u.department_id')}) AS person_rights"
    " FROM accounts_apitoken t JOIN accounts_user u ON u.id = t.user_id WHERE t.digest = %s"
    " AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > %s) AND u.is_active"
)


def find_live(secret: str, *, at: datetime) -> ApiToken | None:
    """The token behind a secret with its active user and his rights, narrowed to its scopes, unless it is revoked
    or expired. One statement."""
    token = next(iter(read_rows(ApiToken, _LIVE, [digest(secret), at])), None)
    if token is not None:
        names = [field.attname for field in _PERSON]
        values = [token.__dict__.pop(f"person_{field.column}") for field in _PERSON]
        token.user = person = User.from_db(token._state.db, names, values)
        rights = token.__dict__.pop("person_rights")
        person._access = access.made_of(person, rights, tuple(token.scopes) or None)  # type: ignore[attr-defined]
    return token


def list_own(user: User) -> QuerySet[ApiToken]:
    """A person's tokens, newest first."""
    return ApiToken.objects.filter(user=user).order_by("-id")


def list_live(actor: User, *, at: datetime) -> QuerySet[ApiToken]:
    """Tokens that work now, who called last first: one's own, everybody's with the right to manage roles."""
    live = ApiToken.objects.filter(Q(expires_at=None) | Q(expires_at__gt=at), revoked_at=None, user__is_active=True)
    if not policies.can(actor, "role.manage"):
        live = live.filter(user=actor)
    return live.select_related("user").order_by(F("last_used_at").desc(nulls_last=True), "pk")


def lock_token(*, actor: User, token_id: int) -> ApiToken:
    """Lock a token of one's own, or any with the right to manage roles. Raises NotFound."""
    tokens = ApiToken.objects.select_for_update(no_key=True, of=("self",)).select_related("user")
    if not policies.can(actor, "role.manage"):
        tokens = tokens.filter(user=actor)
    token = tokens.filter(pk=token_id).first()
    if token is None:
        raise errors.NotFound()
    return token
