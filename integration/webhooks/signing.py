"""How a message proves from whom it is: the signature of Standard Webhooks (standardwebhooks.com), over number, time
and body, so that nothing of it can be changed, nor an old one sent again as new. Pure."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime

_MARK = "whsec_"
_BYTES = 32


def make_secret() -> str:
    """A new secret, as receivers take it."""
    return _MARK + base64.b64encode(secrets.token_bytes(_BYTES)).decode()


def headers(secrets: Sequence[str], message_id: str, at: datetime, body: bytes) -> dict[str, str]:
    """What goes with a body: its number, the time, and a signature by each secret that holds."""
    stamp = str(int(at.timestamp()))
    return {
        "webhook-id": message_id,
        "webhook-timestamp": stamp,
        "webhook-signature": " ".join(signature(secret, message_id, stamp, body) for secret in secrets),
    }


def signature(secret: str, message_id: str, stamp: str, body: bytes) -> str:
    """One signature."""
    key = base64.b64decode(secret.removeprefix(_MARK))
    signed = hmac.new(key, f"{message_id}.{stamp}.".encode() + body, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(signed).decode()}"
