"""What must be done again when an older state of the database comes back: the list of redactions beside the backups.

A backup holds what was taken out after it was made. So every redaction, and every deed of upper rooms that took
personal data out of rows (``sources``), is a line of a file in the folder of backups: which things, when, why; nobody's
data. After going back (``restore``, ``went_back``) the lines that the database does not know are done again.
"""

import fcntl
import json
import os
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

import structlog
from django.conf import settings
from django.db import connection, transaction

from accounts.trail.row_hash import ROW_HASH
from common import operation
from common.registry import Registry

NAME = "redactions.jsonl"
OWN = "redaction"
_CHANNEL = "redactions"  # however many there are in an operation, the list is written once

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Source:
    """A kind of deed that must not be undone by a restore.

    ``lines()``: each that was done, as plain JSON with ``key`` (a UUID as text) and ``at``; nothing personal.
    ``is_known(keys)``: which of these this database knows. ``repeat(line=, actor=, at=)``: do it again under the same
    key for the things that are still there, and say in a few words what was done. A source of which there may be very
    many also says their ``keys()`` alone, and ``chosen(keys)`` is the lines of these.
    """

    lines: Callable[[], Iterable[dict[str, Any]]]
    is_known: Callable[[set[str]], set[str]]
    repeat: Callable[..., str]
    keys: Callable[[], Iterable[str]] | None = None
    chosen: Callable[[Collection[str]], Iterable[dict[str, Any]]] | None = None

    def missing(self, known: Collection[str]) -> Iterable[dict[str, Any]]:
        """The lines of what is not known."""
        if self.keys is not None and self.chosen is not None:
            wanted = set(self.keys()) - {*known}
            return self.chosen(wanted) if wanted else ()
        return (line for line in self.lines() if str(line["key"]) not in known)

    def of(self, keys: Collection[str]) -> Iterable[dict[str, Any]]:
        """The lines of these."""
        return self.chosen(keys) if self.chosen else (one for one in self.lines() if str(one["key"]) in keys)


@dataclass(frozen=True)
class Repeated:
    """A line that was done again: what was done, or why it could not be."""

    source: str
    key: str
    words: str
    is_done: bool


# name -> source; single redactions come after those that repeat their own (``part_of``)
sources: Registry[Source] = Registry("accounts.trail_journal")


def default_file() -> Path:
    """The list beside this site's backups."""
    return Path(settings.DATA_DIR) / "backups" / NAME


def write_after_commit(source: str, key: str) -> None:
    """Add a deed's line to the list once the operation in progress stands: its line alone, however long the list is.
    Where that fails the job of every ten minutes does it."""
    operation.current().later(_CHANNEL, (source, key))


def _flush(rows: list[tuple[str, str]]) -> None:
    transaction.on_commit(lambda: append(set(rows)), robust=True)


operation.flushers.register(_CHANNEL, _flush)


def append(deeds: Collection[tuple[str, str]], file: Path | None = None) -> int:
    """Add the lines of these deeds (source, key) to the list, which is not read: one that stands in it twice is told
    once. Returns how many."""
    keys = {name: {key for of, key in deeds if of == name} for name in sources}
    lines = [line for name, source in sources.items() if keys[name] for line in _told(name, source.of(keys[name]))]
    if lines:
        with _open(file or default_file()) as open_file:
            _add(open_file, lines)
    return len(lines)


def write(file: Path | None = None) -> int:
    """Add to the list what it does not hold yet; how many lines. Two at once write each line once."""
    file = file or default_file()
    with _open(file) as open_file:
        known: dict[str, set[str]] = {}
        for line in _parsed(open_file.read().decode("utf-8", "replace")):
            known.setdefault(line["source"], set()).add(line["key"])
        lines = [
            line for name, source in sources.items() for line in _told(name, source.missing(known.get(name, set())))
        ]
        _add(open_file, lines)
    return len(lines)


@contextmanager
def _open(file: Path) -> Iterator[IO[bytes]]:
    """The list, for us alone."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch(mode=0o600)
    with file.open("r+b") as open_file:
        fcntl.flock(open_file, fcntl.LOCK_EX)
        yield open_file


def _add(open_file: IO[bytes], lines: Iterable[dict[str, Any]]) -> None:
    """Behind what stands there, and on the disk before anybody is told that it is done."""
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    if not text:
        return
    if end := open_file.seek(0, os.SEEK_END):
        open_file.seek(end - 1)
        # a line half written by a machine that stopped stays alone on its own
        text = text if open_file.read(1) == b"\n" else f"\n{text}"
    open_file.write(text.encode())
    open_file.flush()
    os.fsync(open_file.fileno())
    folder = os.open(Path(open_file.name).parent, os.O_RDONLY)  # a new file is there once its folder says so
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def read(files: Iterable[Path]) -> list[dict[str, Any]]:
    """The lines of these lists, each once, in the order of their time; a list that is not there holds none."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for file in files:
        if file.exists():
            for line in _parsed(file.read_text(encoding="utf-8")):
                found.setdefault((line["source"], line["key"]), line)
    return sorted(found.values(), key=lambda line: line["at"])  # all in one time zone, written one way


def repeat(files: Iterable[Path], *, actor: Any, at: datetime) -> list[Repeated]:
    """Do again, in the order of their time, what the lists tell of this site and its database does not know. One that
    cannot be done is told, and hinders no other."""
    site = _site()
    lines = [line for line in read(files) if line.get("site") == site]
    done: list[Repeated] = []
    cared_for: set[str] = set()  # by the room whose deed a redaction was part of
    for name, source in sorted(sources.items(), key=lambda pair: pair[0] == OWN):
        mine = [line for line in lines if line["source"] == name and line.get("part_of", "") not in cared_for]
        known = source.is_known({line["key"] for line in mine})
        cared_for |= known - {""}
        for line in mine:
            if line["key"] not in known:
                one = _repeat(name, source, line, actor, at)
                done.append(one)
                cared_for |= {one.key} if one.is_done else set()
    return done


def _repeat(name: str, source: Source, line: dict[str, Any], actor: Any, at: datetime) -> Repeated:
    try:
        words = source.repeat(line=line, actor=actor, at=at)
    except Exception as error:  # whatever an old line runs into: the others must still be done
        log.exception("redaction_not_repeated", source=name, key=line["key"])
        return Repeated(name, line["key"], f"{type(error).__name__}: {error}"[:300], False)
    return Repeated(name, line["key"], words, True)


def _told(name: str, lines: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    site = ""
    for line in lines:
        site = site or _site()
        yield {"source": name, "site": site, **line}


def _parsed(text: str) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                found = json.loads(line)
                yield found | {"source": str(found["source"]), "key": str(found["key"]), "at": str(found["at"])}
            except (ValueError, KeyError, TypeError):
                log.error("redaction_line_unreadable", number=number)


def _site() -> str:
    """What tells this site's trail from that of any other: its first row, which no restore changes."""
    first = (
        "SELECT coalesce((SELECT before_hash FROM accounts_redactedrow"
        f" WHERE trail_row_id = trail.id ORDER BY id LIMIT 1), encode({ROW_HASH}, 'hex'))"
        " FROM accounts_trailrow AS trail ORDER BY trail.id LIMIT 1"
    )
    with connection.cursor() as cursor:
        cursor.execute(first)
        row = cursor.fetchone()
    return row[0][:32] if row else ""
