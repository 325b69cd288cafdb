"""A sign-in on its way to the provider and back: what the browser's session remembers of it. Knows no request.

What is remembered is used up by the first return, lasts five minutes, and is of no use in another browser.
"""

import base64
import hashlib
import secrets
from collections.abc import MutableMapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

KEY = "single_sign_on"
LASTS = timedelta(minutes=5)
LINK, TRY = "link", "try"  # purposes
MOST = 4  # windows in which somebody begins at the same time


@dataclass(frozen=True)
class Started:
    """What a return must fit. ``then``: the page to open afterwards; ``kept``: a form to be sent again; ``purpose``: ""
    to sign in, else what the person ``user``, who is signed in, wants with the answer."""

    state: str
    nonce: str
    verifier: str
    issuer: str
    then: str
    kept: str
    at: int
    purpose: str = ""
    user: int = 0


def begin(
    session: MutableMapping[str, Any],
    *,
    issuer: str,
    then: str,
    kept: str = "",
    purpose: str = "",
    user: int = 0,
    at: datetime,
) -> Started:
    """Remember a new one; of more than a few the oldest is forgotten."""
    started = Started(_token(), _token(), _token(), issuer, then, kept, int(at.timestamp()), purpose, user)
    waiting = {**session.get(KEY, {}), started.state: vars(started)}
    session[KEY] = dict(list(waiting.items())[-MOST:])
    return started


def take(session: MutableMapping[str, Any], state: str, *, at: datetime) -> Started | None:
    """What was remembered under ``state``, once; None for what was not begun here, or is too old."""
    waiting = dict(session.get(KEY, {}))
    found = waiting.pop(state, None)
    if found is None:
        return None
    session[KEY] = waiting
    started = Started(**found)
    return started if 0 <= at.timestamp() - started.at < LASTS.total_seconds() else None


def challenge(verifier: str) -> str:
    """The S256 challenge of PKCE (RFC 7636)."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def with_query(url: str, **more: str) -> str:
    """An address with more in its query."""
    parts = urlsplit(url)
    query = "&".join(one for one in (parts.query, urlencode(more)) if one)
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))


def address(started: Started, *, endpoint: str, client_id: str, back: str, language: str) -> str:
    """Where the browser goes to sign in at the provider."""
    return with_query(
        endpoint,
        response_type="code",
        client_id=client_id,
        redirect_uri=back,
        scope="openid email",
        state=started.state,
        nonce=started.nonce,
        code_challenge=challenge(started.verifier),
        code_challenge_method="S256",
        ui_locales="zh-CN" if language.startswith("zh") else "en",
    )


def _token() -> str:
    return secrets.token_urlsafe(32)
