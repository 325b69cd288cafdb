"""From the provider's answer in the browser to a proven identity: the code is taken back, its token checked.

Calls the provider, so it runs outside of every operation.
"""

import base64
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from urllib.parse import quote_plus, urlencode

from django.conf import settings

from accounts.single_sign_on import id_token, provider
from accounts.single_sign_on.faults import Fault, Why
from accounts.single_sign_on.flow import Started


@dataclass(frozen=True)
class Proven:
    """Who came back: ``email`` only where the provider verified it; ``methods``: how he proved himself there;
    ``can_end``: the provider offers to be signed out of."""

    issuer: str
    subject: str
    email: str
    methods: frozenset[str]
    can_end: bool
    told: Mapping[str, Any] = field(default_factory=dict)


class Stage(StrEnum):
    """How far a return came."""

    ANSWER = "answer"
    CODE = "code"
    TOKENS = "tokens"
    DONE = "done"


LASTS = 8.0  # seconds that a return may take of a thread, whatever the provider does


def prove(
    started: Started,
    given: Mapping[str, str],
    *,
    back: str,
    at: datetime,
    reached: Callable[[Stage], None] = lambda stage: None,
) -> Proven:
    """Who came back with ``given`` in the address, from the sign-in that ``started``; ``reached`` is told how far it
    comes. Raises Fault."""
    with provider.within(LASTS):
        return _prove(started, given, back, at, reached)


def _prove(
    started: Started, given: Mapping[str, str], back: str, at: datetime, reached: Callable[[Stage], None]
) -> Proven:
    reached(Stage.ANSWER)
    found = provider.current()
    if started.issuer != found.issuer:
        raise Fault(Why.ISSUER)
    _require_answer_of(found, given)
    reached(Stage.CODE)
    tokens = _take_back(found, given.get("code", ""), started.verifier, back)
    reached(Stage.TOKENS)
    access = str(tokens.get("access_token") or "")
    expected = id_token.Expected(found.issuer, settings.OIDC_CLIENT_ID, started.nonce, at, access)
    claims = provider.verify(str(tokens.get("id_token") or ""), expected)
    email = claims.email
    if not claims.has_address and access and found.userinfo:
        email = _told_aside(found, access, claims.subject)
    reached(Stage.DONE)
    return Proven(found.issuer, claims.subject, email, claims.methods, bool(found.end_session), claims.told)


def _require_answer_of(found: provider.Provider, given: Mapping[str, str]) -> None:
    """The answer is of the provider we asked (another one's code must not be taken to it: RFC 9207), and no error."""
    named = given.get("iss", "")
    if (named or found.tells_issuer) and not hmac.compare_digest(named.encode(), found.issuer.encode()):
        raise Fault(Why.ISSUER)
    if error := given.get("error", ""):
        is_no = error in ("access_denied", "login_required", "interaction_required")
        raise Fault(Why.CANCELLED if is_no else Why.PROVIDER, error)
    if not 0 < len(given.get("code", "")) <= 4096:
        raise Fault(Why.PROVIDER, "no code")


def _take_back(found: provider.Provider, code: str, verifier: str, back: str) -> dict[str, Any]:
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": verifier}
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    client, secret = settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET
    if not secret:
        form["client_id"] = client
    elif found.by_body:
        form |= {"client_id": client, "client_secret": secret}
    else:
        pair = f"{quote_plus(client)}:{quote_plus(secret)}"  # RFC 6749, 2.3.1
        headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
    answer = provider.ask("POST", found.token, headers=headers, body=urlencode(form).encode())
    if answer.status != 200:
        raise Fault(Why.CODE, str(provider.as_object(answer).get("error", "")))
    return provider.read_json(answer)


def _told_aside(found: provider.Provider, access: str, subject: str) -> str:
    """The verified address, from where providers tell it that keep their tokens small; of nobody else (5.3.2)."""
    answer = provider.ask("GET", found.userinfo, headers={"Authorization": f"Bearer {access}"})
    told = provider.as_object(answer) if answer.status == 200 else {}
    return id_token.verified_email(told) if told.get("sub") == subject else ""
