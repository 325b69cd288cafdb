"""What moved under a change request since it was written, named value by value (SEMANTICS 8)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import get_language, override

from common import errors
from orders.changes import fields
from orders.changes.choices import Action
from orders.changes.models import ChangeItem, ChangeRequest
from orders.order import queries
from orders.order.models import Order, OrderLine
from orders.order.states import Status

# path, was, is, wanted, who; "why" where a rule stands against it: its words by language
Conflict = dict[str, Any]


def conflicts(
    request: ChangeRequest, order: Order, lines: Sequence[OrderLine], items: Iterable[ChangeItem]
) -> list[Conflict]:
    """Where the order no longer says what the request was written for: its state, its revision, the old value of an
    item. Empty when nothing moved; no statement then."""
    by_number = {line.line_no: line for line in lines}
    found = [one for item in items if (one := _moved(item, order, by_number))]
    if order.revision != request.base_revision:
        found.insert(0, _of("revision", request.base_revision, order.revision, request.base_revision))
    if order.status != Status.EFFECTIVE:
        found.insert(0, _of("status", str(Status.EFFECTIVE), str(order.status), str(Status.EFFECTIVE)))
    if found:
        who = queries.last_change(order)["who"]
        for one in found:
            one["who"] = who
    return found


def refused(attempt: Callable[[], object], items: Iterable[ChangeItem]) -> list[Conflict]:
    """Rules that the items no longer pass, as conflicts: what was shipped, closed or taken out of use meanwhile.
    ``attempt`` raises them as Invalid and changes nothing: it is made once in each language, for whoever reads it."""
    by_path = {item.path: item for item in items}
    words: dict[str, dict[str, str]] = {}
    for code, _label in settings.LANGUAGES:
        with override(code):
            try:
                attempt()
            except errors.Invalid as fault:
                for path, texts in fault.fields.items():
                    words.setdefault(path, {})[code] = " ".join(str(text) for text in texts)
    found = []
    for path, why in words.items():
        item = by_path.get(path)
        one = _of(path, item.old if item else None, None, item.new if item else None)
        found.append({**one, "why": why})
    return found


def why(conflict: Mapping[str, Any]) -> str:
    """The rule that stands against it, in the reader's language; "" where something moved."""
    kept = conflict.get("why", "")
    if isinstance(kept, str):  # kept before there were several
        return kept
    return kept.get(get_language()) or next(iter(kept.values()), "")


def _moved(item: ChangeItem, order: Order, lines: dict[int, OrderLine]) -> Conflict | None:
    row: Order | OrderLine | None = order if item.line_no is None else lines.get(item.line_no)
    if item.action == Action.ADD:
        return None if row is None else _of(item.path, None, row.product_code, item.new)  # type: ignore[union-attr]
    if row is None:
        return _of(item.path, item.old, None, item.new)
    known = fields.find(item.field, of_line=item.line_no is not None) if item.field else None
    if known is None or (now := fields.value_of(row, known)) == item.old:
        return None
    return _of(item.path, item.old, now, item.new)


def _of(path: str, was: Any, now: Any, wanted: Any) -> Conflict:
    return {"path": path, "was": was, "is": now, "wanted": wanted, "who": ""}
