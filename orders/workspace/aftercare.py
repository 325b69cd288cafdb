"""What became of an order after its goods left, on its page: returns, losses, exceptions and complaints."""

from dataclasses import dataclass
from typing import Any

from orders.exceptions import policies as exceptions
from orders.exceptions import queries as cases
from orders.order import policies as orders
from orders.order.states import Status
from orders.returns import policies as returns
from orders.returns import queries as documents


@dataclass(frozen=True)
class Care:
    """The part “After-sales” of an order's page, and what its reader may begin there."""

    returns: list[Any]
    losses: list[Any]
    cases: list[Any]
    may_return: bool
    must_restore: bool
    may_restore: bool
    may_settle: bool
    may_raise: bool


def of(user: Any, order: Any) -> Care:
    """The returns and exceptions of an order, as far as ``user`` sees them."""
    sees_returns = orders.can(user, returns.VIEW, order)
    return Care(
        returns=documents.of_order(user, order),
        losses=documents.losses_of(order) if sees_returns else [],
        cases=cases.of_order(user, order),
        may_return=documents.may_draft(user, order),
        must_restore=order.status == Status.ARCHIVED and orders.can(user, returns.DRAFT, order),
        may_restore=orders.can(user, "order.restore", order),
        may_settle=orders.can(user, returns.SETTLE, order),
        may_raise=order.status != Status.VOID and orders.can(user, exceptions.RAISE, order),
    )
