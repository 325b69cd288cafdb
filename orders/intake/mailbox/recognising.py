"""What a customer's table or letter says beside its lines, and where its lines begin. Pure. The lines themselves are
read as pasted ones are (``orders.entry.pasting``)."""

import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from common.imports.values import fold
from orders.entry.pasting import heads

_HEAD_WITHIN = 30  # rows in which the head is looked for
MOST_LINES = 400  # that are looked through for what is true of the whole order
_LABELS: dict[str, tuple[str, ...]] = {
    "customer_po_number": (
        *("采购订单号", "采购单号", "订单编号", "订单号", "合同编号", "合同号", "po no", "po number", "order no"),
        *("purchase order", "po"),
    ),
    "requested_date": (
        *("要求交货日期", "要求交期", "交货日期", "交货期", "交期", "到货日期", "delivery date", "required by"),
    ),
    "contact_name": ("联系人", "contact"),
    "contact_phone": ("联系电话", "电话", "手机", "phone", "tel", "mobile"),
    "ship_address": ("收货地址", "交货地点", "送货地址", "delivery address", "ship to"),
    "ship_recipient": ("收货人", "recipient", "consignee"),
}
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})")
_BREAKS = re.compile(r"[\t\r\n\"]+")


def of_table(table: Sequence[Sequence[str]]) -> tuple[str, dict[str, str]]:
    """The part of a table that has the lines, from its head on, as text with tabs ("" where no row is a head that
    names a quantity), and what is said above it."""
    for place, row in enumerate(table[:_HEAD_WITHIN]):
        columns = heads.columns_of([cell.strip() for cell in row]) or ()
        if "quantity" in columns and ("product" in columns or "words" in columns):
            rows = ["\t".join(_BREAKS.sub(" ", cell).strip() for cell in one) for one in table[place:] if any(one)]
            return "\n".join(rows), of_lines(_joined(table[:place]))
    return "", of_lines(_joined(table))


def _joined(table: Sequence[Sequence[str]]) -> list[str]:
    return ["\t".join(cell for cell in row if cell.strip()) for row in table[:MOST_LINES]]


def of_lines(lines: Sequence[str]) -> dict[str, str]:
    """What lines like ``PO: 7781`` say of the whole order; a field that is said twice is what was said first."""
    said: dict[str, str] = {}
    for line in lines[:MOST_LINES]:
        for label, value in _labelled(line):
            for name, words in _LABELS.items():
                if name not in said and label in words and value:
                    said[name] = _day(value) if name.endswith("_date") else value[:200]
    return {name: value for name, value in said.items() if value}


def _labelled(line: str) -> list[tuple[str, str]]:
    found = []
    for piece in re.split(r"\t+| {3,}", line):
        label, sign, value = piece.partition("：" if "：" in piece else ":")
        if sign and value.strip():
            found.append((fold(label).strip(" *>-").lower(), value.strip()))
    cells = [cell.strip() for cell in line.split("\t") if cell.strip()]
    return found + [(fold(one).rstrip(":： ").lower(), other) for one, other in pairwise(cells) if one[-1] in ":："]


def _day(text: str) -> str:
    match = _DAY.search(text)
    try:
        return date(int(match[1]), int(match[2]), int(match[3])).isoformat() if match else ""
    except ValueError:
        return ""
