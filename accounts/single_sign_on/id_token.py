"""What an ID token must say to be believed (OpenID Connect Core 3.1.3.7). Nothing here touches network or database."""

import base64
import hashlib
import hmac
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from joserfc import jwk, jws, jwt
from joserfc.errors import JoseError, UnsupportedAlgorithmError

from accounts.single_sign_on.faults import Fault, Why

# made with a key that only the provider has: never "none", never one that the public key could forge
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
SKEW = 60  # seconds by which the clocks of two servers may differ
OLDEST = 600  # a token made longer ago than this was not made for this sign-in
SMALLEST_RSA = 2048
LONGEST_SUBJECT = 255
_PUBLIC = ("kty", "kid", "alg", "n", "e", "crv", "x", "y")

Key = jwk.RSAKey | jwk.ECKey


class UnknownKey(Exception):
    """The token names a key that is not among those known: the provider may have changed them."""


class _Registry(jws.JWSRegistry):
    """The library's checks of size and critical headers; headers it does not know are no fault (certificates)."""

    max_header_length = 8192


@dataclass(frozen=True)
class Expected:
    """What this sign-in expects of the token."""

    issuer: str
    client_id: str
    nonce: str
    at: datetime
    access_token: str = ""


@dataclass(frozen=True)
class Claims:
    """Who it is, in the provider's words. ``email`` only where the provider says that it verified the address;
    ``methods``: how he proved it there (amr, acr)."""

    subject: str
    email: str
    has_address: bool
    methods: frozenset[str]
    told: Mapping[str, Any] = field(default_factory=dict)  # all that the token says, for who tries the connection


def read_keys(found: Any) -> list[Key]:
    """The keys of a JWKS document that may sign a token; others in it (secret ones, too short, of unknown kinds) are
    left out. Raises Fault where it is no such document."""
    rows = found.get("keys") if isinstance(found, dict) else None
    if not isinstance(rows, list):
        raise Fault(Why.CONFUSED)
    return [key for row in rows[:100] if (key := _key(row)) is not None]


def _key(row: Any) -> Key | None:
    if not isinstance(row, dict) or row.get("use", "sig") != "sig" or row.get("kty") not in ("RSA", "EC"):
        return None
    public = {name: row[name] for name in _PUBLIC if name in row}
    try:
        key = jwk.RSAKey.import_key(public) if row["kty"] == "RSA" else jwk.ECKey.import_key(public)
    except (JoseError, ValueError, TypeError, KeyError):
        return None
    is_short = isinstance(key, jwk.RSAKey) and key.public_key.key_size < SMALLEST_RSA
    return None if is_short else key


def verify(token: str, keys: Collection[Key], expected: Expected) -> Claims:
    """Who the token is about. Raises Fault with the first reason not to believe it; UnknownKey where none of the
    keys is the one it names."""
    claims, algorithm = _signed(token, keys)
    if claims.get("iss") != expected.issuer:
        raise Fault(Why.ANOTHER_ISSUER)
    _check_audience(claims, expected.client_id)
    _check_times(claims, expected.at.timestamp())
    if not hmac.compare_digest(str(claims.get("nonce", "")).encode(), expected.nonce.encode()):
        raise Fault(Why.NONCE)
    told = claims.get("at_hash")
    if told is not None and expected.access_token and told != hash_of(expected.access_token, algorithm):
        raise Fault(Why.ANOTHER_HASH)
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT or not subject.isprintable():
        raise Fault(Why.SUBJECT)
    return Claims(subject, verified_email(claims), "email" in claims, _methods(claims), claims)


def verified_email(claims: Mapping[str, Any]) -> str:
    """The mail address that the provider vouches for, "" where it does not: silence is no yes."""
    email = claims.get("email")
    if claims.get("email_verified") is not True or not isinstance(email, str) or len(email) > 254:
        return ""
    return email if "@" in email and email.isprintable() else ""


def _signed(token: str, keys: Collection[Key]) -> tuple[dict[str, Any], str]:
    """What stands in the token, and by which algorithm it is signed."""

    def chosen(found: jwk.GuestProtocol) -> Key:
        return _choose(found.headers(), keys)

    try:
        registry = _Registry(algorithms=ALGORITHMS, strict_check_header=False)
        read = jwt.decode(token, chosen, algorithms=ALGORITHMS, registry=registry)
    except UnsupportedAlgorithmError:
        raise Fault(Why.ALGORITHM) from None
    except (JoseError, ValueError, TypeError):
        raise Fault(Why.SIGNATURE) from None
    return read.claims, str(read.header["alg"])


def _choose(headers: Mapping[str, Any], keys: Collection[Key]) -> Key:
    """The key that a token names; where it names none, the only one there is. One that says for which algorithm it is
    serves no other."""
    kind, name = headers.get("alg"), headers.get("kid")
    fitting = [key for key in keys if name is None or key.kid == name]
    if not fitting:
        raise UnknownKey
    fitting = [key for key in fitting if key.alg in (None, kind)]
    if len(fitting) != 1:
        raise Fault(Why.KEY)
    return fitting[0]


def _check_audience(claims: Mapping[str, Any], client_id: str) -> None:
    """It is for us, and where it is for others too, given out to us."""
    named = claims.get("aud")
    audience = named if isinstance(named, list) else [named]
    if client_id not in audience:
        raise Fault(Why.AUDIENCE)
    if (len(audience) > 1 or "azp" in claims) and claims.get("azp") != client_id:
        raise Fault(Why.PARTY)


def _check_times(claims: Mapping[str, Any], now: float) -> None:
    times = {name: claims.get(name) for name in ("exp", "iat")}
    if any(isinstance(value, bool) or not isinstance(value, int | float) for value in times.values()):
        raise Fault(Why.EXPIRED)
    if not now < times["exp"] + SKEW:  # type: ignore[operator]
        raise Fault(Why.EXPIRED)
    if not now - OLDEST <= times["iat"] <= now + SKEW:  # type: ignore[operator]
        raise Fault(Why.ISSUED)
    begins = claims.get("nbf", 0)
    if isinstance(begins, bool) or not isinstance(begins, int | float) or not begins <= now + SKEW:
        raise Fault(Why.ISSUED)


def _methods(claims: Mapping[str, Any]) -> frozenset[str]:
    amr, acr = claims.get("amr"), claims.get("acr")
    named = amr if isinstance(amr, list) else []
    return frozenset(one for one in [*named, acr] if isinstance(one, str) and one)


def hash_of(access_token: str, algorithm: str) -> str:
    """What ``at_hash`` says of an access token: the left half of its hash, by the algorithm of the token."""
    digest = hashlib.new(f"sha{algorithm[-3:]}", access_token.encode()).digest()
    return base64.urlsafe_b64encode(digest[: len(digest) // 2]).rstrip(b"=").decode()
