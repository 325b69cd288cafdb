"""The adapter to an IMAP server: the only module that speaks IMAP. It gives plain bytes and numbers."""

import base64
import imaplib
import re
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

TIMEOUT = 30  # seconds that any answer may take
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
_UID = re.compile(rb"\bUID (\d+)")
R = TypeVar("R")


class Away(Exception):
    """The server cannot be reached, does not let us in, or breaks off: nothing is lost, it is asked again later."""


@dataclass(frozen=True)
class Place:
    """Where the mailbox is: the parts of ``IMAP_URL``. ``archive``: the folder to which mails that were taken in are
    moved; "" leaves them where they are, marked as read."""

    host: str
    port: int
    user: str
    password: str
    folder: str = "INBOX"
    archive: str = ""
    is_implicit_tls: bool = True
    is_starttls: bool = False

    @property
    def key(self) -> str:
        """Names the mailbox: its server, user and folder, never its password."""
        return f"{self.user}@{self.host}:{self.port}/{self.folder}"


@dataclass(frozen=True)
class Fetched:
    """A mail as it lies there; ``raw`` is its head only where it is larger than was asked for."""

    uid: int
    raw: bytes
    size: int
    arrived_at: datetime | None
    is_whole: bool


class Mailbox:
    """A folder that was opened. Every call raises Away when the server breaks off."""

    def __init__(self, connection: imaplib.IMAP4, place: Place, uidvalidity: int):
        self._connection, self._place, self.uidvalidity = connection, place, uidvalidity

    def uids_after(self, uid: int) -> list[int]:
        """The numbers of the mails above ``uid``, ascending."""
        data = _asked(lambda: self._connection.uid("SEARCH", f"UID {uid + 1}:*"))
        found = sorted(int(one) for one in (data[0] or b"").split())
        return [one for one in found if one > uid]  # "n:*" gives the last mail even where it is below n

    def fetch(self, uid: int, most: int) -> Fetched | None:
        """A mail, without marking it as read; of one above ``most`` bytes its head. None: it is gone."""
        head = self._one(uid, "(UID RFC822.SIZE INTERNALDATE)")
        if head is None:
            return None
        size = int(found[1]) if (found := _SIZE.search(head[0])) else 0
        is_whole = size <= most
        body = self._one(uid, "(UID BODY.PEEK[])" if is_whole else "(UID BODY.PEEK[HEADER])")
        if body is None or body[1] is None:
            return None
        return Fetched(uid, body[1], size, _moment(head[0]), is_whole)

    def _one(self, uid: int, what: str) -> tuple[bytes, bytes | None] | None:
        for part in _asked(lambda: self._connection.uid("FETCH", str(uid), what)):
            told, body = part if isinstance(part, tuple) else (part, None)
            if told and (found := _UID.search(told)) and int(found[1]) == uid:
                return told, body
        return None

    def put_away(self, uids: list[int]) -> None:
        """Mark mails as read and, where there is an archive, move them there."""
        if not uids:
            return
        numbers = ",".join(map(str, uids))
        _asked(lambda: self._connection.uid("STORE", numbers, "+FLAGS.SILENT", r"(\Seen)"))
        if self._place.archive:
            self._move(numbers)

    def _move(self, numbers: str) -> None:
        folder = _quoted(self._place.archive)
        capabilities = self._connection.capabilities
        if "MOVE" in capabilities:
            _asked(lambda: self._connection.uid("MOVE", numbers, folder))
            return
        _asked(lambda: self._connection.uid("COPY", numbers, folder))
        _asked(lambda: self._connection.uid("STORE", numbers, "+FLAGS.SILENT", r"(\Deleted)"))
        if "UIDPLUS" in capabilities:
            _asked(lambda: self._connection.uid("EXPUNGE", numbers))


@contextmanager
def opened(place: Place) -> Iterator[Mailbox]:
    """The folder, with our connection to it. Raises Away."""
    connection = _connect(place)
    try:
        _asked(lambda: connection.login(place.user, place.password))
        _asked(lambda: connection.select(_quoted(place.folder)))
        validity = connection.response("UIDVALIDITY")[1]
        yield Mailbox(connection, place, int(validity[0]) if validity and validity[0] else 0)
    finally:
        try:
            connection.logout()
        except (imaplib.IMAP4.error, OSError):
            pass  # it is gone already


def _connect(place: Place) -> imaplib.IMAP4:
    try:
        context = ssl.create_default_context()
        if place.is_implicit_tls:
            return imaplib.IMAP4_SSL(place.host, place.port, ssl_context=context, timeout=TIMEOUT)
        connection = imaplib.IMAP4(place.host, place.port, timeout=TIMEOUT)
        if place.is_starttls:
            connection.starttls(context)
        return connection
    except (imaplib.IMAP4.error, OSError) as error:
        raise Away(_words(error)) from error


def _asked(call: Callable[[], tuple[str, list[Any]]]) -> list[Any]:
    """The data of an answer. Raises Away for a refusal, a broken line, silence."""
    try:
        kind, data = call()
    except (TimeoutError, imaplib.IMAP4.error, OSError) as error:
        raise Away(_words(error)) from error
    if kind != "OK":
        raise Away(f"{kind} {data!r}"[:200])
    return data


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:200]


def _moment(told: bytes) -> datetime | None:
    found = imaplib.Internaldate2tuple(told)
    if found is None:
        return None
    return datetime.fromtimestamp(time.mktime(found), UTC)


def _quoted(folder: str) -> str:
    """A folder's name as IMAP writes it: modified UTF-7 (RFC 3501, 5.1.3), in quotes."""
    parts, waiting = [], ""

    def flush() -> None:
        nonlocal waiting
        if waiting:
            coded = base64.b64encode(waiting.encode("utf-16-be")).decode().rstrip("=").replace("/", ",")
            parts.append(f"&{coded}-")
            waiting = ""

    for char in folder:
        if " " <= char <= "~":
            flush()
            parts.append("&-" if char == "&" else char)
        else:
            waiting += char
    flush()
    name = "".join(parts).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{name}"'
