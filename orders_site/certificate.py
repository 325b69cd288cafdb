"""Until when the certificate of the address that people use is valid, asked as a browser would (docs/adr/0127)."""

import socket
import ssl
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

TIMEOUT, LASTS = 2.0, 1_800.0  # seconds


@dataclass(frozen=True)
class Certificate:
    """What was found: until when it is valid, or what a browser would say against it."""

    host: str
    until: datetime | None
    fault: str = ""


_kept: dict[str, tuple[float, Certificate]] = {}


def of(url: str) -> Certificate | None:
    """The certificate of an address; None where it is not https. Asked anew every half hour."""
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname:
        return None
    known = _kept.get(url)
    if known is None or time.monotonic() - known[0] > LASTS:
        known = _kept[url] = time.monotonic(), _ask(parts.hostname, parts.port or 443)
    return known[1]


def forget() -> None:
    """Know nothing any more; between tests."""
    _kept.clear()


def _ask(host: str, port: int, context: ssl.SSLContext | None = None) -> Certificate:
    context = context or ssl.create_default_context()
    try:
        with (
            socket.create_connection((host, port), timeout=TIMEOUT) as plain,
            context.wrap_socket(plain, server_hostname=host) as safe,
        ):
            told = safe.getpeercert() or {}
    except ssl.SSLCertVerificationError as error:
        return Certificate(host, None, error.verify_message)
    except OSError as error:
        return Certificate(host, None, f"{type(error).__name__}: {error}"[:200])
    until = datetime.fromtimestamp(ssl.cert_time_to_seconds(str(told["notAfter"])), UTC)
    return Certificate(host, until)
