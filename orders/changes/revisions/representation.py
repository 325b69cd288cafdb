"""A comparison as the API answers it."""

from typing import Any

from common.api.fields import plain
from orders.changes.diff_rows import Diff, FieldRow, LineRow, Side
from orders.order.representation import money


def comparison(diff: Diff, former: int, later: int) -> dict[str, Any]:
    """Two states of an order (``ComparisonSerializer``)."""
    total = diff.total
    return {
        "former": former,
        "later": later,
        "summary": diff.title,
        "head": [_field(row) for row in diff.head],
        "lines": [_line(row) for row in diff.changed],
        "currency": diff.currency,
        "old_total": money(total.old) if total else None,
        "new_total": money(total.new) if total else None,
    }


def _field(row: FieldRow) -> dict[str, Any]:
    return {"field": row.name, "label": str(row.label), "old": row.old, "new": row.new}


def _line(row: LineRow) -> dict[str, Any]:
    return {
        "line_no": row.line_no,
        "product": row.code,
        "name": row.name,
        "unit": row.unit,
        "is_gift": row.is_gift,
        "acts": [str(sign.act) for sign in row.signs],
        "old": _side(row.old),
        "new": _side(row.new),
        "others": [_field(one) for one in row.others],
    }


def _side(side: Side | None) -> dict[str, Any] | None:
    if side is None:
        return None
    return {
        "quantity": plain(side.quantity),
        "price": money(side.price),
        "amount": money(side.amount),
        "requested_date": side.day,
    }
