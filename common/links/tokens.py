"""The secret of a link: 192 bits that only the address carries. Pure but for the site's secret key."""

import hashlib
import re
import secrets
from base64 import urlsafe_b64encode

from django.utils.crypto import salted_hmac

_BYTES = 24  # 192 bits: nobody finds a link by trying
_SECRET = re.compile(r"(?<=/l/)[A-Za-z0-9_-]{16,}")


def new_salt() -> str:
    """What makes a link's token another than every other's."""
    return secrets.token_hex(16)


def token_of(salt: str) -> str:
    """The token of a link, made anew whenever its address is written: no table, message or file need keep it."""
    made = salted_hmac("common.links", salt, algorithm="sha256").digest()[:_BYTES]
    return urlsafe_b64encode(made).decode()


def digest(token: str) -> str:
    """What the database keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def masked(path: str) -> str:
    """``path`` as logs and the trail may tell it: whoever reads them must not be able to open a link."""
    return _SECRET.sub("…", path)
