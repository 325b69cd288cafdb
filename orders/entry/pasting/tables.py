"""Tables out of pasted text: cells between tabs, bars or runs of spaces, columns by their heads or by what they hold.
Pure."""

import csv
import re
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

from orders.entry.pasting import amounts, days, heads, lines
from orders.entry.pasting.lines import Pasted

MOST = 1000  # rows
_RULE = re.compile(r"[\s|+:=\-_]+")
_SUM = re.compile("(?:合计|总计|小计|共计|total|sum|subtotal|grand total):?", re.IGNORECASE)
_MOSTLY = 0.6
Cells = list[str]


def read(text: str, today: date) -> tuple[list[Pasted], list[str]]:
    """(rows, lines left out) of a pasted text: a table where it is one, with the lines around it, else line by line.
    Nothing is lost: what is not understood stays in ``raw``; left out are greetings, titles and sums. Heads are
    neither: they are what the columns are known by. A line that only says a day says it for all rows without one."""
    table = cells_of(text)
    found = _of_table(table, today) if table else None
    rows, left_out = found if found is not None else _of_lines(text.splitlines(), today)
    return _dated(rows)[:MOST], left_out


def _of_lines(texts: Sequence[str], today: date) -> tuple[list[Pasted], list[str]]:
    rows: list[Pasted] = []
    left_out = []
    for raw in texts:
        if lines.is_no_line(raw):
            left_out += [raw.strip()] if raw.strip() else []
        elif not _is_head(raw):
            rows += _spoken(raw, today)
    return rows, left_out


def _is_head(raw: str) -> bool:
    words = lines.clean(raw).split()
    return len(words) > 1 and heads.columns_of(words) is not None


def _spoken(raw: str, today: date) -> list[Pasted]:
    return [lines.read(piece, today) for piece in lines.pieces(raw)]


def _dated(rows: Sequence[Pasted]) -> list[Pasted]:
    days_alone = [row.cells["requested_date"] for row in rows if lines.is_day_alone(row)]
    found = [row for row in rows if not lines.is_day_alone(row)]
    for row in found:
        if days_alone and row.cells:
            row.cells.setdefault("requested_date", days_alone[-1])
    return found


def cells_of(text: str) -> list[Cells]:
    """The cells of each row, empty rows left out; no rows when the text is no table."""
    given = [line for line in text.splitlines() if line.strip()]
    if any("\t" in line for line in given):
        rows = [
            [lines.clean(cell) for cell in row] for row in csv.reader(text.splitlines(keepends=True), delimiter="\t")
        ]
        return [row for row in rows if any(row)]
    for split in _SPLITS:
        rows = [split(line) for line in given if not _RULE.fullmatch(line)]
        wide = [len(row) for row in rows if len(row) > 1]
        if len(wide) > 1 and len(wide) >= len(rows) * 0.8 and (max(wide) > 2 or split is not _by_spaces):
            if split is _by_bars or any(heads.columns_of(row) for row in rows[:3]):
                return rows
    return []


def _by_bars(line: str) -> Cells:
    return [lines.clean(cell) for cell in line.strip().strip("|").split("|")]


def _by_commas(line: str) -> Cells:
    return [lines.clean(cell) for cell in next(csv.reader([line]))]


def _by_semicolons(line: str) -> Cells:
    return [lines.clean(cell) for cell in next(csv.reader([line], delimiter=";"))]


def _by_spaces(line: str) -> Cells:
    return [lines.clean(cell) for cell in re.split(r"\s{2,}|\u3000+", line.strip())]


_SPLITS: tuple[Callable[[str], Cells], ...] = (_by_bars, _by_commas, _by_semicolons, _by_spaces)


def _of_table(table: list[Cells], today: date) -> tuple[list[Pasted], list[str]] | None:
    width = max(map(len, table))
    before: list[Cells] = []
    for place, row in enumerate(table[:5]):
        columns = heads.columns_of(row)
        if columns is not None:
            before, table = table[:place], table[place + 1 :]
            break
    else:
        columns = by_content(table, today)
        if columns is None:
            return None
    columns = [*columns, *[None] * (width - len(columns))]
    rows: list[Pasted] = []
    left_out: list[str] = []
    for place, row in enumerate([*before, *table]):
        raw = "\t".join(row).strip()
        beside = [] if _is_sum(row) or lines.is_no_line(raw) else _beside(row, today)
        if beside:
            rows += beside
        elif place < len(before) or _is_sum(row) or lines.is_no_line(raw):
            left_out.append(" ".join(filter(None, row)))
        else:
            rows.append(_row(raw, dict(_pairs(columns, row)), today))
    return rows, left_out


def _beside(row: Cells, today: date) -> list[Pasted]:
    """A row with nothing but its first cell that is a line of text before or after the table: it says how many of
    something, or only when; none for any other."""
    found = _spoken(row[0], today) if row[0] and not any(row[1:]) else []
    says = [lines.is_day_alone(one) or ("quantity" in one.cells and one.unit and one.words) for one in found]
    return found if says and all(says) else []


