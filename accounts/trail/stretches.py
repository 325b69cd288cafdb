"""What saved itself again and again, drawn together to one entry of a history: every row of it from what it was before
the first save to what it is after the last. The trail itself keeps each (``common.stretches``)."""

from collections.abc import Iterable, Sequence
from typing import Any

from accounts.trail import wording
from accounts.trail.models import TrailRow
from common import stretches

_Key = tuple[str, str]


def drawn_together(transactions: Sequence[Any]) -> list[Any]:
    """Transactions (``queries.Transaction``, newest first), those of one stretch as one, which says of how many."""
    found: list[Any] = []
    for one in transactions:
        last = found[-1] if found else None
        if last is not None and _continues(last, one):
            last.meanings = [_united(last.meanings[0], one.meanings[0])]
            last.changes = _merged([*one.changes, *last.changes])
            last.began, last.count = one.began, last.count + one.count
        else:
            found.append(one)
    return found


def _continues(newer: Any, older: Any) -> bool:
    if newer.actor != older.actor or not stretches.goes_on(newer.began, older.at):
        return False
    return _is_by_itself(newer.meanings) and _is_by_itself(older.meanings)


def _is_by_itself(meanings: Sequence[dict[str, Any]]) -> bool:
    return len(meanings) == 1 and stretches.is_by_itself(meanings[0].get("data") or {})


def _united(newer: dict[str, Any], older: dict[str, Any]) -> dict[str, Any]:
    return {**newer, "data": stretches.united(newer.get("data") or {}, older.get("data") or {})}


def _merged(changes: Iterable[Any]) -> list[Any]:
    """Changes in their order, one for each row; a row that came and went, or is again what it was, is gone."""
    by_row: dict[_Key, TrailRow] = {}
    tables: dict[_Key, Any] = {}
    kinds: dict[_Key, Any] = {}
    for change in changes:
        key = (change.row.table_name, change.row.row_id)
        tables[key], kinds[key] = change.table, type(change)
        was = by_row.get(key)
        by_row[key] = change.row if was is None else _one_row(was, change.row)
    return [
        kinds[key](row, tables[key], wording.columns(row)) for key, row in by_row.items() if row.operation != _NOTHING
    ]


_NOTHING = ""  # the operation of a row of which nothing is left to say


def _one_row(first: TrailRow, then: TrailRow) -> TrailRow:
    """What two changes of one row come to."""
    operation, changes = then.operation, dict(then.changes)
    if (first.operation, then.operation) == ("U", "U"):
        both = {**first.changes, **changes}
        ends = {name: [first.changes.get(name, pair)[0], pair[1]] for name, pair in both.items()}
        changes = {name: pair for name, pair in ends.items() if pair[0] != pair[1]}
        operation = "U" if changes else _NOTHING
    elif (first.operation, then.operation) == ("I", "U"):
        operation, changes = "I", {**first.changes, **{name: pair[1] for name, pair in changes.items()}}
    elif (first.operation, then.operation) == ("U", "D"):
        changes |= {name: pair[0] for name, pair in first.changes.items()}
    elif first.operation == "I":
        operation = _NOTHING
    return TrailRow(
        id=then.id, at=then.at, table_name=then.table_name, row_id=then.row_id, operation=operation, changes=changes
    )
