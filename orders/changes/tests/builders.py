"""Items of changes, and requests, for tests."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from accounts.people.models import User
from orders.changes import operations, queries
from orders.changes.choices import Action
from orders.changes.models import ChangeReason, ChangeRequest
from orders.order.models import Order
from orders.tests.builders import AT


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


def make_request(order: Order, actor: User | None = None, **options: Any) -> ChangeRequest:
    """A draft of a request by the order's salesperson, with ``edits`` (path → value) or ``items``."""
    edits = {path: {"value": value} for path, value in options.pop("edits", {}).items()}
    actor = actor or order.salesperson
    return operations.create_request(actor=actor, order_id=order.pk, at=AT, edits=edits, **options)


def wrote(request: ChangeRequest) -> dict[str, Any]:
    """What a request says, by path."""
    return {item.path: item.new for item in queries.items_of(request)}


def reason() -> ChangeReason:
    """A reason in use."""
    return ChangeReason.objects.get_or_create(code="C_QUANTITY", defaults={"name": "Another quantity"})[0]


def make_submitted_request(order: Order, **options: Any) -> ChangeRequest:
    """A request that waits for the head of the order's department; urgent, so that no department holds it up."""
    options = {"reason_id": reason().pk, "is_urgent": True, **options}
    if not options.get("items"):
        options.setdefault("edits", {"lines.1.quantity": 5})
    request = make_request(order, **options)
    return operations.submit_request(actor=request.created_by, request_id=request.pk, at=AT)
