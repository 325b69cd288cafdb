"""What may stand in a cell: text that no spreadsheet takes for a formula, nothing that cannot be seen, no more than a
cell holds (RELIABILITY 2.9)."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from common import dates
from common.conditions.kinds import Kind
from common.exports.lists import Column
from common.money import plain

CELL_LENGTH = 32_767  # of a workbook, in UTF-16 units
# control characters but tab and line ends, halves of characters, and what XML cannot say
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# as a spreadsheet reads the start of a formula, also in full width
_RISKY = frozenset("=+-@\t\r\n＝＋－＠")
_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)*%?", re.ASCII)
FORMATS = {Kind.MONEY: "#,##0.00", Kind.DATE: "yyyy-mm-dd", Kind.MOMENT: "yyyy-mm-dd hh:mm"}
_WIDTHS = {Kind.TEXT: 18, Kind.CODE: 16, Kind.MONEY: 14, Kind.DATE: 12, Kind.MOMENT: 17, Kind.TAGS: 24}
WIDTH, WIDEST = 12, 60
_BATCH = 500
Values = Sequence[Any]
Convert = Callable[[Values], Values]  # the values of one column, of some rows at a time: a call a cell would be dear


def clean(text: str) -> str:
    """The text without characters that cannot be seen."""
    return _UNSEEN.sub("", text)


def neutral(value: Any) -> Any:
    """A text that a spreadsheet would run when it opens a text file, made harmless by an apostrophe; a plain number
    runs nothing and stays."""
    if isinstance(value, str) and value[:1] in _RISKY and not _NUMBER.fullmatch(value):
        return f"'{value}"
    return value


def cut(text: str) -> str:
    """No more than a cell of a workbook holds; what was cut off ends in an ellipsis."""
    if len(text) * 2 <= CELL_LENGTH or len(text.encode("utf-16-le")) // 2 <= CELL_LENGTH:
        return text
    return text.encode("utf-16-le")[: (CELL_LENGTH - 1) * 2].decode("utf-16-le", "ignore") + "…"


def width_of(column: Column) -> int:
    """Characters that a column of a workbook shows."""
    needed = column.width or _WIDTHS.get(column.kind, WIDTH)
    return min(WIDEST, max(needed, sum(2 if ord(letter) > 0x2E80 else 1 for letter in str(column.label)) + 3))


def format_of(column: Column) -> str:
    """How a workbook writes the values of a column; "" for as they come."""
    return column.format or FORMATS.get(column.kind, "")


def converted(rows: Iterable[tuple[Any, ...]], converts: Sequence[Convert]) -> Iterator[tuple[Any, ...]]:
    """The rows with each column converted, some rows at a time."""
    source = iter(rows)
    while batch := list(islice(source, _BATCH)):
        columns = zip(*batch, strict=True)
        yield from zip(*(convert(values) for convert, values in zip(converts, columns, strict=True)), strict=True)


def for_workbook(columns: Sequence[Column]) -> list[Convert]:
    """What makes the values of each column cells of a workbook: number, day, moment on the company's clock or text."""
    yes, no = _("yes"), _("no")
    zone = dates.business_zone()

    def written(value: Any) -> Any:
        return None if value is None or value == "" else cut(clean(str(value)))

    def texts(values: Values) -> Values:
        short = CELL_LENGTH // 2
        return [
            one if one.__class__ is str and one.isprintable() and 0 < len(one) < short else written(one)
            for one in values
        ]

    def numbers(values: Values) -> Values:
        return [float(one) if one.__class__ is Decimal else one for one in values]

    def moments(values: Values) -> Values:
        return [one and one.astimezone(zone).replace(tzinfo=None, microsecond=0) for one in values]

    by_kind: dict[Kind, Convert] = {
        Kind.NUMBER: numbers,
        Kind.MONEY: numbers,
        Kind.DATE: lambda values: values,
        Kind.MOMENT: moments,
        Kind.FLAG: lambda values: [None if one is None else yes if one else no for one in values],
        Kind.TAGS: lambda values: [written("、".join(map(str, one or ()))) for one in values],
    }
    return [by_kind.get(column.kind, texts) for column in columns]


def for_text(columns: Sequence[Column]) -> list[Convert]:
    """What makes the values of each column fields of a text file: plain numbers with a point, days as YYYY-MM-DD,
    moments as YYYY-MM-DD HH:MM on the company's clock."""
    yes, no = _("yes"), _("no")
    zone = dates.business_zone()

    def written(value: Any) -> Any:
        return "" if value is None else neutral(clean(str(value)))

    def texts(values: Values) -> Values:
        return [
            one if one.__class__ is str and one.isprintable() and one[:1] not in _RISKY else written(one)
            for one in values
        ]

    def moments(values: Values) -> Values:
        return ["" if one is None else one.astimezone(zone).isoformat(" ", "minutes")[:16] for one in values]

    by_kind: dict[Kind, Convert] = {
        Kind.NUMBER: lambda values: ["" if one is None else plain(one) for one in values],
        Kind.MONEY: lambda values: ["" if one is None else plain(one, 2) for one in values],
        Kind.DATE: lambda values: ["" if one is None else one.isoformat() for one in values],
        Kind.MOMENT: moments,
        Kind.FLAG: lambda values: ["" if one is None else yes if one else no for one in values],
        Kind.TAGS: lambda values: [written("、".join(map(str, one or ()))) for one in values],
    }
    return [by_kind.get(column.kind, texts) for column in columns]
