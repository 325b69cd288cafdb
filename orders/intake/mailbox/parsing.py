"""A mail as it came, taken apart: sender, subject, text, files, and whether a machine wrote it. Pure.

Mails are hostile or broken as often as not: nothing in one may raise, and none may grow beyond bounds.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parseaddr
from html.parser import HTMLParser
from typing import Any

MOST_PARTS = 200
MOST_FILES = 30
LONGEST_TEXT = 100_000
SMALL_PICTURE = 20_000  # bytes: a picture within the text below this is a signature's logo
_CODES = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "cp936": "gb18030", "x-gbk": "gb18030"}
_FORWARDED = re.compile(r"^\s*(fwd?|fw|转发|轉寄|转寄)\s*[:：]", re.IGNORECASE)
_FROM_LINE = re.compile(r"^[>\s*]*(?:from|发件人|寄件者|寄件人)[*\s]*[:：]\s*(.+)$", re.IGNORECASE | re.MULTILINE)
_ADDRESS = re.compile(r"[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+")
_MACHINES = ("mailer-daemon", "postmaster", "no-reply", "noreply", "do-not-reply", "donotreply")


@dataclass(frozen=True)
class Mail:
    """A mail, decoded. ``fingerprint`` tells it from every other, also where two share a Message-ID; ``automatic``
    says why nobody wrote it ("" where somebody did); ``original``: the address of who wrote a forwarded one."""

    message_id: str
    fingerprint: str
    sender: str
    sender_mail: str
    subject: str
    text: str
    automatic: str = ""
    original: str = ""
    files: list[tuple[str, bytes]] = field(default_factory=list)
    is_cut: bool = False  # it had more parts or files than anybody looks at


def parse(raw: bytes, own_addresses: frozenset[str] = frozenset()) -> Mail:
    """Take a mail apart. ``own_addresses``: ours, in lower case; what comes from one of them is a loop."""
    message = message_from_bytes(raw, policy=policy.compat32)
    name, address = _sender(message)
    subject = _header(message, "Subject")
    parts = list(_parts(message))
    text = _text_of(parts)
    files = _files_of(parts)
    return Mail(
        message_id=_header(message, "Message-ID")[:200],
        fingerprint=_fingerprint(message, raw),
        sender=name[:120],
        sender_mail=address[:254].lower(),
        subject=subject[:300],
        text=text[:LONGEST_TEXT],
        automatic=_automatic(message, address.lower(), own_addresses),
        original=_original(message, subject, text, address.lower()),
        files=files[:MOST_FILES],
        is_cut=len(parts) >= MOST_PARTS or len(files) > MOST_FILES,
    )


def bare(raw: bytes) -> Mail:
    """A mail that ``parse`` cannot take apart (nested without end, broken in a way nobody thought of): what its head
    says of it, as far as that can be read, and its fingerprint."""
    end = min((at for at in (raw.find(b"\r\n\r\n"), raw.find(b"\n\n")) if at >= 0), default=len(raw))
    try:
        message = message_from_bytes(raw[:end], policy=policy.compat32)
        name, address = _sender(message)
        subject = _header(message, "Subject")
    except Exception:  # not even that
        name = address = subject = ""
    fingerprint = hashlib.sha256(raw).hexdigest()
    return Mail("", fingerprint, name[:120], address[:254].lower(), subject[:300], "")


# --- heads -------------------------------------------------------------------------------------


def _raw(message: Message, name: str) -> str:
    """A header as it stands there; bytes that do not say what they are, read. "" where there is none."""
    wanted = name.lower()
    return next((_repaired(str(value)) for key, value in message.raw_items() if key.lower() == wanted), "")


def _header(message: Message, name: str) -> str:
    """A header in one line, decoded however it was written."""
    return _decoded(_raw(message, name))


def _decoded(value: str) -> str:
    words = []
    try:
        pieces = decode_header(value)
    except (ValueError, MessageError):  # a broken encoded word
        pieces = [(value, None)]
    for piece, charset in pieces:
        words.append(_as_text(piece, charset) if isinstance(piece, bytes) else _repaired(piece))
    return " ".join("".join(char for char in "".join(words) if char.isprintable() or char.isspace()).split())


def _repaired(text: str) -> str:
    """Bytes that stood in a header without saying what they are."""
    try:
        return _as_text(text.encode("ascii", "surrogateescape"), None)
    except UnicodeEncodeError:
        return _storable(text)


def _storable(text: str) -> str:
    """Without what no database takes: NUL, halves of characters (utf-7 and others hide them)."""
    return text.replace("\0", "").encode("utf-8", "ignore").decode()


def _as_text(data: bytes, charset: str | None) -> str:
    wanted = (charset or "").strip().strip("\"'").lower()
    for name in dict.fromkeys([_CODES.get(wanted, wanted), "utf-8", "gb18030"]):
        try:
            return _storable(data.decode(name))
        except (LookupError, UnicodeError, ValueError):
            continue
    return data.decode("latin-1").replace("\0", "")


def _sender(message: Message) -> tuple[str, str]:
    found = getaddresses([_raw(message, "From")])
    name, address = found[0] if found else ("", "")
    if "@" not in address:  # a name in characters that the address rules do not know
        whole = _header(message, "From")
        match = _ADDRESS.search(whole)
        address = match[0] if match else ""
        name = whole.replace(address, "").strip(' <>"') if address else whole
    return _decoded(name), address.strip()


def _fingerprint(message: Message, raw: bytes) -> str:
    """The same mail delivered twice has the same, whatever servers wrote on its way; another mail has another."""
    end = min((at for at in (raw.find(b"\r\n\r\n"), raw.find(b"\n\n")) if at >= 0), default=len(raw))
    told = hashlib.sha256()
    for name in ("Message-ID", "Date", "From", "Subject"):
        told.update(_raw(message, name).encode("utf-8", "surrogateescape") + b"\0")
    told.update(raw[end:].replace(b"\r\n", b"\n").strip())
    return told.hexdigest()


def _automatic(message: Message, address: str, own: frozenset[str]) -> str:
    """A code for why nobody wrote it: bounce, loop, reply; "" where somebody did."""
    if message.get_content_type() == "multipart/report" or _raw(message, "Return-Path").strip() == "<>":
        return "bounce"
    if address.partition("@")[0] in _MACHINES[:2]:
        return "bounce"
    if address in own or _raw(message, "X-Loop").strip().lower() in own:
        return "loop"
    said = (_raw(message, "Auto-Submitted") or "no").strip().lower()
    if not said.startswith("no") or _raw(message, "X-Autoreply") or _raw(message, "X-Autorespond"):
        return "reply"
    if _raw(message, "Precedence").strip().lower() in ("bulk", "junk", "auto_reply"):
        return "bulk"
    return "reply" if address.partition("@")[0] in _MACHINES else ""


def _original(message: Message, subject: str, text: str, address: str) -> str:
    """Who wrote a forwarded mail: out of the mail within it, else out of the lines that the program wrote above it."""
    for part in message.walk():
        if part.get_content_type() == "message/rfc822" and isinstance(part.get_payload(), list):
            inner: Any = part.get_payload()
            if inner and isinstance(inner[0], Message) and (found := parseaddr(str(inner[0].get("From") or ""))[1]):
                return found.lower()[:254]
    if not _FORWARDED.match(subject):
        return ""
    for line in _FROM_LINE.finditer(text):
        if (match := _ADDRESS.search(line[1])) and match[0].lower() != address:
            return match[0].lower()[:254]
    return ""


# --- bodies ------------------------------------------------------------------------------------


def _parts(message: Message) -> Iterator[Message]:
    """The parts that are no containers, also those of mails within it, the first so many."""
    for number, part in enumerate(message.walk()):
        if number >= MOST_PARTS:
            return
        if not part.is_multipart():
            yield part


def _payload(part: Message) -> bytes:
    try:
        found = part.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError):
        return b""
    return found if isinstance(found, bytes) else b""


def _filename(part: Message) -> str:
    try:
        name = part.get_filename()
    except (ValueError, LookupError, TypeError, UnicodeError):
        name = None
    return _decoded(str(name)) if name else ""


def _is_file(part: Message) -> bool:
    disposition = str(part.get("Content-Disposition") or "").strip().lower()
    return disposition.startswith("attachment") or bool(_filename(part))


def _text_of(parts: list[Message]) -> str:
    """The plain texts; where there is none the HTML without its marks, tables as rows of cells with tabs between."""
    plain = [part for part in parts if part.get_content_type() == "text/plain" and not _is_file(part)]
    texts = [_as_text(_payload(part), part.get_content_charset()) for part in plain]
    if any(text.strip() for text in texts):
        return "\n".join(texts).replace("\r\n", "\n").strip()
    html = [part for part in parts if part.get_content_type() == "text/html" and not _is_file(part)]
    return "\n".join(_plain(_as_text(_payload(part), part.get_content_charset())) for part in html).strip()


def _files_of(parts: list[Message]) -> list[tuple[str, bytes]]:
    found = []
    for part in parts:
        data = _payload(part) if _is_file(part) else b""
        is_logo = part.get_content_maintype() == "image" and part.get("Content-ID") and len(data) < SMALL_PICTURE
        if data and not is_logo:
            found.append((_filename(part) or f"attachment.{_ending(part)}", data))
    return found


def _ending(part: Message) -> str:
    return {"text/csv": "csv", "application/pdf": "pdf", "text/plain": "txt"}.get(part.get_content_type(), "bin")


class _Text(HTMLParser):
    """HTML as text: blocks on lines of their own, cells with tabs between them."""

    _BLOCKS = frozenset(
        (
            *("p", "div", "br", "tr", "table", "ul", "ol", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote"),
            *("pre", "section", "article"),
        )
    )
    _UNSEEN = frozenset(("style", "script", "head", "title"))

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._unseen = self._cells = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self._UNSEEN:
            self._unseen += 1
        elif tag in ("td", "th"):
            self._cells += 1
        elif tag in self._BLOCKS and not (self._cells and tag != "tr"):
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag in ("td", "th"):
            self._cells = max(0, self._cells - 1)
            self.pieces.append("\t")
        elif tag in self._BLOCKS and not self._cells:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.pieces.append(" ".join(data.split()) if data.strip() else " ")


def _plain(html: str) -> str:
    parser = _Text()
    try:
        parser.feed(html[: 4 * LONGEST_TEXT])
        parser.close()
    except (ValueError, AssertionError, RecursionError):
        return re.sub(r"<[^>]*>", " ", html[: 4 * LONGEST_TEXT])
    lines = ("".join(parser.pieces)).split("\n")
    kept = [re.sub(r" *\t *", "\t", re.sub(r" {2,}", " ", line)).strip(" ").rstrip("\t") for line in lines]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept))
