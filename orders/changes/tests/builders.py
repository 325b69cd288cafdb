"""Items of changes for tests."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from orders.changes.choices import Action


@dataclass
class Thought:
    """An item that nobody saved."""

    action: str
    line_no: int | None
    field: str
    new: Any
    old: Any = None


def head(field: str, new: Any) -> Thought:
    return Thought(Action.HEADER, None, field, new)


def modify(line_no: int, field: str, new: Any) -> Thought:
    plain = isinstance(new, int | Decimal) and field != "product"
    return Thought(Action.MODIFY, line_no, field, str(new) if plain else new)


def add(line_no: int, product: Any, quantity: int = 1, **more: Any) -> list[Thought]:
    cells = {"product": product.pk, "quantity": str(quantity), **more}
    return [Thought(Action.ADD, line_no, name, value) for name, value in cells.items()]


def cancel(line_no: int) -> Thought:
    return Thought(Action.CANCEL, line_no, "", True)
