"""The rows of the entry grid (`{% load entry_grid %}`): the markup of a row is rendered once and filled in per row,
because five hundred includes cost more than everything else on the page.

    {% grid_rows rows products_url %}  the rows (orders.entry.rows.Row) and some empty ones
    {% grid_blank products_url %}      a new row for the script, names with __prefix__
"""

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
    return mark_safe("\n".join(_fill(pattern, row) for row in shown))


@register.simple_tag
def grid_blank(products_url: str) -> SafeString:
    """The markup of a new row, for the script: names with ``__prefix__``."""
    return mark_safe(_fill(_pattern(products_url), Row("__prefix__")))


def _pattern(products_url: str) -> str:
    tokens = {"v": _Tokens("v"), "c": _Tokens("c"), "key": mark_safe("\x02k-k\x03")}
    return render_to_string("orders/order/_grid_row.html", {"products_url": products_url, **tokens})


def _fill(pattern: str, row: Row) -> str:
    """``v``: the cell's text; ``c``: attributes of a cell, with its fault if it has one."""

    def value(match: re.Match[str]) -> str:
        kind, name = match[1].split("-", 1)
        if kind == "k":
            return row.key
        if kind == "v":
            return escape(row.text(name))
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
