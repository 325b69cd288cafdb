"""The rows of the entry grid as the browser sends and shows them: text in, line drafts out, faults beside cells.

Django's formsets would build 500 forms of 16 fields each for a long order; these rows are plain text and one
pass over it. They are drawn by the tags of ``entry_grid``.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext as _

from common import typed
from orders.entry.drafts import LONGEST_LINE_NO, LineDraft, UnfinishedRow
from orders.order import scheduling
from orders.order.states import AGREED
from products.catalogue.choices import SupplyMode
from segments.custom_fields import definitions

PREFIX = "lines"
NUMBERS = ("quantity", "price", "discount", "tax_rate")
TEXTS = (
    "product",
    "specification",
    "auxiliary_attribute",
    "logo",
    "colour",
    "packaging",
    "customisation",
    "special_requirements",
    "notes",
)
SCHEDULE = "schedule"  # dated parts in one line of text
SUPPLY = "supply_mode"  # where its goods come from; empty: as the product says
RAW = "raw"  # a pasted row in its own words, until its product is found
CELLS = (
    *TEXTS,
    *NUMBERS,
    "requested_date",
    "line_no",
    "priced",
    "is_gift",
    "without_gift",
    SUPPLY,
    SCHEDULE,
    RAW,
    "DELETE",
)
_MOST = 1000
_KEY = re.compile("[0-9]{1,6}")
_NAME = re.compile(rf"{PREFIX}-({_KEY.pattern})-([\w.]+)")
_CUSTOM = f"{definitions.PREFIX}."
_DAY = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})")
_TYPED = (*TEXTS, *NUMBERS, "requested_date", SCHEDULE, RAW)  # a row with none of these is no row
_KEPT = (*_TYPED, "priced", "is_gift", "without_gift", SUPPLY)
HUNDRED = Decimal(100)


@dataclass
class Row:
    """One row of the grid: what was typed, what is shown beside it, and what is wrong with it (cell → words).
    ``is_new``: it came without a line number and was given one."""

    key: str
    cells: dict[str, str] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    is_new: bool = False

    def text(self, name: str) -> str:
        return self.cells.get(name, "")

    @property
    def is_deleted(self) -> bool:
        return bool(self.text("DELETE"))

    @property
    def is_blank(self) -> bool:
        """Nothing stands in it."""
        return not any(self.text(name) for name in _TYPED)

    @property
    def line_no(self) -> int | None:
        """The number of its line, None for a new row and for what is no number of a line."""
        number = typed.read_key(self.text("line_no"))
        return number if number is not None and number <= LONGEST_LINE_NO else None

    def number(self, name: str) -> Decimal | None:
        """The number in a cell; None where there is none, or none that can be read."""
        try:
            return typed.read_number(self.text(name))
        except ValueError:
            return None

    def fault(self, name: str, words: Any) -> None:
        self.faults.setdefault(name, str(words))


def label(name: str) -> str:
    """What a cell is called."""
    labels = {
        "product": _("Product"),
        "quantity": _("Qty"),
        "price": _("Price"),
        "discount": _("Discount"),
        "requested_date": _("Requested"),
    }
    return labels.get(name, name)


def read(data: Mapping[str, Any]) -> list[Row]:
    """The rows of a posted form, deleted and blank ones left out, in the order of their numbers."""
    found: dict[str, Row] = {}
    for name, value in data.items():
        match = _NAME.fullmatch(name)
        if match and _is_cell(match[2]) and len(found) <= _MOST:
            found.setdefault(match[1], Row(match[1])).cells[match[2]] = _clean(value)
    rows = sorted(found.values(), key=lambda row: int(row.key))
    return [row for row in rows if not row.is_deleted and not row.is_blank]


def highest(data: Mapping[str, Any]) -> int:
    """The highest line number in a posted form, rows that it deletes among them: a new row never takes the place of one
    that is going."""
    names = (name for name in data if (match := _NAME.fullmatch(name)) and match[2] == "line_no")
    return max((Row("", {"line_no": _clean(data[name])}).line_no or 0 for name in names), default=0)


def read_json(rows: Mapping[str, Mapping[str, Any]]) -> list[Row]:
    """The rows that the grid's script sends, blank ones left out."""
    found = [
        Row(str(key), {name: _clean(value) for name, value in cells.items() if _is_cell(name)})
        for key, cells in list(rows.items())[:_MOST]
        if _KEY.fullmatch(str(key))
    ]
    return [row for row in found if not row.is_blank]


def _is_cell(name: str) -> bool:
    return name in CELLS or name.startswith(_CUSTOM)


def _clean(value: Any) -> str:
    return unicodedata.normalize("NFKC", str(value)).replace("\0", "").strip()[:2000]


def of_line(line: Any, key: int, custom: Mapping[str, Any] = MappingProxyType({})) -> Row:
    """The row that shows a stored line, whose ``product`` is at hand; a tax rate of its own only is written out.
    ``custom``: its custom fields as the reader sees them."""
    cells = {name: str(getattr(line, name) or "") for name in TEXTS[1:]}
    cells |= {
        "product": line.product_code,
        "name": line.product_name,
        "unit": line.unit,
        "quantity": plain(line.ordered),
        "price": plain(line.price),
        "priced": "" if line.price_source in AGREED else plain(line.price),
        "discount": plain(line.discount * HUNDRED) if line.discount else "",
        "tax_rate": "" if line.tax_rate == line.product.tax_rate else plain(line.tax_rate * HUNDRED),
        "requested_date": line.requested_date.isoformat() if line.requested_date else "",
        SCHEDULE: scheduling.words(line.schedule),
        "line_no": str(line.line_no),
        "is_gift": "on" if line.is_gift else "",
        "without_gift": "on" if line.without_gift else "",
        SUPPLY: "" if line.supply_mode == line.product.supply_mode else line.supply_mode,
        "amount": f"{line.amount:,.2f}",
    }
    return Row(str(key), cells | custom_cells(custom))


