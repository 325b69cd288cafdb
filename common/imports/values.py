"""Text of a cell to a typed value, and why not. Pure; used by the reading child process.

Every parser takes the cell's text (never empty, already trimmed) and returns the value in the
canonical text that Postgres reads: ``1234.5``, ``2026-11-21``, ``true``. Raises Unreadable with a code.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

FIRST_YEAR, LAST_YEAR = 1950, 2100

_ISO = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?"
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_CURRENCY = re.compile(r"^(?:[¥￥$€£]|RMB|CNY|USD|EUR)\s*|\s*(?:元|RMB|CNY|USD|EUR)$", re.IGNORECASE)
_DAY_NUMBER = re.compile(r"\d{5}(\.\d+)?", re.ASCII)  # how spreadsheets keep a day: 45000
_PLAIN = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,2})?")


class Unreadable(Exception):
    """The text is not a value of the wanted kind; ``code`` says in which way."""

    def __init__(self, code: str):
        self.code = code
        super().__init__(code)


@dataclass(frozen=True)
class Formats:
    """How a file writes its values."""

    dates: tuple[str, ...] = ()  # strptime patterns tried in this order; none: year-month-day only
    decimal_mark: str = "."
    group_mark: str = ","
    empty: frozenset[str] = frozenset({"", "NULL", "null", "N/A", "#N/A"})
    true: frozenset[str] = frozenset({"1", "y", "yes", "true", "t", "是", "对", "√"})
    false: frozenset[str] = frozenset({"0", "n", "no", "false", "f", "否", "错", "×"})


def fold(text: str) -> str:
    """Width folding and trimming: how codes and words are compared."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def parse_decimal(text: str, formats: Formats) -> str:
    """A decimal number as plain digits. A percent sign divides by a hundred; text is never guessed at."""
    body = _CURRENCY.sub("", fold(text)).strip()
    negative = (body.startswith("(") and body.endswith(")")) or body.endswith("-")
    body = body.strip("()").rstrip("-").replace("−", "-").strip()
    percent = body.endswith("%")
    body = _ungrouped(body.rstrip("% "), formats)
    if not _PLAIN.fullmatch(body):
        raise Unreadable("text_in_number")
    if negative:
        body = body.removeprefix("-") if body.startswith("-") else f"-{body}"
    return _shifted(body, 2) if percent else body


def _ungrouped(body: str, formats: Formats) -> str:
    whole, mark, fraction = body.partition(formats.decimal_mark)
    group = formats.group_mark
    if group and group in whole:
        first, *rest = whole.lstrip("+-").split(group)
        if not 1 <= len(first) <= 3 or any(len(part) != 3 or not part.isdigit() for part in rest):
            raise Unreadable("text_in_number")
        whole = whole.replace(group, "")
    if group and group in fraction:
        raise Unreadable("text_in_number")
    return f"{whole}.{fraction}" if mark else whole


def _shifted(body: str, places: int) -> str:
    from decimal import Decimal

    return format(Decimal(body).scaleb(-places), "f")


def parse_integer(text: str, formats: Formats) -> str:
    """A whole number; ``3.0`` is one, ``3.5`` is not."""
    body = parse_decimal(text, formats)
    whole, _, fraction = body.partition(".")
    if fraction.strip("0") or "e" in body.lower():
        raise Unreadable("not_whole")
    return whole


def parse_date(text: str, formats: Formats) -> str:
    """A day as YYYY-MM-DD. Without declared formats only year-first notations are read: 03/04/2024 is
    ambiguous and therefore refused."""
    day = _declared_day(text, formats.dates) if formats.dates else None
    if day is None:
        day = _year_first(fold(text))
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Unreadable("date_out_of_range")
    return day.isoformat()


def _declared_day(text: str, patterns: Sequence[str]) -> date | None:
    for pattern in patterns:
        try:
            return datetime.strptime(text, pattern).date()  # noqa: DTZ007 (a day has no zone)
        except ValueError:
            continue
    return None


def _year_first(text: str) -> date:
    found = _ISO.fullmatch(text) or _COMPACT.fullmatch(text)
    if found is None:
        raise Unreadable("day_number" if _DAY_NUMBER.fullmatch(text) else "bad_date")
    try:
        return date(*map(int, found.groups()[:3]))
    except ValueError:
        raise Unreadable("no_such_day") from None


def parse_boolean(text: str, formats: Formats) -> str:
    """``true`` or ``false`` by the words that the profile lists."""
    word = fold(text).lower()
    if word in formats.true:
        return "true"
    if word in formats.false:
        return "false"
    raise Unreadable("not_yes_or_no")


def parse_text(text: str, formats: Formats) -> str:
    return text


PARSERS = {
    "text": parse_text,
    "decimal": parse_decimal,
    "integer": parse_integer,
    "date": parse_date,
    "boolean": parse_boolean,
}