def _is_sum(row: Cells) -> bool:
    return any(
        re.fullmatch(r"(?:合计|总计|小计|共计|total|sum|subtotal|grand total)[:：]?", cell, re.IGNORECASE)
        for cell in row
    )


def _pairs(columns: Sequence[str | None], row: Cells) -> list[tuple[str, str]]:
    """Column → cell; all that is said of the product in one."""
    found: dict[str, list[str]] = {}
    for column, cell in zip(columns, row, strict=False):
        if column and cell:
            found.setdefault(column, []).append(cell)
    return [(column, " ".join(cells)) for column, cells in found.items()]


_TEXTS = ("notes", "auxiliary_attribute", "logo", "colour", "packaging", "customisation", "special_requirements")


def _row(raw: str, cells: dict[str, str], today: date) -> Pasted:
    code, words = cells.get("product", ""), " ".join(filter(None, (cells.get("words"), cells.get("specification"))))
    found = {name: cells[name] for name in _TEXTS if name in cells}
    quantity = amounts.of_cell(cells.get("quantity", ""))
    if quantity or cells.get("quantity"):
        found["quantity"] = quantity.number if quantity else cells["quantity"]  # a fault of its cell
    if price := cells.get("price"):
        found["price"] = amounts.price_of_cell(price) or price
    if day := cells.get("requested_date"):
        known = days.of_cell(day, today)
        found["requested_date"] = known.isoformat() if known else day
    for name in ("discount", "tax_rate"):
        if name in cells:
            found[name] = cells[name].rstrip("% ")
    unit = (quantity.unit if quantity else "") or cells.get("unit", "")
    codes = (*((code,) if code else ()), *lines.codes_in(words))
    return Pasted(raw, tuple(dict.fromkeys(codes)), words or code, unit, found)


# ── columns by what they hold ──


def by_content(table: list[Cells], today: date) -> list[str | None] | None:
    """Which column is which, by content: code, words, quantity, unit, price, amount, day. None when there is neither a
    quantity nor a code: then lines are read one by one."""
    width = max(map(len, table))
    values = [[row[place] if place < len(row) else "" for row in table] for place in range(width)]
    columns: list[str | None] = [None] * width
    for place, column in enumerate(values):
        columns[place] = _kind(column, today)
    _settle_numbers(columns, values)
    if columns.count("product") > 1:
        first = columns.index("product")
        columns = ["words" if kind == "product" and place != first else kind for place, kind in enumerate(columns)]
    return columns if "quantity" in columns or "product" in columns else None


def _kind(column: Cells, today: date) -> str | None:
    given = [cell for cell in column if cell]
    if not given:
        return None

    def mostly(test: Callable[[str], object]) -> bool:
        return sum(bool(test(cell)) for cell in given) >= len(given) * _MOSTLY

    if mostly(_is_number):
        return "number"
    if mostly(amounts.is_unit):
        return "unit"
    if mostly(lambda cell: days.of_cell(cell, today)):
        return "requested_date"
    if mostly(lambda cell: amounts.of_cell(cell) is not None):
        return "quantity"
    if mostly(amounts.price_of_cell):
        return "price"
    if mostly(lambda cell: re.fullmatch(r"[A-Za-z0-9*][\w.\-/#()*+]{2,}", cell, re.ASCII) and re.search(r"\d", cell)):
        return "product"
    return "words"


def _is_number(cell: str) -> bool:
    return bool(re.fullmatch(r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?", cell))


def _settle_numbers(columns: list[str | None], values: list[Cells]) -> None:
    """Which of the columns of numbers are the rows' own, codes, quantity, price and amount."""
    places = [place for place, kind in enumerate(columns) if kind == "number"]
    for place in places:
        columns[place] = None
    if len(places) > 1 and places[0] == 0 and _counts(values[0]):
        places = places[1:]
    if (
        places
        and "product" not in columns
        and "words" not in columns
        and all(len(cell) > 3 for cell in values[places[0]])
    ):
        columns[places[0]] = "product"
        places = places[1:]
    if "quantity" in columns:
        if places and "price" not in columns:
            columns[places[0]] = "price"
        return
    for quantity, price in ((one, other) for one in places for other in places if one != other):
        rest = [place for place in places if place not in (quantity, price) and place > max(quantity, price)]
        if rest and quantity < price and _is_product(values[quantity], values[price], values[rest[0]]):
            columns[quantity], columns[price] = "quantity", "price"
            return
    if places:
        columns[places[0]] = "quantity"
    if len(places) > 1 and "price" not in columns:
        columns[places[1]] = "price"


def _counts(column: Cells) -> bool:
    """1, 2, 3 …: the numbers of the rows, where there are several."""
    return len(column) > 1 and all(cell == str(place) for place, cell in enumerate(column, start=1))


def _is_product(quantity: Cells, price: Cells, amount: Cells) -> bool:
    rows = [row for row in zip(quantity, price, amount, strict=True) if all(map(_is_number, row))]
    fits = [abs(_number(one) * _number(other) - _number(sum_)) <= Decimal("0.02") for one, other, sum_ in rows]
    return bool(fits) and sum(fits) >= len(fits) * _MOSTLY


def _number(cell: str) -> Decimal:
    return Decimal(cell.replace(",", ""))
