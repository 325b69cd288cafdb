"""What the provider says of itself (OpenID Connect Discovery) and its keys, kept in this process for an hour.

A token with a key that is not known has the keys read anew, at most once in half a minute, so that a change of keys
costs nobody a sign-in and made-up keys cost the provider nothing.

A provider that hangs must not take the site with it, whose threads are few: one thread reads its description, others
wait for a second; no more than ``AT_ONCE`` threads ask it at a time; what gave no answer is not asked again for
``PAUSE`` seconds, in which everybody hears at once that it is away; and what one return asks ends with ``within``.
"""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings

from accounts.single_sign_on import id_token
from accounts.single_sign_on.faults import Fault, Why
from common import outgoing

LASTS, REST = 3600.0, 30.0  # seconds
TIMEOUT, LARGEST = 5.0, 262_144
PAUSE, PATIENCE, AT_ONCE = 15.0, 1.0, 2
_WELL_KNOWN = "/.well-known/openid-configuration"


@dataclass(frozen=True)
class Provider:
    """Where things are asked at the provider. ``tells_issuer``: its answers name it (RFC 9207); ``by_body``: it takes
    the client's secret in the body only; ``end_session``: where people sign out there, "" where that is not offered."""

    issuer: str
    authorization: str
    token: str
    jwks: str
    userinfo: str
    end_session: str
    tells_issuer: bool
    by_body: bool


@dataclass
class _Kept:
    """What this process knows, and since when."""

    provider: Provider
    read_at: float
    keys: list[id_token.Key] = field(default_factory=list)
    keys_at: float = -LASTS


_reading, _asking = threading.Lock(), threading.BoundedSemaphore(AT_ONCE)
_kept: dict[str, _Kept] = {}
_failed: dict[str, tuple[float, Fault]] = {}  # issuer, or address → until when, and how
_until: ContextVar[float | None] = ContextVar("until when the provider may be asked", default=None)


def forget() -> None:
    """Know nothing any more; between tests."""
    _kept.clear()
    _failed.clear()


@dataclass(frozen=True)
class Ages:
    """How old what this process knows of the provider is, in seconds, None where it knows nothing; and what went wrong
    last, while that is not long ago."""

    description: float | None
    keys: float | None
    fault: Fault | None


def ages() -> Ages:
    """The same now; asks nobody."""
    known, now = _kept.get(settings.OIDC_ISSUER), time.monotonic()
    fault = next((fault for until, fault in _failed.values() if now < until), None)
    if known is None:
        return Ages(None, None, fault)
    return Ages(now - known.read_at, now - known.keys_at if known.keys else None, fault)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """All that is asked inside takes no longer together."""
    token = _until.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _until.reset(token)


def current() -> Provider:
    """The provider that the settings name. Raises Fault where it cannot be reached or describes another one."""
    return _known().provider


def look() -> tuple[Provider, "int | Fault"]:
    """Read description and keys anew, whatever is known or rests: the provider, and how many of its keys may sign, or
    why they could not be read. What was read is known from now on. Raises Fault for the description."""
    with within(2 * TIMEOUT):
        _failed.clear()
        fresh = _kept[settings.OIDC_ISSUER] = _Kept(_described(settings.OIDC_ISSUER), time.monotonic())
        try:
            return fresh.provider, len(_keys(fresh))
        except Fault as fault:
            return fresh.provider, fault


def verify(token: str, expected: id_token.Expected) -> id_token.Claims:
    """Who a token of this provider is about. Raises Fault."""
    known = _known()
    try:
        return id_token.verify(token, _keys(known), expected)
    except id_token.UnknownKey:
        pass
    try:
        return id_token.verify(token, _keys(known, older_than=REST), expected)
    except id_token.UnknownKey:
        raise Fault(Why.KEY) from None


def _known() -> _Kept:
    issuer = settings.OIDC_ISSUER
    known = _kept.get(issuer)
    if known is not None and time.monotonic() - known.read_at < LASTS:
        return known
    if not _reading.acquire(timeout=PATIENCE):  # another thread reads it
        if known is None:
            raise Fault(Why.AWAY, "busy")
        return known
    try:
        return _read_anew(issuer)
    finally:
        _reading.release()


