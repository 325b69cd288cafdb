"""How mail leaves and comes: EMAIL_URL taken apart for Django, IMAP_URL for the mailbox of intake."""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from orders_site.environment import Unsafe


def parse_email_url(url: str) -> dict[str, Any]:
    """Django's e-mail settings of `smtp://user:password@host:587/?tls=1` (`smtps://` for TLS from the start).

    Raises Unsafe for another scheme. The socket waits 15 seconds at most.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"}:
        raise Unsafe("EMAIL_URL must begin with smtp:// or smtps://")
    implicit = parts.scheme == "smtps"
    starttls = dict(parse_qsl(parts.query)).get("tls", "0") in {"1", "true", "yes"}
    return {
        "EMAIL_BACKEND": "common.mailing.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or (465 if implicit else 587 if starttls else 25),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": implicit,
        "EMAIL_USE_TLS": starttls and not implicit,
        "EMAIL_TIMEOUT": 15,
    }


def parse_imap_url(url: str) -> dict[str, Any]:
    """The parts of `imaps://user:password@host:993/INBOX?archive=Taken` (`imap://…?tls=1` for STARTTLS) as the
    mailbox of intake takes them; the folder is INBOX where none is named.

    Raises Unsafe for another scheme or no user.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"imap", "imaps"} or not parts.hostname or not parts.username:
        raise Unsafe("IMAP_URL must look like imaps://user:password@host:993/INBOX")
    implicit, query = parts.scheme == "imaps", dict(parse_qsl(parts.query))
    return {
        "host": parts.hostname,
        "port": parts.port or (993 if implicit else 143),
        "user": unquote(parts.username),
        "password": unquote(parts.password or ""),
        "folder": unquote(parts.path.lstrip("/")) or "INBOX",
        "archive": query.get("archive", ""),
        "is_implicit_tls": implicit,
        "is_starttls": not implicit and query.get("tls", "0") in {"1", "true", "yes"},
    }
