"""How operations of every room write an order: version, moment of change, and its history of steps."""

from collections.abc import Callable, Iterable
from datetime import datetime

from accounts.people.models import User
from common import errors
from common.registry import Registry
from common.rows import insert_rows, update_rows
from orders.order import states
from orders.order.models import Order, OrderStep
from orders.order.states import Move, Status

# key -> (order, moment): sets derived columns of an order that is about to be saved and names those that changed. It
# reads nothing: the hot path pays no statement for it
placed: Registry[Callable[[Order, datetime], list[str]]] = Registry("orders.placed")


def place(order: Order, at: datetime) -> list[str]:
    """Set what upper rooms derive of an order as it is saved; returns the columns that changed."""
    return [name for find in placed.values() for name in find(order, at)]


def save(order: Order, fields: Iterable[str], at: datetime) -> None:
    """Save these columns of a locked order, with the next version: readers and editors notice the change."""
    order.version += 1
    order.updated_at = at
    update_rows([order], dict.fromkeys((*fields, *place(order, at), "version", "updated_at")))


def move(order: Order, verb: Move, *, actor: User, at: datetime, reason: str = "") -> None:
    """Make a move of the ladder: sets ``order.status`` (does not save it) and writes the step.

    Raises WrongState naming the state and the possible moves.
    """
    before = order.status
    order.status = states.after(before, verb)
    step = OrderStep(
        order=order, move=verb, from_status=before, to_status=order.status, actor=actor, at=at, reason=reason
    )
    insert_rows([step])
    if "loaded_steps" in order.__dict__:
        order.loaded_steps.append(step)


def require_status(order: Order, verb: Move) -> None:
    """Raise WrongState unless the ladder knows ``verb`` here: before work is done that would be in vain."""
    states.after(order.status, verb)


def require_version(order: Order, version: int | None) -> None:
    """Raise Stale when the order is no longer the one that the door showed. None: the door showed none."""
    if version is not None and order.version != version:
        raise errors.Stale(fields={}, version=order.version, status=str(Status(order.status)))
