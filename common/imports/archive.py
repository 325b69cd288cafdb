"""Is this workbook safe to open? Looks at the zip directory before anything is unpacked (RELIABILITY 2.9). Pure.

Limits on the upload's size do not help: 4.6 KB can ask for 3 GiB. What passes here is still only
opened inside the reading child process, under its memory and time limits.
"""

import re
import zipfile
import zlib
from pathlib import Path

MAX_ENTRIES = 200
MAX_UNPACKED = 100 * 1024 * 1024
MAX_RATIO = 100
_BLOCK = 1 << 20
_MACRO = re.compile(r"(vbaProject|/macrosheets/|/activeX/|/embeddings/)", re.IGNORECASE)
_EXTERNAL = re.compile(rb"<Relationship\b[^>]*TargetMode\s*=\s*[\"']External[\"'][^>]*>", re.IGNORECASE)
_HYPERLINK = re.compile(rb"Type\s*=\s*[\"'][^\"']*/hyperlink[\"']", re.IGNORECASE)


class Unsafe(Exception):
    """The file is refused whole; ``code`` says why."""

    def __init__(self, code: str):
        self.code = code
        super().__init__(code)


def check_workbook(path: Path) -> None:
    """Raise Unsafe unless the file is a plain .xlsx within the limits: no macros, nothing embedded,
    no reference to the outside (hyperlinks excepted), no document type declaration."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            _check_directory(entries, path.stat().st_size)
            for entry in entries:
                if entry.filename.endswith((".xml", ".rels")):
                    _check_part(archive, entry)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError) as error:
        raise Unsafe("broken_archive") from error
    except (NotImplementedError, RuntimeError) as error:
        raise Unsafe("not_a_workbook") from error


def _check_directory(entries: list[zipfile.ZipInfo], packed: int) -> None:
    names = {entry.filename for entry in entries}
    if not any(name.endswith("workbook.xml") for name in names):
        raise Unsafe("not_a_workbook")
    if len(entries) > MAX_ENTRIES or len(names) != len(entries):
        raise Unsafe("too_many_parts")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MAX_UNPACKED:
        raise Unsafe("unpacks_too_large")
    if any(entry.file_size > max(entry.compress_size, 1) * MAX_RATIO and entry.file_size > _BLOCK for entry in entries):
        raise Unsafe("packed_too_tightly")
    if unpacked > max(packed, 1) * MAX_RATIO and unpacked > _BLOCK:
        raise Unsafe("packed_too_tightly")
    if any(entry.flag_bits & 1 for entry in entries):
        raise Unsafe("encrypted")
    if any(_MACRO.search(name) for name in names):
        raise Unsafe("macros")
    if any("externallink" in name.lower() for name in names):
        raise Unsafe("external_references")


def _check_part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Unpack one part block by block (what it really holds, not what the directory claims) and look into it."""
    seen, tail = 0, b""
    is_relation = entry.filename.endswith(".rels")
    with archive.open(entry) as part:
        while block := part.read(_BLOCK):
            seen += len(block)
            if seen > MAX_UNPACKED:
                raise Unsafe("unpacks_too_large")
            window = tail + block
            if b"\0" in window:
                raise Unsafe("not_a_workbook")  # UTF-16 would hide what is looked for below
            if b"<!DOCTYPE" in window.upper() or b"<!ENTITY" in window.upper():
                raise Unsafe("document_type")
            if is_relation and _points_outside(window):
                raise Unsafe("external_references")
            tail = window[-4096:] if is_relation else window[-16:]


def _points_outside(window: bytes) -> bool:
    return any(not _HYPERLINK.search(found.group()) for found in _EXTERNAL.finditer(window))
