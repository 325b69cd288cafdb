"""What must be done again when an older state of the database comes back: the list of redactions beside the backups.

A backup holds what was taken out after it was made. So every redaction, and every deed of upper rooms that took
personal data out of rows (``sources``), is a line of a file in the folder of backups: which things, when, why; nobody's
data. After going back (``restore``, ``went_back``) the lines that the database does not know are done again.
"""

import fcntl
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

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
    key for the things that are still there, and say in a few words what was done.
    """

    lines: Callable[[], Iterable[dict[str, Any]]]
    is_known: Callable[[set[str]], set[str]]
    repeat: Callable[..., str]


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


def write_after_commit() -> None:
    """Write the list once the operation in progress stands; where that fails the job of every ten minutes does it."""
    operation.current().later(_CHANNEL, NAME)


operation.flushers.register(_CHANNEL, lambda rows: transaction.on_commit(write, robust=True))


def write(file: Path | None = None) -> int:
    """Add to the list what it does not hold yet; how many lines. Two at once write each line once."""
    file = file or default_file()
    lines = list(_lines())
    if not lines:
        return 0
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch(mode=0o600)
    with file.open("r+", encoding="utf-8") as open_file:
        fcntl.flock(open_file, fcntl.LOCK_EX)
        text = open_file.read()
        known = {(line["source"], line["key"]) for line in _parsed(text)}
        new = [line for line in lines if (line["source"], line["key"]) not in known]
        if new:
            # a line half written by a machine that stopped stays alone on its own
            head = "" if not text or text.endswith("\n") else "\n"
            open_file.write(head + "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in new))
            open_file.flush()
    return len(new)


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


def _lines() -> Iterator[dict[str, Any]]:
    site = ""
    for name, source in sources.items():
        for line in source.lines():
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
