"""A small OpenID provider of this machine, for tests: real HTTP on 127.0.0.1, real keys, and every lie we can think of.

It does what a provider does: describes itself, publishes its keys, takes a browser to ``/authorize``, gives out a code,
takes it back once with the right client, redirect address and PKCE verifier, and signs an ID token. ``lie`` changes
what it says; ``rollover`` changes its keys.
"""

import base64
import hashlib
import hmac
import json
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote_plus, urlencode, urlsplit

from joserfc import jwk, jwt

from common import clock

CLIENT, SECRET = "order desk/1", "s3cret with spaces&signs"


class Provider:
    """The provider: who is signed in there (``person``), how it lies, what it was asked."""

    def __init__(self, port: int, algorithm: str = "RS256"):
        self.issuer = f"http://127.0.0.1:{port}"
        self.person: dict[str, Any] = {"sub": "u-1", "email": "wang.min@example.com", "email_verified": True}
        self.lies: dict[str, Any] = {}
        self.description: dict[str, Any] = {}
        self.aside: dict[str, Any] | None = None
        self.sign: Callable[[dict[str, Any]], str] = self._sign
        self.requires_secret = True
        self.is_out_of_order = False
        self.asked: list[str] = []
        self.codes: dict[str, dict[str, str]] = {}
        self.access_token = "at-" + secrets.token_hex(8)
        self.rollover(algorithm)

    def rollover(self, algorithm: str = "RS256", *, keep: bool = False) -> None:
        """Sign with a new key from now on; ``keep``: publish the old ones, too."""
        kid = secrets.token_hex(4)
        parameters: Any = {"kid": kid, "alg": algorithm, "use": "sig"}
        self.algorithm = algorithm
        if algorithm.startswith("ES"):
            self.key: Any = jwk.ECKey.generate_key("P-256", parameters)
        else:
            self.key = jwk.RSAKey.generate_key(2048, parameters)
        self.published = [*(self.published if keep else []), self.key.as_dict(private=False)]

    def lie(self, **claims: Any) -> None:
        """Say these things in the ID token; None leaves a claim out."""
        self.lies = claims

    def authorize(self, address: str) -> str:
        """What a browser does there: somebody is signed in, and comes back with a code. The address it is sent to."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert address.startswith(f"{self.issuer}/authorize?"), address
        assert asked["response_type"] == "code" and asked["code_challenge_method"] == "S256", asked
        assert asked["client_id"] == CLIENT and "openid" in asked["scope"].split()
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        told = {"code": code, "state": asked["state"], "iss": self.issuer}
        return f"{asked['redirect_uri']}?{urlencode(told)}"

    def describe(self) -> dict[str, Any]:
        found = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "end_session_endpoint": f"{self.issuer}/end",
            "authorization_response_iss_parameter_supported": True,
        } | self.description
        return {name: value for name, value in found.items() if value is not None}

    def take_back(self, form: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        """The token endpoint."""
        asked = self.codes.pop(form.get("code", ""), None)
        if not self._knows_client(form, authorization):
            return 401, {"error": "invalid_client"}
        digest = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        if asked is None or digest.rstrip(b"=").decode() != asked["code_challenge"]:
            return 400, {"error": "invalid_grant"}
        if form.get("redirect_uri") != asked["redirect_uri"] or form.get("grant_type") != "authorization_code":
            return 400, {"error": "invalid_grant"}
        token = self.sign(self.claims(asked["nonce"]))
        return 200, {"access_token": self.access_token, "token_type": "Bearer", "id_token": token}

    def claims(self, nonce: str) -> dict[str, Any]:
        """What the ID token says."""
        now = int(clock.now().timestamp())
        found = {
            **self.person,
            "iss": self.issuer,
            "aud": CLIENT,
            "nonce": nonce,
            "iat": now,
            "exp": now + 300,
            "at_hash": _half(self.access_token, self.algorithm),
        } | self.lies
        return {name: value for name, value in found.items() if value is not None}

    def _knows_client(self, form: dict[str, str], authorization: str) -> bool:
        if not self.requires_secret:
            return form.get("client_id") == CLIENT and not authorization
        if "client_secret" in form:
            return (form.get("client_id"), form["client_secret"]) == (CLIENT, SECRET)
        kind, _space, pair = authorization.partition(" ")
        name, _colon, word = base64.b64decode(pair or "").decode().partition(":")
        return kind == "Basic" and (unquote_plus(name), unquote_plus(word)) == (CLIENT, SECRET)

    def _sign(self, claims: dict[str, Any]) -> str:
        return jwt.encode({"alg": self.algorithm, "kid": self.key.kid}, claims, self.key, [self.algorithm])


def _half(text: str, algorithm: str) -> str:
    digest = hashlib.new(f"sha{algorithm[-3:]}", text.encode()).digest()
    return base64.urlsafe_b64encode(digest[: len(digest) // 2]).rstrip(b"=").decode()


def unsigned(claims: dict[str, Any]) -> str:
    """A token that nobody signed."""
    return f"{_part({'alg': 'none', 'typ': 'JWT'})}.{_part(claims)}."


def forged(claims: dict[str, Any], key: Any) -> str:
    """A token signed with the public key as if it were a shared secret."""
    said = f"{_part({'alg': 'HS256', 'kid': key.kid})}.{_part(claims)}"
    mark = hmac.new(key.as_pem(private=False), said.encode(), "sha256").digest()
    return f"{said}.{base64.urlsafe_b64encode(mark).rstrip(b'=').decode()}"


def _part(found: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(found).encode()).rstrip(b"=").decode()


class _Handler(BaseHTTPRequestHandler):
    provider: Provider

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if path == "/authorize":  # a person who is signed in there already
            self.send_response(302)
            self.send_header("Location", self.provider.authorize(self.provider.issuer + self.path))
            self.end_headers()
            return
        bearer = self.headers.get("Authorization") == f"Bearer {self.provider.access_token}"
        answers = {
            "/.well-known/openid-configuration": self.provider.describe(),
            "/keys": {"keys": self.provider.published},
            **({"/userinfo": self.provider.aside} if bearer and self.provider.aside else {}),
        }
        self._answer(200 if path in answers else 404, answers.get(path, {}))

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = {name: values[0] for name, values in parse_qs(body).items()}
        self._answer(*self.provider.take_back(form, self.headers.get("Authorization", "")))

    def _answer(self, status: int, found: dict[str, Any]) -> None:
        self.provider.asked.append(urlsplit(self.path).path)
        data = json.dumps(found).encode()
        self.send_response(503 if self.provider.is_out_of_order else status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *args: Any) -> None:
        """Be silent."""


@contextmanager
def running(algorithm: str = "RS256") -> Iterator[Provider]:
    """A provider that listens until the end."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    handler = type("Handler", (_Handler,), {"provider": Provider(server.server_address[1], algorithm)})
    server.RequestHandlerClass = handler
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield handler.provider  # type: ignore[attr-defined]
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
