"""Looking into files that were kept with a customer's things: texts, mails, office documents, PDFs."""

import io
import re
import zipfile
from collections.abc import Iterator
from email import message_from_bytes, policy

import structlog

from accounts.collaboration.models import Attachment
from customers.privacy import places
from customers.privacy.marks import Marks

TABLE = Attachment._meta.db_table
LARGEST = 16 << 20  # bytes read of one file, and out of one archive
MOST = 2_000  # files looked into, newest first
PAGES = 200  # of a PDF
_PICTURES = ("image/", "video/", "audio/")
_PLAIN = re.compile(r"<[^>]*>")

log = structlog.get_logger(__name__)


class Unreadable(Exception):
    """Nobody can say what stands in it."""


def look_for(customer_id: int, marks: Marks) -> tuple[list[int], int]:
    """The attachments of a customer's things in which the person is named, and how many nobody could look into."""
    rows = Attachment.objects.filter(places.about_his([customer_id])).exclude(file="").order_by("-pk")
    hits, unread = [], max(0, rows.count() - MOST)
    for one in rows[:MOST]:
        try:
            if any(marks.stand_in(text) for text in texts_of(one)):
                hits.append(one.pk)
        except Unreadable:
            unread += 1
    return hits, unread


def texts_of(one: Attachment) -> Iterator[str]:
    """The words of a file. Raises Unreadable: a picture, damaged, too large, gone."""
    if one.content_type.startswith(_PICTURES) or one.size > LARGEST:
        raise Unreadable
    try:
        with one.file.open("rb") as handle:
            content = handle.read(LARGEST + 1)
    except OSError as error:
        raise Unreadable from error
    try:
        yield from _texts(content)
    except Unreadable:
        raise
    except Exception as error:  # what a stranger's file makes a parser raise is not known beforehand
        log.info("file_not_looked_into", attachment=one.pk, error=type(error).__name__)
        raise Unreadable from error


def _texts(content: bytes) -> Iterator[str]:
    if content[:4] == b"PK\3\4":
        yield from _archived(content)
    elif content[:5] == b"%PDF-":
        yield from _printed(content)
    else:
        yield _decoded(content)
        if b"\n" in content and re.match(rb"[A-Za-z-]+: ", content):
            yield from _mailed(content)


def _decoded(content: bytes) -> str:
    if b"\0" in content[:1024] and content[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        raise Unreadable
    for encoding in ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")


def _archived(content: bytes) -> Iterator[str]:
    left = LARGEST
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".txt", ".csv", ".rels")):
                with archive.open(name) as part:
                    read = part.read(left + 1)
                left -= len(read)
                if left < 0:
                    raise Unreadable
                written = _decoded(read)
                yield written
                yield _PLAIN.sub("", written)  # a word may be cut by marks of its form


def _printed(content: bytes) -> Iterator[str]:
    from pypdf import PdfReader  # half a second: only for who needs it

    for page in PdfReader(io.BytesIO(content)).pages[:PAGES]:
        yield page.extract_text()


def _mailed(content: bytes) -> Iterator[str]:
    message = message_from_bytes(content, policy=policy.default)
    yield from (str(message.get(name, "")) for name in ("from", "to", "cc", "subject"))
    for part in message.walk():
        if part.get_content_maintype() == "text":
            yield part.get_content()
