"""The rows of the editor as they are drawn, and the answers to its script: figures beside the cells, faults in them,
and who else changed a cell."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.translation import gettext as _

from common import citations, errors
from common.templatetags import fmt, ui
from orders.changes import fields, wording
from orders.changes.diff_rows import Act, Diff, LineRow
from orders.changes.editor.cells import CANCEL, COLUMNS, KEPT, ON, PRICED, RowState, Sent, State
from orders.changes.reading import cell_of
from orders.entry.rows import Row
from orders.order.models import OrderLine
from orders.templatetags.entry_grid import FEW_MORE

EMPTY_ROWS = FEW_MORE
_SHARES = ("discount", "tax_rate")
Keys = dict[int, str]  # number of a line → key of its row


def rows(state: State, diff: Diff) -> list[Row]:
    """The rows of the grid: what a line is now and was, its figures beside it."""
    found = {row.line_no: row for row in diff.lines}
    return [_row(str(key), one, found.get(one.line_no)) for key, one in enumerate(state.rows)]


def _row(key: str, one: RowState, told: LineRow | None) -> Row:
    was = {**one.now, CANCEL: ON if one.is_cancelled else ""}
    given = _given_price(one, told)
    if given:  # the product brings it: no cell says so
        was |= {"price": given, f"{KEPT}price": one.now.get("price", "")}
    texts = {
        **one.now,
        **({"price": given, PRICED: given} if given else {}),
        "line_no": str(one.line_no),
        CANCEL: was[CANCEL],
        "cancel_selected": _selected(one.is_cancelled),
        "was": json.dumps({name: text for name, text in was.items() if text}, ensure_ascii=False),
        "own": json.dumps({name: text for name, text in one.own.items() if text != was[name]}, ensure_ascii=False),
        "row_class": "delrow" if one.is_cancelled else "addrow" if one.line is None else "",
        "place": str(one.line_no),
        **_figures_of(told),
    }
    for name in COLUMNS:
        texts[f"{name}_x"] = "x" if one.line is not None and one.now.get(name) != one.own.get(name) else ""
    texts["more_x"] = "x" if any(one.now[name] != one.own[name] for name in one.own if name not in COLUMNS) else ""
    return Row(key, texts)


def _selected(is_cancelled: bool) -> str:
    return "selected" if is_cancelled else ""


def _given_price(one: RowState, told: LineRow | None) -> str:
    if told is None or one.now.get("price") != one.own.get("price") or one.now.get("product") == one.own.get("product"):
        return ""
    return _price(told)


def _figures_of(told: LineRow | None) -> dict[str, str]:
    if told is None:
        return {}
    old, new = told.old, told.new
    return {
        "name": told.name,
        "unit": told.unit,
        "delivered": told.delivered,
        "old_quantity": fmt.qty(old.quantity) if old else "",
        "old_amount": _plain_money(old.amount) if old else "",
        "old_date": fmt.day(old.day) if old else "",
        "amount": _plain_money(new.amount) if new else "",
        "diff": _signed(told.difference),
    }


def _plain_money(amount: Any) -> str:
    return fmt.money(amount) if amount is not None else ""


def _signed(amount: Any) -> str:
    return "" if not amount else f"+{fmt.money(amount)}" if amount > 0 else fmt.money(amount)


# --- typed rows again --------------------------------------------------------------------------------


def overlay(shown: list[Row], state: State, sent: Iterable[Sent]) -> None:
    """Put what somebody typed over the rows as they stand now; what he left as it was shown follows what others
    wrote meanwhile. Rows that he began follow."""
    by_line = {one.line_no: row for one, row in zip(state.rows, shown, strict=True)}
    last = max((int(row.key) for row in shown), default=-1)
    for one in sent:
        row = by_line.get(one.line_no) if one.line_no is not None else None
        if row is not None:
            typed = {name: text for name, text in one.cells.items() if text != one.was.get(name, "")}
            row.cells |= {name: text for name, text in typed.items() if name in fields.LINE or "." in name}
            row.cells[PRICED] = one.cells.get(PRICED, "")
            row.cells[CANCEL] = one.cells.get(CANCEL, "")
            row.cells["cancel_selected"] = _selected(bool(row.cells[CANCEL]))
            row.cells["row_class"] = "delrow" if row.cells[CANCEL] else row.cells["row_class"].replace("delrow", "")
        elif one.line_no is None and any(one.cells.values()) and not one.cells.get("DELETE"):
            last = max(last + 1, int(one.key))
            shown.append(Row(str(last), {**one.cells, "row_class": "addrow"}))


def keys_of(sent: Iterable[Sent], lines: Iterable[OrderLine], items: Iterable[Any]) -> Keys:
    """The rows by the numbers of their lines; those that are new by the numbers that ``merging`` gives them."""
    sent = list(sent)
    keys = {one.line_no: one.key for one in sent if one.line_no is not None}
    last = max([*(line.line_no for line in lines), *(item.line_no or 0 for item in items)], default=0)
    for one in sent:
        if one.line_no is None and _is_typed(one):
            last += 1
            keys[last] = one.key
    return keys


def _is_typed(one: Sent) -> bool:
    names = (name for name, text in one.cells.items() if text)
    return not one.cells.get("DELETE") and any(name in fields.LINE or "." in name for name in names)


def place_of(path: str, keys: Mapping[int, str]) -> tuple[str, str] | None:
    """The row and cell of a fault's path; None for one of the head."""
    if not path.startswith("lines."):
        return None
    try:
        cell = cell_of(path)
    except errors.Invalid:
        return None
    key = cell.line[1:] if isinstance(cell.line, str) else keys.get(cell.line or 0)
    return (key, cell.field or "product") if key else None


