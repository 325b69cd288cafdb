"""The editor of a change request: the order beside what becomes of it. What it opens with, what a posted form means,
saving it, and the figures while somebody types. One call each for the doors."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from common import citations, errors, settings
from orders.changes import diffing, merging, policies, possible, projecting, queries
from orders.changes.diff_rows import Diff
from orders.changes.editor import cells, drawing, forms
from orders.changes.editor.operations import save_entry
from orders.changes.models import ChangeItem, ChangeRequest
from orders.changes.states import State
from orders.entry import grid
from orders.entry.rows import Row
from orders.order import policies as order_policies
from orders.order import queries as orders
from orders.order.models import Order, OrderLine

THEIRS = "theirs"


@dataclass
class Entry:
    """What the editor shows: ``request`` None before it is first saved; ``diff`` None where what is written does not
    fit the order any more. ``problems`` are (anchor, words)."""

    order: Order
    request: ChangeRequest | None
    lines: list[OrderLine]
    items: list[ChangeItem]
    state: cells.State
    form: forms.HeadForm
    why: forms.WhyForm
    rows: list[Row] = field(default_factory=list)
    diff: Diff | None = None
    problems: list[tuple[str, str]] = field(default_factory=list)
    conflicts: list[drawing.Conflict] = field(default_factory=list)

    @property
    def is_refused(self) -> bool:
        """Whether something kept it from being saved."""
        return bool(self.problems or any(one.is_bound and one.errors for one in (self.form, self.why)))

    @property
    def head_was(self) -> str:
        """The texts that the head is shown with, for the form's hidden twin."""
        return json.dumps(self.state.head, ensure_ascii=False)

    @property
    def why_was(self) -> str:
        """The same of why it changes; nothing of a new request."""
        return json.dumps(forms.shown(self.request), ensure_ascii=False) if self.request else ""

    @property
    def next_key(self) -> int:
        """The number of the next new row, beyond all that are on the page."""
        return max((int(row.key) + 1 for row in self.rows), default=0) + drawing.EMPTY_ROWS


def open_entry(user: Any, reference: str, at: datetime) -> Entry:
    """The editor of an order's open request, or of a new one. Raises NotFound, NotAllowed, WrongState (nothing can be
    requested of this order now)."""
    return _entry(user, *_open(user, reference), at)


def editable(user: Any, reference: str) -> tuple[Order, ChangeRequest | None]:
    """The order, and its request in case that one is beyond the draft and has a page of its own. Raises as
    ``open_entry``."""
    order, request = _open(user, reference)
    return order, request if request is not None and request.state != State.DRAFT else None


def _open(user: Any, reference: str) -> tuple[Order, ChangeRequest | None]:
    order = orders.get_order(actor=user, reference=reference)
    policies.require(user, policies.REQUEST, order)
    if "total_amount" in order_policies.hidden_columns(user):
        raise errors.NotAllowed(_("Amounts are not shown to your role."))
    request = queries.open_of(order.pk)
    if request is None and (why_not := possible.why_not_new(user, order)):
        raise errors.WrongState(why_not, status=str(order.status))
    if request is not None:
        request.order = order
    return order, request


def _entry(user: Any, order: Order, request: ChangeRequest | None, at: datetime, data: Any = None) -> Entry:
    lines = orders.lines_of(order)
    items = queries.items_of(request) if request is not None else []
    state = cells.state_of(user, order, lines, items)
    form = forms.HeadForm(data, user=user, order=order, state=state)
    entry = Entry(order, request, lines, items, state, form, forms.WhyForm(data, request=request))
    try:
        entry.diff = diffing.diff(projecting.project(order, lines, items, actor=user, at=at), user)
    except errors.Invalid as fault:  # the order moved under it
        entry.problems = [("", text) for text in drawing.told(fault)]
        entry.diff = diffing.compare(order, lines, order, lines, user)
    entry.rows = drawing.rows(entry.state, entry.diff)
    return entry


