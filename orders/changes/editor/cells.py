"""The cells of a change request as its editor shows them: what the order says, and what the request makes of it, as
texts that people type. What is typed comes back as edits: only cells that differ from what they were shown with, so
that what two people write meets cell by cell."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from accounts.people.models import User
from orders.changes import fields, naming
from orders.changes.choices import Action
from orders.changes.fields import CUSTOM, Changeable, Kind
from orders.changes.models import ChangeItem
from orders.entry.rows import plain
from orders.order import policies
from orders.order.models import Order, OrderLine
from segments.custom_fields import definitions

COLUMNS = ("product", "quantity", "price", "requested_date")  # cells with a column of their own
MORE = tuple(name for name in fields.LINE if name not in COLUMNS)
CANCEL = "cancel"
PRICED = "priced"  # the price that the product brings: not typed by anybody
KEPT = "~"  # before a cell's name: what is kept there, where something else is shown
ON = "on"
_SHARES = ("discount", "tax_rate")
_HUNDRED = Decimal(100)
_MOST_ROWS, _LONGEST = 1000, 20_000
_NAME = re.compile(r"lines-([0-9]{1,6})-([\w.]+)")
Texts = dict[str, str]
Edits = dict[str, dict[str, Any]]


@dataclass
class RowState:
    """A line: ``own`` as the order says, ``now`` as the request makes it. ``line`` None for a new one."""

    line_no: int
    own: Texts
    now: Texts
    line: OrderLine | None = None
    is_cancelled: bool = False


@dataclass
class State:
    """Everything the editor shows of an order and the items of a request. ``authors``: path → who wrote it last."""

    head_own: Texts
    head: Texts
    rows: list[RowState] = field(default_factory=list)
    authors: dict[str, str] = field(default_factory=dict)


def state_of(actor: User, order: Order, lines: Sequence[OrderLine], items: Sequence[ChangeItem]) -> State:
    """The cells that ``actor`` may write. Gifts of promotions follow their lines: they have none."""
    known_head = {one.name: one for one in head_fields(actor)}
    known_line = {one.name: one for one in line_fields(actor)}
    own_lines = [line for line in lines if not line.gift_of_id]
    codes = naming.codes_of(_named(order, own_lines, items))
    by_cell = {(item.line_no, item.field): item for item in items}

    def texts(row: Any, known: Mapping[str, Changeable]) -> Texts:
        return {name: shown(one, fields.value_of(row, one), codes) for name, one in known.items()}

    def changed(own: Texts, line_no: int | None, known: Mapping[str, Changeable]) -> Texts:
        items_of = ((name, by_cell.get((line_no, name))) for name in known)
        return own | {name: shown(known[name], item.new, codes) for name, item in items_of if item is not None}

    head = texts(order, known_head)
    state = State(head, changed(head, None, known_head), authors={item.path: item.by.name for item in items})
    for line in own_lines:
        own = texts(line, known_line)
        gone = (line.line_no, "") in by_cell
        state.rows.append(RowState(line.line_no, own, changed(own, line.line_no, known_line), line, gone))
    nothing = dict.fromkeys(known_line, "")
    for number in sorted({item.line_no or 0 for item in items if item.action == Action.ADD}):
        state.rows.append(RowState(number, nothing, changed(nothing, number, known_line)))
    return state


def head_fields(actor: User) -> list[Changeable]:
    """The fields of the head that ``actor`` sees in full."""
    return [*_seen(actor, fields.HEAD.values()), *_own_fields(actor, definitions.Subject.ORDER)]


def line_fields(actor: User) -> list[Changeable]:
    """The same of a line."""
    return [*_seen(actor, fields.LINE.values()), *_own_fields(actor, definitions.Subject.LINE)]


def own_definitions(actor: User, subject: str) -> list[definitions.Definition]:
    """The custom fields that he sees in full."""
    return [one for one in definitions.visible(actor, subject) if not definitions.is_masked(actor, one)]


def _seen(actor: User, known: Iterable[Changeable]) -> list[Changeable]:
    unseen = policies.unseen_columns(actor)
    return [one for one in known if one.column not in unseen]


def _own_fields(actor: User, subject: str) -> list[Changeable]:
    of_line = subject == definitions.Subject.LINE
    found = (fields.find(f"{CUSTOM}{one.key}", of_line=of_line) for one in own_definitions(actor, subject))
    return [one for one in found if one is not None]


@dataclass(frozen=True)
class _Named:
    """Rows that a cell names, as ``naming`` asks for them."""

    field: str
    old: Any
    new: Any = None


def _named(order: Order, lines: Iterable[OrderLine], items: Iterable[ChangeItem]) -> list[Any]:
    heads = [_Named(one.name, getattr(order, one.column)) for one in fields.HEAD.values() if one.kind is Kind.ROW]
    return [*heads, *(_Named("product", line.product_id) for line in lines), *items]


def shown(known: Changeable, kept: Any, codes: naming.Codes) -> str:
    """A kept value as it is typed; shares in percent."""
    if known.name in _SHARES:
        return plain(Decimal(kept) * _HUNDRED) if kept and Decimal(kept) else ""
    if known.kind is Kind.NUMBER:
        return plain(Decimal(kept)) if kept is not None else ""
    return naming.text(known, kept, codes)


# --- what comes back ---------------------------------------------------------------------------------


@dataclass
class Sent:
    """A row of the form: ``was`` are the texts that its cells were shown with, empty ones left out."""

    key: str
    line_no: int | None
    cells: Texts
    was: Texts

    @property
    def path(self) -> str:
        """The line in edits: a new one by its key."""
        return f"lines.{self.line_no}" if self.line_no is not None else f"lines.+{self.key}"


def rows_of_form(data: Mapping[str, Any]) -> list[Sent]:
    """The rows of a posted form, in the order of their keys."""
    found: dict[str, Texts] = {}
    for name, value in data.items():
        match = _NAME.fullmatch(name)
        if match and (match[1] in found or len(found) < _MOST_ROWS):
            found.setdefault(match[1], {})[match[2]] = _clean(value)
    return [_sent(key, cells) for key, cells in sorted(found.items(), key=lambda one: int(one[0]))]


def rows_of_script(rows: Mapping[str, Mapping[str, Any]]) -> list[Sent]:
    """The rows that the grid's script sends."""
    cells = {str(key): {name: _clean(value) for name, value in row.items()} for key, row in rows.items()}
    return [_sent(key, cells[key]) for key in list(cells)[:_MOST_ROWS] if key.isdecimal() and len(key) < 7]