def mark(shown: Sequence[Row], key: str, name: str, text: str) -> tuple[str, str]:
    """Mark a cell, and tell about it above the form: (anchor, words)."""
    row = next((one for one in shown if one.key == key), None)
    if row is None:
        return "lines", text
    row.fault(name, text)
    row.cells[f"{name}_x"], row.cells[f"{name}_why"] = f"{row.text(f'{name}_x')} err", text
    words = _("Line %(line)s: %(words)s") % {"line": row.text("place") or int(key) + 1, "words": text}
    return f"id_lines-{key}-{name if name in COLUMNS else 'product'}", str(words)


def told(fault: errors.Invalid) -> list[str]:
    """The messages of a fault, each once."""
    texts = [str(text) for one in fault.fields.values() for text in one] or [str(fault.message)]
    *others, last = dict.fromkeys(texts)
    return [*others, citations.told(fault, last)]


# --- answers to the script ---------------------------------------------------------------------------


def faults(fault: errors.Invalid, keys: Mapping[int, str]) -> dict[str, Any]:
    """Cells that do not fit, and the same as a list beside the sums."""
    marked: dict[str, dict[str, dict[str, str]]] = {}
    for path, texts in fault.fields.items():
        place = place_of(path, keys)
        if place is not None:
            name = place[1] if place[1] in COLUMNS else "product"
            marked.setdefault(place[0], {})[name] = {"error": str(texts[0])}
    summary = render_to_string("orders/change/_faults.html", {"texts": told(fault)})
    return {"rows": marked, "totals": {}, "gifts": {}, "summary": summary}


def figures(diff: Diff, keys: Mapping[int, str], priced: Collection[int]) -> dict[str, Any]:
    """Cells to fill per row, gifts under theirs, the sums and the change in a sentence. ``priced``: the lines whose
    price somebody typed; that of another product is filled in."""
    answer: dict[str, Any] = {}
    gifts: dict[str, list[dict[str, str]]] = {}
    key = ""
    for row in diff.lines:
        if row.line_no not in keys:
            if row.is_gift and key:
                gifts.setdefault(key, []).append(_gift(row))
            continue
        key = keys[row.line_no]
        texts = _figures_of(row)
        answer[key] = {name: {"text": texts.get(name, "")} for name in ("name", "amount", "diff")}
        answer[key] |= {name: {} for name in ("product", "quantity", "requested_date")}
        is_other = row.old is None or any(sign.act == Act.PRODUCT for sign in row.signs)
        if is_other and row.line_no not in priced:
            answer[key] |= {"price": {"value": _price(row)}, PRICED: {"value": _price(row)}}
        else:
            answer[key]["price"] = {}
    return {
        "rows": answer,
        "totals": _totals(diff),
        "gifts": gifts,
        "summary": render_to_string("orders/change/_summary.html", {"diff": diff}),
    }


def _price(row: LineRow) -> str:
    return f"{row.new.price.normalize():f}" if row.new is not None and row.new.price is not None else ""


def _gift(row: LineRow) -> dict[str, str]:
    flag = "".join(ui.flag(sign.label, sign.tone, sign.icon) for sign in row.signs)
    texts = _figures_of(row)
    return {
        "product": row.code,
        "name": row.name,
        "flag": format_html("{}", ui.flag(_("Gift"), "ok", "gift")) + flag,
        "quantity": fmt.qty(row.new.quantity) if row.new else "0",
        "old_quantity": texts["old_quantity"],
        "amount": texts["amount"],
    }


def _totals(diff: Diff) -> dict[str, str]:
    total = diff.total
    if total is None:
        return {}
    return {
        "old": fmt.money(total.old, diff.currency),
        "new": fmt.money(total.new, diff.currency),
        "diff": _signed(total.difference) or "0",
    }


# --- somebody else was there ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Conflict:
    """A cell that two people wrote: what stands there now and whose it is, and what the other one typed."""

    path: str
    label: str
    person: str
    theirs: str
    mine: str


def conflicts(state: State, stale: errors.Stale, edits: Mapping[str, Mapping[str, Any]]) -> list[Conflict]:
    """The cells that a refused saving names, in words."""
    people: Mapping[str, str] = stale.details.get("people", {})
    found = []
    for path, (present, _sent) in stale.details.get("fields", {}).items():
        mine = edits.get(path, {}).get("value", "")
        theirs = present
        if not cell_of(path).field and path.startswith("lines."):
            theirs, mine = (_("cancelled") if value in (True, "true") else _("stays") for value in (present, mine))
        author = people.get(path) or state.authors.get(path, "")
        cell = cell_of(path)
        found.append(Conflict(path, wording.label_of(cell.line, cell.field), author, str(theirs), str(mine)))
    return found