def _read_anew(issuer: str) -> _Kept:
    known = _kept.get(issuer)
    if known is not None and time.monotonic() - known.read_at < LASTS:  # while we waited
        return known
    _require_rested(issuer)
    try:
        fresh = _kept[issuer] = _Kept(_described(issuer), time.monotonic())
    except Fault as fault:
        _failed[issuer] = time.monotonic() + PAUSE, fault
        raise
    return fresh


def _require_rested(what: str) -> None:
    """Raise the Fault with which asking for it failed a moment ago."""
    until, fault = _failed.get(what, (0.0, None))
    if fault is not None and time.monotonic() < until:
        raise Fault(fault.why, fault.told)


def _keys(known: _Kept, *, older_than: float = LASTS) -> list[id_token.Key]:
    if time.monotonic() - known.keys_at >= older_than:
        found = id_token.read_keys(read_json(ask("GET", known.provider.jwks)))
        known.keys, known.keys_at = found, time.monotonic()
    return known.keys


def _described(issuer: str) -> Provider:
    found = read_json(ask("GET", issuer.removesuffix("/") + _WELL_KNOWN))
    if found.get("issuer") != issuer:
        raise Fault(Why.CONFUSED, "issuer")
    methods = found.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    return Provider(
        issuer=issuer,
        authorization=_address(found, "authorization_endpoint"),
        token=_address(found, "token_endpoint"),
        jwks=_address(found, "jwks_uri"),
        userinfo=_address(found, "userinfo_endpoint", may_lack=True),
        end_session=_address(found, "end_session_endpoint", may_lack=True),
        tells_issuer=found.get("authorization_response_iss_parameter_supported") is True,
        by_body="client_secret_basic" not in methods and "client_secret_post" in methods,
    )


def _address(found: dict[str, Any], name: str, *, may_lack: bool = False) -> str:
    """An address of the description: one that we would call ourselves, for browsers are sent there too."""
    url = found.get(name, "")
    if may_lack and not url:
        return ""
    try:
        outgoing.target_of(url if isinstance(url, str) else "", outgoing.ANY)
    except outgoing.Refused:
        raise Fault(Why.CONFUSED, name) from None
    return str(url)


def ask(method: str, url: str, *, headers: dict[str, str] | None = None, body: bytes | None = None) -> outgoing.Answer:
    """What the provider answers. Raises Fault where it cannot be reached, sends on, or says that it is out of order."""
    given = {"Accept": "application/json", **(headers or {})}
    _require_rested(url)
    if not _asking.acquire(timeout=min(PATIENCE, _left())):
        raise Fault(Why.AWAY, "busy")
    try:
        answer = outgoing.request(method, url, headers=given, body=body, timeout_s=_left(), max_bytes=LARGEST)
    except (outgoing.Refused, outgoing.Unreachable) as error:
        fault = Fault(Why.AWAY, error.reason.value)
        if isinstance(error, outgoing.Unreachable):
            _failed[url] = time.monotonic() + PAUSE, fault
        raise fault from None
    finally:
        _asking.release()
    if answer.status >= 500 or answer.status == 429:
        raise Fault(Why.AWAY, str(answer.status))
    return answer


def _left() -> float:
    """How long one question may take. Raises Fault where no time is left."""
    until = _until.get()
    left = TIMEOUT if until is None else min(TIMEOUT, until - time.monotonic())
    if left <= 0:
        raise Fault(Why.AWAY, outgoing.Reason.TIME.value)
    return left


def read_json(answer: outgoing.Answer) -> dict[str, Any]:
    """The object that a good answer holds. Raises Fault."""
    if answer.status != 200 or answer.is_cut:
        raise Fault(Why.CONFUSED, str(answer.status))
    return as_object(answer)


def as_object(answer: outgoing.Answer) -> dict[str, Any]:
    """The object that an answer of any status holds. Raises Fault."""
    try:
        found = json.loads(answer.body)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise Fault(Why.CONFUSED, "json")
    return found
