"""The rows of the entry grid (`{% load entry_grid %}`): the markup of a row is rendered once and filled in per row,
because five hundred includes cost more than everything else on the page.

    {% grid_rows rows products_url %}  the rows (orders.entry.rows.Row) and some empty ones
    {% grid_blank products_url %}      a new row for the script, names with __prefix__
"""

import json
import re
from collections.abc import Sequence

from django import template
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from orders.entry.rows import Row

register = template.Library()

BLANK_ROWS = 8
FEW_MORE = 2
_TOKEN = re.compile("\x02([\\w-]+)\x03")
_CLASSES = dict.fromkeys(("quantity", "price", "discount"), "n")


class _Tokens:
    """Answers every name a template asks for with a mark that is filled in later."""

    def __init__(self, kind: str):
        self.kind = kind

    def __getitem__(self, name: str) -> SafeString:
        return mark_safe(f"\x02{self.kind}-{name}\x03")


@register.simple_tag
def grid_rows(rows: Sequence[Row], products_url: str) -> SafeString:
    """The rows as markup, followed by empty ones."""
    pattern = _pattern(products_url)
    taken = max((int(row.key) + 1 for row in rows), default=0)
    blank = BLANK_ROWS if len(rows) < BLANK_ROWS else FEW_MORE
    shown = [*rows, *(Row(str(taken + number)) for number in range(blank))]
    return mark_safe("\n".join(_fill(pattern, row, place) for place, row in enumerate(shown, start=1)))


# what spreadsheets call the columns, in any language; the words on the page are heads too
_HEADS = {
    "product": "产品|产品代码|产品编码|产品编号|代码|编码|编号|物料|物料编码|物料代码|物料号|货号|料号|型号|商品"
    "|商品编码|code|product|product code|product no|item|item code|item no|sku|material|part no|part number|model",
    "name": "品名|名称|产品名称|物料名称|商品名称|name|product name|item name|description",
    "specification": "规格|规格型号|spec|specification",
    "quantity": "数量|订购数量|订货数量|采购数量|件数|qty|quantity|pcs|pieces|order qty",
    "unit": "单位|unit|uom",
    "price": "单价|价格|含税单价|未税单价|price|unit price",
    "discount": "折扣|discount|less",
    "amount": "金额|总价|小计|含税金额|amount|total|sum",
    "requested_date": "交期|要求交期|交货期|交货日期|要求日期|到货日期|需求日期|requested|requested date|date"
    "|delivery|delivery date|due date",
    "stock": "库存|stock",
}
_MORE_HEADS = {
    "notes": "备注|说明|notes|note|remark|remarks|comment|comments",
    "tax_rate": "税率|tax|tax rate",
    "auxiliary_attribute": "辅助属性",
    "logo": "logo|标识",
    "colour": "颜色|colour|color",
    "packaging": "包装|packaging",
    "customisation": "定制|定制要求|customisation",
    "special_requirements": "特殊要求|special requirements",
    "": "序号|行号|no|line|row",
}


@register.simple_tag
def grid_heads(column: str) -> str:
    """What a spreadsheet may call a column of the grid, with | between: for ``data-heads``."""
    return _HEADS[column]


@register.simple_tag
def grid_more_heads() -> str:
    """The same for fields without a column of their own: for ``data-more-heads``."""
    return json.dumps(_MORE_HEADS, ensure_ascii=False)


@register.simple_tag
def grid_blank(products_url: str) -> SafeString:
    """The markup of a new row, for the script: names with ``__prefix__``."""
    return mark_safe(_fill(_pattern(products_url), Row("__prefix__")))


def _pattern(products_url: str) -> str:
    tokens = {"v": _Tokens("v"), "c": _Tokens("c"), "key": mark_safe("\x02k-k\x03")}
    return render_to_string("orders/order/_grid_row.html", {"products_url": products_url, **tokens})


def _fill(pattern: str, row: Row, place: int | str = "") -> str:
    """``v``: the cell's text, or the row's ``place`` among those shown; ``c``: attributes of a cell, with its fault
    if it has one."""

    def value(match: re.Match[str]) -> str:
        kind, name = match[1].split("-", 1)
        if kind == "k":
            return row.key
        if kind == "v":
            return str(place) if name == "place" else escape(row.text(name))
        return _attributes(row, name)

    return _TOKEN.sub(value, pattern)


def _attributes(row: Row, name: str) -> str:
    if name == "gift":
        return " selected" if row.text("is_gift") else ""
    if name == "row":
        return f' id="row-{row.line_no}"' if row.line_no else ""
    css, words = _CLASSES.get(name, ""), row.faults.get(name)
    if words:
        return f' class="err {css}" title="{escape(words)}"'
    return f' class="{css}"' if css else ""
