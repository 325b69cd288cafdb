"""The API's way in for other systems: ``Authorization: Token so_…``."""

from django.utils import translation
from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from accounts.people.models import User
from accounts.tokens import operations, queries
from accounts.tokens.models import ApiToken
from common import clock

KEYWORD = "Token"


class TokenAuthentication(BaseAuthentication):
    """Signs a request in as the token's user, with his rights narrowed to the token's scopes. It is answered in the
    language that it asks for (``Accept-Language``), else in that of the user."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        parts = get_authorization_header(request).split()
        if not parts or parts[0].lower() != KEYWORD.lower().encode():
            return None
        at = clock.now()
        secret = parts[1].decode("latin-1") if len(parts) == 2 else ""
        token = queries.find_live(secret, at=at) if secret.startswith(operations.MARK) else None
        if token is None:
            raise AuthenticationFailed(_("This token is unknown, revoked or expired."))
        operations.note_use(token, at=at)
        if "Accept-Language" not in request.headers:
            translation.activate(token.user.language)
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return KEYWORD
