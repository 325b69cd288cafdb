"""Rows of an order out of a table or a text that a customer sent: which column is what, and what is said above. Pure
but for the registry of the import, whose column names are known here too."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise

from common.imports import guess
from common.imports.targets import importers
from common.imports.values import fold

MOST_ROWS = 500
_HEAD_WITHIN = 20  # rows in which the head is looked for
_CELLS = ("product", "quantity", "price", "requested_date", "specification", "notes")
# beside the names that the import knows (``orders.intake.imports.fields``): how customers write it on their orders
_WORDS: dict[str, tuple[str, ...]] = {
    "product": (
        *(
            "物料号",
            "物料代码",
            "料号",
            "客户料号",
            "货号",
            "产品编码",
            "产品编号",
            "商品编码",
            "商品编号",
            "编码",
            "代码",
        ),
        *("itemcode", "itemno", "item", "partno", "partnumber", "sku", "code", "materialno", "型号"),
    ),
    "name": ("品名", "名称", "产品名称", "物料名称", "商品名称", "货物名称", "description", "productname", "itemname"),
    "quantity": ("订购数量", "采购数量", "需求数量", "订货数量", "订单数量", "qty", "pcs"),
    "price": ("含税单价", "不含税单价", "价格"),
    "requested_date": ("交期", "交货期", "交货日期", "需求日期", "到货日期", "deliverydate", "requireddate", "duedate"),
    "specification": ("规格型号", "spec", "specification", "model"),
    "notes": ("说明", "remark", "remarks", "comment"),
}
_LABELS: dict[str, tuple[str, ...]] = {
    "customer_po_number": (
        *("采购订单号", "采购单号", "订单编号", "订单号", "合同编号", "合同号", "po no", "po number", "order no"),
        *("purchase order", "po"),
    ),
    "requested_date": (
        "要求交货日期",
        "要求交期",
        "交货日期",
        "交货期",
        "交期",
        "到货日期",
        "delivery date",
        "required by",
    ),
    "contact_name": ("联系人", "contact"),
    "contact_phone": ("联系电话", "电话", "手机", "phone", "tel", "mobile"),
    "ship_address": ("收货地址", "交货地点", "送货地址", "delivery address", "ship to"),
    "ship_recipient": ("收货人", "recipient", "consignee"),
}
_BRACKETS = re.compile(r"[(（\[【].*?[)）\]】]")
_SIGNS = re.compile(r"[\s_\-./*:：#]+")
_TOTALS = ("合计", "总计", "小计", "total", "subtotal", "sum")
_QUANTITY = re.compile(r"([\d,]+(?:\.\d+)?)\s*[^\d\s.,]{0,6}")
_LINE = re.compile(
    r"^\s*(?:\d{1,3}[.、)]\s+)?(?P<product>[0-9A-Za-z][0-9A-Za-z.\-_/]{3,39})[\s,，:：]+(?P<name>.*?)\s*[x×*]?\s*"
    r"(?P<quantity>\d[\d,]*(?:\.\d+)?)\s*(?:台|只|套|个|件|支|块|把|付|pcs?|sets?|ea)\s*[.。;；]?\s*$",
    re.IGNORECASE,
)
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})")
_SPLIT = re.compile(r"\t|\s*\|\s*| {3,}")


@dataclass
class Recognised:
    """Rows by the names of the entry grid's cells, and what was said of the whole order."""

    rows: list[dict[str, str]] = field(default_factory=list)
    header: dict[str, str] = field(default_factory=dict)

    def take(self, other: "Recognised") -> None:
        """Add what another table or text says; of the whole order what came first stands."""
        self.rows = [*self.rows, *other.rows][:MOST_ROWS]
        self.header = {**other.header, **self.header}


def of_table(table: Sequence[Sequence[str]]) -> Recognised:
    """The rows of a table whose head names a product and a quantity; nothing where none does."""
    found = Recognised()
    place, columns = _head(table)
    above = table if columns is None else table[:place]
    found.header = of_lines(["\t".join(filter(None, row)) for row in above[:60]])
    if columns is None:
        return found
    for row in table[place + 1 :]:
        cells = {name: _cell(name, row[at]) for name, at in columns.items() if at < len(row) and row[at].strip()}
        if any(text.strip().lower().startswith(_TOTALS) for text in list(row)[:3]):
            continue
        if (cells.get("product") or cells.get("name")) and cells.get("quantity"):
            found.rows.append(cells)
        if len(found.rows) >= MOST_ROWS:
            break
    return found


def of_text(text: str) -> Recognised:
    """The rows of a text: a table with tabs, bars or wide gaps, else lines like ``01.2.02.318-101 name 20 pcs``."""
    lines = text.split("\n")
    found = of_table([_SPLIT.split(line.strip("| \t")) for line in lines])
    if not found.rows:
        matches = filter(None, (_LINE.match(line) for line in lines))
        found.rows = [
            {name: _cell(name, match[name]) for name in ("product", "name", "quantity") if match[name]}
            for match in matches
        ][:MOST_ROWS]
    found.header = of_lines(lines)
    return found


def of_lines(lines: Sequence[str]) -> dict[str, str]:
    """What lines like ``PO: 7781`` say of the whole order."""
    said: dict[str, str] = {}
    for line in lines[:400]:
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
    pairs = pairwise(cells)
    return found + [(fold(one).rstrip(":： ").lower(), other) for one, other in pairs if one[-1] in ":："]


def _head(table: Sequence[Sequence[str]]) -> tuple[int, dict[str, int] | None]:
    for place, row in enumerate(table[:_HEAD_WITHIN]):
        columns = _columns(row)
        if "quantity" in columns and ("product" in columns or "name" in columns):
            return place, columns
    return 0, None


def _columns(row: Sequence[str]) -> dict[str, int]:
    """Cell → place, of a row that may be the head."""
    bare = [_BRACKETS.sub("", text).strip() for text in row]
    known: Mapping[str, str] = guess.match(replace(importers["lines"], defined=None), bare)
    columns = {name: bare.index(column) for name, column in known.items() if name in _CELLS}
    plain = [_plain(text) for text in bare]
    for name, words in _WORDS.items():
        if name not in columns:
            places = [plain.index(_plain(word)) for word in words if _plain(word) in plain]
            if free := [place for place in places if place not in columns.values()]:
                columns[name] = free[0]
    return columns


def _plain(word: str) -> str:
    return _SIGNS.sub("", fold(word).lower())


def _cell(name: str, text: str) -> str:
    text = " ".join(text.split())[:300]
    if name == "quantity" and (match := _QUANTITY.fullmatch(text)):
        return match[1].replace(",", "")
    if name == "price":
        return text.lstrip("¥￥$€ ").replace(",", "")
    return _day(text) or text if name == "requested_date" else text


def _day(text: str) -> str:
    match = _DAY.search(text)
    try:
        return date(int(match[1]), int(match[2]), int(match[3])).isoformat() if match else ""
    except ValueError:
        return ""
