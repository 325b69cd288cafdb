"""The rows of the entry grid (`{% load entry_grid %}`): the markup of a row is rendered once and filled in per row,
because five hundred includes cost more than everything else on the page.

    {% grid_rows rows products_url fields %}  the rows (orders.entry.rows.Row) and some empty ones
    {% grid_blank products_url fields %}      a new row for the script, names with __prefix__

``fields`` are the custom fields of lines that the reader sees (``segments.custom_fields.definitions``). Another grid
gives the ``template`` of its row, and of a new one.
"""

import json
import re
from collections.abc import Collection, Sequence
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from orders.entry.pasting import heads
from orders.entry.rows import SUPPLY, Row, custom_cells
from products.catalogue.choices import SupplyMode
from segments.custom_fields import forms
from segments.custom_fields.definitions import Definition, Kind

register = template.Library()

BLANK_ROWS = 8
FEW_MORE = 2
_TOKEN = re.compile("\x02([\\w.:-]+)\x03")
_ROW = "orders/order/_grid_row.html"
_CLASSES = dict.fromkeys(("quantity", "price", "discount"), "n")


class _Tokens:
    """Answers every name a template asks for with a mark that is filled in later."""

    def __init__(self, kind: str):
        self.kind = kind

    def __getitem__(self, name: str) -> SafeString:
        return mark_safe(f"\x02{self.kind}-{name}\x03")


@register.simple_tag
def grid_rows(
    rows: Sequence[Row], products_url: str, fields: Sequence[Definition] = (), template: str = _ROW, blank: str = _ROW
) -> SafeString:
    """The rows as markup, followed by empty ones."""
    taken = max((int(row.key) + 1 for row in rows), default=0)
    more = BLANK_ROWS if len(rows) < BLANK_ROWS and template == blank else FEW_MORE
    empty = [Row(str(taken + number), _defaults(fields)) for number in range(more)]
    pattern = _pattern(products_url, fields, rows, template=template)
    new = pattern if template == blank else _pattern(products_url, fields, template=blank)
    made = [_fill(pattern, row, place) for place, row in enumerate(rows, start=1)]
    made += [_fill(new, row, place) for place, row in enumerate(empty, start=len(rows) + 1)]
    return mark_safe("\n".join(made))


@register.simple_tag
def grid_heads(column: str) -> str:
    """What a spreadsheet may call a column of the grid, with | between: for ``data-heads``."""
    return heads.WORDS.get("words" if column == "name" else column, "")


@register.simple_tag
def grid_more_heads() -> str:
    """The same for fields without a column of their own: for ``data-more-heads``."""
    return json.dumps({column: words for column, words in heads.WORDS.items() if column != "words"}, ensure_ascii=False)


@register.simple_tag
def grid_blank(products_url: str, fields: Sequence[Definition] = (), template: str = _ROW) -> SafeString:
    """The markup of a new row, for the script: names with ``__prefix__``."""
    return mark_safe(_fill(_pattern(products_url, fields, template=template), Row("__prefix__", _defaults(fields))))


def _pattern(products_url: str, fields: Sequence[Definition], rows: Sequence[Row] = (), *, template: str = _ROW) -> str:
    tokens = {"v": _Tokens("v"), "c": _Tokens("c"), "key": mark_safe("\x02k-k\x03")}
    own = [_custom(one, {row.text(one.name) for row in rows}) for one in fields]
    modes = [(code, words, _Tokens("s")[f"{SUPPLY}:{code}"]) for code, words in SupplyMode.choices]
    context = {"products_url": products_url, "fields": own, "modes": modes, **tokens}
    return render_to_string(template, context)


def _custom(field: Definition, present: Collection[str]) -> dict[str, Any]:
    """A custom field for the template; a choice that is not offered any more, where a row has it."""
    standing = [one.code for one in field.options if one.code in present]
    pairs = dict(pair for code in [None, *standing] for pair in forms.pairs(field, code)) if _is_chosen(field) else {}
    return {
        "name": field.name,
        "label": field.label,
        "help": field.help,
        "kind": field.kind,
        "longest": field.longest,
        "value": _Tokens("v")[field.name],
        "attributes": _Tokens("c")[field.name],
        "choices": [(code, words, _Tokens("s")[f"{field.name}:{code}"]) for code, words in pairs.items()],
    }


def _is_chosen(field: Definition) -> bool:
    return field.kind in (Kind.CHOICE, Kind.FLAG)


def _defaults(fields: Sequence[Definition]) -> dict[str, str]:
    """What a new row begins with; alone it makes no line."""
    return custom_cells({one.key: one.default for one in fields if one.default is not None})


def _fill(pattern: str, row: Row, place: int | str = "") -> str:
    """``v``: the cell's text, or the row's ``place`` among those shown; ``c``: attributes of a cell, with its fault
    if it has one; ``s``: whether a choice is the row's."""

    def value(match: re.Match[str]) -> str:
        kind, name = match[1].split("-", 1)
        if kind == "k":
            return row.key
        if kind == "v":
            return str(place) if name == "place" else escape(row.text(name))
        if kind == "s":
            field, code = name.split(":", 1)
            return " selected" if row.text(field) == code else ""
        return _attributes(row, name)

    return _TOKEN.sub(value, pattern)


def _attributes(row: Row, name: str) -> str:
    if name in ("is_gift", "without_gift"):
        return " selected" if row.text(name) else ""
    if name == "row":
        return f' id="row-{row.line_no}"' if row.line_no else ""
    css, words = _CLASSES.get(name, ""), row.faults.get(name)
    if words:
        return f' class="err {css}" title="{escape(words)}"'
    return f' class="{css}"' if css else ""