def _sent(key: str, cells: Texts) -> Sent:
    number, was = cells.pop("line_no", ""), was_of(cells.pop("was", ""))
    line_no = int(number) if number.isdecimal() and 0 < len(number) < 7 else None
    return Sent(key, line_no, cells, was)


def was_of(text: str) -> Texts:
    """What a form says its cells were shown with; nothing where that is damaged."""
    try:
        found = json.loads(text) if text else {}
    except ValueError:
        return {}
    return {str(name): str(value) for name, value in found.items()} if isinstance(found, dict) else {}


def _clean(value: Any) -> str:
    return str(value).replace("\0", "").strip()[:_LONGEST]


def head_edits(sent: Mapping[str, str], was: Texts) -> Edits:
    """What of the head differs from what was shown."""
    changed = (name for name in was if name in sent and not _same(sent[name], was[name]))
    return {name: _edit(name, sent[name], was[name]) for name in changed}


def line_edits(rows: Iterable[Sent]) -> Edits:
    """The same of the lines: cancelled ones, new ones, changed cells."""
    edits: Edits = {}
    for row in rows:
        edits |= _of_new(row) if row.line_no is None else _of_known(row)
    return edits


def _of_new(row: Sent) -> Edits:
    names = [name for name in _typed(row) if row.cells[name]]
    if not names or row.cells.get("DELETE"):
        return {}
    return {f"{row.path}.{name}": _edit(name, row.cells[name]) for name in names if not _is_given(row, name)}


def _of_known(row: Sent) -> Edits:
    gone, was_gone = (bool(one.get(CANCEL)) for one in (row.cells, row.was))
    edits: Edits = {row.path: {"value": gone, "seen": was_gone}} if gone != was_gone else {}
    if row.cells.get("DELETE"):
        return {row.path: {"value": True, "seen": False}}
    if gone:
        return edits
    for name in _typed(row):
        shown_text = row.was.get(name, "")
        if not _same(row.cells[name], shown_text) and not _is_given(row, name):
            seen = row.was.get(f"{KEPT}{name}", shown_text)
            edits[f"{row.path}.{name}"] = _edit(name, row.cells[name], seen)
    return edits


def _is_given(row: Sent, name: str) -> bool:
    """Whether it is the price that the product brings, as the server wrote it into the cell."""
    return name == "price" and bool(row.cells[name]) and row.cells[name] == row.cells.get(PRICED)


def _typed(row: Sent) -> list[str]:
    return [name for name in row.cells if name in fields.LINE or name.startswith(CUSTOM)]


def _same(text: str, shown_text: str) -> bool:
    return text.replace("\r\n", "\n") == shown_text.replace("\r\n", "\n").strip()


def _edit(name: str, text: str, seen: str | None = None) -> dict[str, Any]:
    """Shares are typed in percent."""

    def value(one: str) -> str:
        return f"{one}%" if name in _SHARES and one and not one.endswith("%") else one

    return {"value": value(text)} if seen is None else {"value": value(text), "seen": value(seen)}
