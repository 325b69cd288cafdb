"""An order as it stood, whole, as plain JSON, and back again (SEMANTICS 8, R314). Pure but for the names it reads."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Model

from orders.order.models import Order, OrderLine

# of a draft, or of how it came to be entered: not part of what was agreed and carried out
_LEFT_OUT = {"unfinished", "risks", "version", "is_changing"}
_NAMED = {
    **dict.fromkeys(("customer", "bill_to", "ship_to", "agent"), ("code", "name")),
    **dict.fromkeys(("payment_term", "order_type", "department"), ("code", "name")),
    **dict.fromkeys(("salesperson", "executing_owner"), ("username", "name")),
}
Content = dict[str, Any]


def of(order: Order, lines: Iterable[OrderLine]) -> Content:
    """Every column of the head and of the lines, and the names that were shown for the rows they point to."""
    return {
        "head": _columns(order),
        "names": {name: _told(getattr(order, name), columns) for name, columns in _NAMED.items()},
        "lines": [_columns(line) for line in lines],
    }


def restored(content: Mapping[str, Any]) -> tuple[Order, list[OrderLine]]:
    """The order and its lines as they stood, for showing: never to be saved."""
    order = _row(Order, content["head"])
    lines = [_row(OrderLine, kept) for kept in content["lines"]]
    for line in lines:
        line.order = order
    return order, lines


def _columns(row: Order | OrderLine) -> Content:
    fields = (one for one in row._meta.concrete_fields if one.name not in _LEFT_OUT)
    return {one.attname: _plain(getattr(row, one.attname)) for one in fields}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.isoformat() if isinstance(value, date | datetime) else value


def _told(row: Model | None, columns: Sequence[str]) -> Content | None:
    return None if row is None else {name: str(getattr(row, name)) for name in columns}


def _row(model: Any, kept: Mapping[str, Any]) -> Any:
    """A row of columns that were kept; one that came later stands as its default."""
    row = model()
    for one in model._meta.concrete_fields:
        if one.attname in kept:
            setattr(row, one.attname, one.to_python(kept[one.attname]))
    return row
