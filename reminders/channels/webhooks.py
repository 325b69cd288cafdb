"""Robots of group chats over the network: WeCom, DingTalk and Feishu. The only place that speaks to them.

They answer 200 to nearly everything and say in the body whether they took it; that is what counts here. What holds a
key or a secret appears in no message of an error.
"""

import base64
import hashlib
import hmac
import json
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, quote, urlencode, urlsplit

from common import outgoing

TIMEOUT = 15.0  # seconds that a whole call may take
_LONGEST_ANSWER = 65_536
_CALL = re.compile(r"<(?=/?at\b|@)", re.IGNORECASE)  # what they take for "call this person" within a text
_KEY = re.compile(r"[A-Za-z0-9_-]{8,200}", re.ASCII)


class Unreachable(Exception):
    """The service was not reached: nothing was said to it."""


class Later(Exception):
    """It took nothing, and may take it later: too many messages, or trouble of its own."""


class NotTaken(Exception):
    """It will not take this message, however often: key, secret, keyword, address or text."""


@dataclass(frozen=True)
class Service:
    """How the robots of a service are reached: host, path before the key, most bytes of a text, and codes of answers
    after which it may be tried again."""

    host: str
    path: str
    key_in: str  # the parameter of the address that holds the key; "" where it ends the path
    most: int
    retry: frozenset[int]
    body: Callable[[str, str], tuple[dict[str, Any], dict[str, str]]]  # text, secret → body, more parameters


def _wecom(text: str, secret: str) -> tuple[dict[str, Any], dict[str, str]]:
    return {"msgtype": "text", "text": {"content": text}}, {}


def _dingtalk(text: str, secret: str) -> tuple[dict[str, Any], dict[str, str]]:
    body = {"msgtype": "text", "text": {"content": text}}
    if not secret:
        return body, {}
    stamp = str(round(time.time() * 1000))
    return body, {"timestamp": stamp, "sign": _signed(secret, f"{stamp}\n{secret}")}


def _feishu(text: str, secret: str) -> tuple[dict[str, Any], dict[str, str]]:
    body: dict[str, Any] = {"msg_type": "text", "content": {"text": text}}
    if secret:
        stamp = str(int(time.time()))
        body |= {"timestamp": stamp, "sign": _signed(f"{stamp}\n{secret}", "")}
    return body, {}


def _signed(key: str, text: str) -> str:
    return base64.b64encode(hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()).decode()


SERVICES = {
    "WECOM": Service(
        "qyapi.weixin.qq.com", "/cgi-bin/webhook/send", "key", 2048, frozenset({-1, 45009, 45033}), _wecom
    ),
    "DINGTALK": Service(
        "oapi.dingtalk.com", "/robot/send", "access_token", 18_000, frozenset({-1, 130101, 410100, 430104}), _dingtalk
    ),
    "FEISHU": Service(
        "open.feishu.cn", "/open-apis/bot/v2/hook/", "", 18_000, frozenset({-1, 11232, 11247, 99991400}), _feishu
    ),
}
SIGNING = ("DINGTALK", "FEISHU")  # the services whose robots may ask for a signature


def address_of(host: str) -> str:
    """Where the service is called. Tests put their own server here."""
    return f"https://{host}"


def key_of(kind: str, given: str) -> str:
    """The key in what a person pasted: the whole address that the chat shows, or the key alone; "" where it is neither
    of this service."""
    service, given = SERVICES[kind], given.strip()
    if "://" in given:
        try:
            parts = urlsplit(given)
        except ValueError:
            return ""
        if parts.scheme != "https" or parts.hostname != service.host or not parts.path.startswith(service.path):
            return ""
        asked = parse_qs(parts.query).get(service.key_in, [""])[0]
        given = asked if service.key_in else parts.path.removeprefix(service.path).strip("/")
    return given if _KEY.fullmatch(given) else ""


def say(kind: str, key: str, secret: str, text: str) -> None:
    """Write ``text`` into the chat. Raises Unreachable, Later, NotTaken; anything else after the service was reached
    may have been written."""
    service = SERVICES[kind]
    body, more = service.body(shortened(harmless(text), service.most), secret)
    named = {service.key_in: key} if service.key_in else {}
    path = service.path if service.key_in else service.path + quote(key)
    asked = urlencode({**named, **more})
    try:
        answer = outgoing.request(
            "POST",
            f"{address_of(service.host)}{path}" + (f"?{asked}" if asked else ""),
            headers={"Content-Type": "application/json; charset=utf-8"},
            body=json.dumps(body, ensure_ascii=False).encode(),
            timeout_s=TIMEOUT,
            max_bytes=_LONGEST_ANSWER,
        )
    except outgoing.Refused as error:
        raise NotTaken(f"{service.host}: {error.reason.value} {error.status or ''}".rstrip()) from None
    except outgoing.Unreachable as error:
        if error.was_sent:
            raise
        raise Unreachable(f"{service.host}: {error.reason.value}") from None
    _look_at(service, answer.status, answer.body)


def harmless(text: str) -> str:
    """The text, in which nobody is called: words of customers stand in it, and must not call a whole group."""
    return _CALL.sub("＜", text)


def shortened(text: str, most: int) -> str:
    """The text in at most so many bytes, cut between characters."""
    data = text.encode()
    return text if len(data) <= most else data[: most - 3].decode("utf-8", "ignore") + "…"


def _look_at(service: Service, status: int, answer: bytes) -> None:
    if status == 429 or status >= 500:
        raise Later(f"HTTP {status}")
    if status != 200:
        raise NotTaken(f"HTTP {status}")
    try:
        said = json.loads(answer)
        code, words = _code(said), str(said.get("errmsg") or said.get("msg") or said.get("StatusMessage") or "")
    except (ValueError, AttributeError, TypeError):
        raise NotTaken("an answer that is none of this service") from None
    if code in service.retry:
        raise Later(f"{code} {words}"[:200])
    if code != 0:
        raise NotTaken(f"{code} {words}"[:200])


def _code(said: Mapping[str, Any]) -> int:
    found = next((said[name] for name in ("errcode", "code", "StatusCode") if name in said), None)
    return int(found)  # type: ignore[arg-type]  # none of them: no answer of theirs