def custom_cells(seen: Mapping[str, Any]) -> dict[str, str]:
    """Custom fields as cells: true and false as the selects send them."""
    words = {None: "", True: "true", False: "false"}
    return {
        f"{_CUSTOM}{key}": words[value] if value in (None, True, False) else str(value) for key, value in seen.items()
    }


def of_unfinished(kept: Mapping[str, Any], key: int) -> Row:
    """The row that shows what was typed and is no line yet."""
    return Row(str(key), {**kept["cells"], "line_no": str(kept["line_no"])})


def unfinished(rows: Iterable[Row]) -> list[UnfinishedRow]:
    """The rows with a fault, as they are kept with a draft; they have their numbers from ``to_drafts``."""
    return [
        UnfinishedRow(
            row.line_no, next(iter(row.faults)), {name: text for name, text in row.cells.items() if _kept(name, text)}
        )
        for row in rows
        if row.faults and row.line_no is not None
    ]


def _kept(name: str, text: str) -> bool:
    return bool(text) and (name in _KEPT or name.startswith(_CUSTOM))


def mark_unknown(rows: Iterable[Row], known: Collection[str]) -> None:
    """Mark the product cells whose codes are none of ``known``."""
    for row in rows:
        if row.text("product") and row.text("product") not in known:
            row.fault("product", _("There is no such product."))


def plain(number: Decimal) -> str:
    """A number as people type it: no trailing zeros, no exponent."""
    return f"{number.normalize():f}"


def to_drafts(rows: Iterable[Row], last: int = 0) -> list[LineDraft]:
    """The rows as the operations take them. A number or day that cannot be read is a fault of its cell; a row
    without a line number gets the next one, after ``last`` too, so that a refusal finds its row again."""
    rows = list(rows)
    last = max([last, *(row.line_no or 0 for row in rows)])
    drafts, taken = [], set()
    for row in rows:
        number = row.line_no
        if number is None or number in taken:
            last += 1
            number = last
            row.cells["line_no"], row.is_new = str(number), True
        taken.add(number)
        drafts.append(_draft(row, number))
    return drafts


def _draft(row: Row, line_no: int) -> LineDraft:
    price = _number(row, "price")
    is_asked = row.text("price") in ("", row.text("priced"))
    return LineDraft(
        product_code=_required(row, "product", _("Choose a product.")),
        quantity=_number(row, "quantity", missing=_("Enter a quantity.")) or Decimal(0),
        price=None if is_asked else price,
        discount=(_number(row, "discount") or Decimal(0)) / HUNDRED,
        tax_rate=rate / HUNDRED if (rate := _number(row, "tax_rate")) is not None else None,
        requested_date=_day(row, "requested_date"),
        schedule=_schedule(row),
        specification=row.text("specification") or None,
        auxiliary_attribute=row.text("auxiliary_attribute") or None,
        logo=row.text("logo"),
        colour=row.text("colour"),
        packaging=row.text("packaging"),
        customisation=row.text("customisation"),
        special_requirements=row.text("special_requirements"),
        notes=row.text("notes"),
        is_gift=bool(row.text("is_gift")),
        without_gift=bool(row.text("without_gift")),
        supply_mode=_supply(row),
        line_no=line_no,
        custom={name.removeprefix(_CUSTOM): text for name, text in row.cells.items() if name.startswith(_CUSTOM)},
    )


def _supply(row: Row) -> str:
    mode = row.text(SUPPLY)
    if mode and mode not in SupplyMode.values:
        row.fault(SUPPLY, _("Choose one of the list."))
        return ""
    return mode


def _schedule(row: Row) -> tuple[scheduling.Part, ...]:
    try:
        return scheduling.read(row.text(SCHEDULE))
    except ValueError:
        row.fault(SCHEDULE, _("Write each as day and quantity, like 2026-12-01 10; 2026-12-15 8"))
        return ()


def _required(row: Row, name: str, words: Any) -> str:
    if not row.text(name):
        row.fault(name, words)
    return row.text(name)


def _number(row: Row, name: str, missing: Any = "") -> Decimal | None:
    try:
        number = typed.read_number(row.text(name).removesuffix("%"))
    except ValueError:
        row.fault(name, typed.NOT_A_NUMBER)
        return None
    if number is None and missing:
        row.fault(name, missing)
    return number


def _day(row: Row, name: str) -> date | None:
    text = row.text(name)
    if not text:
        return None
    try:
        return read_day(text)
    except ValueError:
        row.fault(name, _("Write the day as YYYY-MM-DD"))
        return None


def read_day(text: str) -> date | None:
    """The day that was typed, None for nothing. Raises ValueError."""
    match = _DAY.fullmatch(text)
    if not text:
        return None
    if match is None:
        raise ValueError(text)
    return date(int(match[1]), int(match[2]), int(match[3]))


def spread_faults(rows: Iterable[Row], faults: Mapping[str, Iterable[Any]]) -> dict[str, list[str]]:
    """Put messages with paths like ``lines.3.quantity`` beside their cells; gives back those without a row."""
    by_line = {row.line_no: row for row in rows}
    others: dict[str, list[str]] = {}
    for path, texts in faults.items():
        parts = path.split(".")
        row = by_line.get(int(parts[1])) if len(parts) > 1 and parts[0] == "lines" and parts[1].isdecimal() else None
        if row is None:
            others[path] = [str(text) for text in texts]
            continue
        for text in texts:
            row.fault(".".join(parts[2:]) or "product", text)
    return others
