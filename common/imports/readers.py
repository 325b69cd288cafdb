"""Rows of a CSV, gzip CSV or XLSX file, one after the other, as lists of texts. Pure; used by the child process."""

import codecs
import csv
import gzip
import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from common.imports import archive
from common.imports.archive import Unsafe

MAX_COLUMNS = 1_000
MAX_CELL = 200_000
MAX_LINE = 16 << 20  # characters: a line is held whole, however long it is
_DELIMITERS = ",;\t|"
_BLOCK = 1 << 20
_COMPOUND = b"\xd0\xcf\x11\xe0"
# what people send by mistake: PDF, pictures, RTF, other archives
_OTHER_KINDS = (
    *(b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM\x00", b"II*\x00", b"MM\x00*", b"{\\rtf"),
    *(b"Rar!", b"7z\xbc\xaf", b"BZh", b"\xfd7zXZ"),
)


@dataclass
class Table:
    """An opened file: the names of its columns, and its rows with their line numbers in the file."""

    columns: list[str]
    rows: Iterator[tuple[int, list[str]]]
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()


@dataclass(frozen=True)
class Layout:
    """What a profile says about a file; empty means: find out."""

    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    header_row: int = 1


def open_table(path: Path, name: str, layout: Layout, unpacked_limit: int) -> Table:
    """Open by what the file is, not by what its name says. Raises Unsafe with a code."""
    with path.open("rb") as file:
        head = file.read(8)
    if head.startswith(b"PK\x03\x04"):
        return _open_workbook(path, layout)
    if head.startswith(_COMPOUND):
        raise Unsafe(_compound_fault(path))
    if not head:
        raise Unsafe("empty_file")
    if head.startswith(_OTHER_KINDS):
        raise Unsafe("not_a_table")
    return _open_csv(path, layout, packed=head.startswith(b"\x1f\x8b"), limit=unpacked_limit)


def _compound_fault(path: Path) -> str:
    """What an old compound file is: an .xls, a workbook locked with a password, or something else altogether. The
    names of its parts stand near its beginning or its end."""
    with path.open("rb") as file:
        beginning = file.read(_BLOCK)
        file.seek(max(0, path.stat().st_size - _BLOCK))
        names = beginning + file.read(_BLOCK)
    if _name("EncryptedPackage") in names:
        return "encrypted"
    return "old_workbook" if _name("Workbook") in names or _name("Book") in names else "not_a_table"


def _name(part: str) -> bytes:
    return part.encode("utf-16-le")


# --- CSV ---------------------------------------------------------------------------------------


class _Limited(io.RawIOBase):
    """A byte stream that refuses to give more than ``limit`` bytes: what a gzip bomb meets."""

    def __init__(self, source: Any, limit: int):
        self._source, self._left = source, limit

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            block = self._source.read(len(buffer))
        except (OSError, EOFError, zlib.error) as error:
            raise Unsafe("broken_archive") from error
        self._left -= len(block)
        if self._left < 0:
            raise Unsafe("unpacks_too_large")
        buffer[: len(block)] = block
        return len(block)


def _bytes_of(path: Path, packed: bool, limit: int) -> io.BufferedReader:
    raw: Any = gzip.open(path, "rb") if packed else path.open("rb")  # noqa: SIM115 (the reader closes it)
    return io.BufferedReader(_Limited(raw, limit), _BLOCK)


def _open_csv(path: Path, layout: Layout, *, packed: bool, limit: int) -> Table:
    encoding = layout.encoding or _find_encoding(path, packed, limit)
    with _text_of(path, packed, limit, encoding) as sample:
        try:
            lines = [sample.readline(MAX_CELL) for _ in range(layout.header_row + 10)][layout.header_row - 1 :]
        except UnicodeError as error:
            raise Unsafe("other_encoding" if layout.encoding else "unknown_encoding") from error
    csv.field_size_limit(MAX_CELL)
    delimiter = layout.delimiter or _find_delimiter(lines)
    reader = csv.reader(_lines(_text_of(path, packed, limit, encoding)), delimiter=delimiter)
    rows = _csv_rows(reader)
    columns = _columns(_skip(rows, layout.header_row))
    return Table(columns, rows, encoding=encoding, delimiter=delimiter)


def _text_of(path: Path, packed: bool, limit: int, encoding: str) -> io.TextIOWrapper:
    try:
        codecs.lookup(encoding)
    except LookupError as error:
        raise Unsafe("unknown_encoding") from error
    return io.TextIOWrapper(_bytes_of(path, packed, limit), encoding=encoding, newline="")


def _lines(text: io.TextIOWrapper) -> Iterator[str]:
    """The lines of a text. Raises Unsafe at one without an end, before it fills the memory."""
    while line := text.readline(MAX_LINE):
        if len(line) == MAX_LINE and not line.endswith(("\n", "\r")):
            raise Unsafe("line_too_long")
        yield line


def _find_encoding(path: Path, packed: bool, limit: int) -> str:
    """By byte order mark, else UTF-8 when the whole file is valid UTF-8, else GB18030."""
    with _bytes_of(path, packed, limit) as file:
        head = file.peek(4)[:4]
        if head.startswith(codecs.BOM_UTF8):
            return "utf-8-sig"
        if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
    for encoding in ("utf-8", "gb18030"):
        decoder = codecs.getincrementaldecoder(encoding)()
        with _bytes_of(path, packed, limit) as file:
            try:
                while block := file.read(_BLOCK):
                    if b"\0" in block:
                        raise Unsafe("not_a_table")
                    decoder.decode(block)
                decoder.decode(b"", final=True)
                return encoding
            except UnicodeDecodeError:
                continue
    raise Unsafe("unknown_encoding")


def _find_delimiter(lines: list[str]) -> str:
    lines = [line for line in lines if line.strip()]
    if not lines:
        return ","
    counts = {mark: [len(next(csv.reader([line], delimiter=mark), [])) for line in lines] for mark in _DELIMITERS}
    return max(_DELIMITERS, key=lambda mark: (min(counts[mark]), counts[mark][0]))


def _csv_rows(reader: Any) -> Iterator[tuple[int, list[str]]]:
    before = 0
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except UnicodeDecodeError as error:
            raise Unsafe("unknown_encoding") from error
        except csv.Error as error:
            raise Unsafe("broken_csv") from error
        line, before = before + 1, reader.line_num
        if any(cell and not cell.isspace() for cell in row):
            yield line, row


# --- XLSX --------------------------------------------------------------------------------------


def _open_workbook(path: Path, layout: Layout) -> Table:
    from python_calamine import CalamineError, CalamineWorkbook

    archive.check_workbook(path)
    try:
        book = CalamineWorkbook.from_path(str(path))
        names = tuple(book.sheet_names)
        name = layout.sheet or (names[0] if names else "")
        if name not in names:
            raise Unsafe("no_such_sheet")
        sheet = book.get_sheet_by_name(name)
        first = (sheet.start or (0, 0))[0] + 1
        rows = _sheet_rows(sheet, first)
        columns = _columns(_skip(rows, max(layout.header_row - first + 1, 1)))
    except CalamineError as error:
        raise Unsafe("not_a_workbook") from error
    return Table(columns, rows, sheet=name, sheets=names)


def _sheet_rows(sheet: Any, first: int) -> Iterator[tuple[int, list[str]]]:
    for number, row in enumerate(sheet.iter_rows(), start=first):
        texts = [_cell_text(value) for value in row]
        if any(texts):
            yield number, texts


def _cell_text(value: Any) -> str:
    if isinstance(value, str):
        return value[:MAX_CELL]
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date | time | timedelta | int):
        return value.isoformat() if isinstance(value, date | time) else str(value)
    return ""


# --- heads -------------------------------------------------------------------------------------


def _skip(rows: Iterator[tuple[int, list[str]]], header_row: int) -> list[str]:
    """The head: the first row that stands on or after the declared line."""
    for line, row in rows:
        if line >= header_row:
            return row
    raise Unsafe("empty_file")


def _columns(head: list[str]) -> list[str]:
    """Column names, trimmed; empty ones and repeats get a name by position so that every column can be mapped."""
    if len(head) > MAX_COLUMNS:
        raise Unsafe("too_many_columns")
    texts = [" ".join(text.split()) for text in head]
    while texts and not texts[-1]:
        texts.pop()
    names: list[str] = []
    for position, text in enumerate(texts, start=1):
        name = text or f"#{position}"
        names.append(f"{name} #{position}" if name in names else name)
    return names