# --- a posted form -----------------------------------------------------------------------------------


def edits_of(data: Any) -> cells.Edits:
    """The cells that somebody changed; of those that somebody else changed too, those that he holds on to."""
    head = {name: str(value) for name, value in data.items()}
    edits = cells.head_edits(head, cells.was_of(data.get("head-was", ""))) | cells.line_edits(cells.rows_of_form(data))
    return {path: edit for path, edit in edits.items() if data.get(f"take-{path}") != THEIRS}


def read(user: Any, reference: str, data: Any, at: datetime) -> Entry:
    """The editor with what was typed into it."""
    order, request = _open(user, reference)
    entry = _entry(user, order, request, at, data)
    drawing.overlay(entry.rows, entry.state, cells.rows_of_form(data))
    return entry


def save(user: Any, entry: Entry, data: Any, at: datetime) -> ChangeRequest | None:
    """Save what was typed; None where something stands in the way (the entry says where). Raises what the operations
    raise, but for Invalid and cells that somebody else changed."""
    if not entry.why.is_valid() or not entry.form.is_valid():
        return None
    edits = edits_of(data)
    was = cells.was_of(data.get("why-was", "")) if entry.request is not None else None
    call: dict[str, Any] = {"order_id": entry.order.pk, "request_id": entry.request.pk if entry.request else None}
    try:
        return save_entry(actor=user, edits=edits, head=entry.why.head(was), at=at, **call)
    except errors.Invalid as fault:
        _explain(entry, fault, data)
    except errors.Stale as stale:
        if stale.code != "cells_changed":
            raise
        entry.conflicts = drawing.conflicts(entry.state, stale, edits)
        entry.problems.append(("", citations.told(stale)))
    return None


def _explain(entry: Entry, fault: errors.Invalid, data: Any) -> None:
    keys = drawing.keys_of(cells.rows_of_form(data), entry.lines, entry.items)
    if not fault.fields:
        entry.problems.append(("", citations.told(fault)))
    for path, texts in fault.fields.items():
        for text in texts:
            place = drawing.place_of(path, keys)
            if place is not None:
                entry.problems.append(drawing.mark(entry.rows, *place, str(text)))
            elif path in entry.form.fields:
                entry.form.add_error(path, str(text))
            elif path in entry.why.fields:
                entry.why.add_error(path, str(text))
            else:
                entry.problems.append(("", str(text)))


# --- while somebody types ----------------------------------------------------------------------------


def figures(user: Any, reference: str, asked: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    """Names, amounts and sums of the order with the cells as typed, and what does not fit, for the grid's script: see
    static/js/grid.js. Nothing is saved. Raises Invalid for what no page sends."""
    order, request = _open(user, reference)
    try:
        sent, data = cells.rows_of_script(asked["rows"]), dict(asked["head"])
        head = {str(name): str(value) for name, value in data.items()}
    except (KeyError, TypeError, AttributeError, ValueError):
        raise errors.Invalid(_("The browser sent something this page does not understand.")) from None
    lines, items = orders.lines_of(order), queries.items_of(request) if request is not None else []
    edits = cells.head_edits(head, cells.was_of(head.get("head-was", ""))) | cells.line_edits(sent)
    base = request or ChangeRequest(order=order, base_revision=order.revision)
    for edit in edits.values():
        edit.pop("seen", None)  # who else wrote there is asked when it is saved
    keys = drawing.keys_of(sent, lines, items)
    try:
        merged = merging.merge(base, lines, items, edits, actor=user, at=at)
        found = projecting.project(order, lines, list(merged.items.values()), actor=user, at=at)
    except errors.Invalid as fault:
        return drawing.faults(fault, keys)
    priced = {item.line_no for item in merged.items.values() if item.field == "price" and item.line_no}
    return drawing.figures(diffing.diff(found, user), keys, priced)


def most_lines() -> int:
    """How many lines an order may have."""
    return int(settings.get(grid.MAX_LINES))
