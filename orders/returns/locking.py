"""A return with the order it is of, locked in the one order of DESIGN 3: credit holder, order, document."""

from collections.abc import Iterable
from dataclasses import dataclass

from accounts.people.models import User
from common import errors
from orders.closure import aftermath
from orders.closure.aftermath import Affected
from orders.order import together
from orders.order.models import Order, OrderLine
from orders.returns import policies
from orders.returns.models import ReturnDocument, ReturnLine
from orders.settlement.models import Receipt


@dataclass
class Locked:
    """A locked return, its lines, and its order with its lines as they stood."""

    document: ReturnDocument
    lines: list[ReturnLine]
    affected: Affected
    payers: frozenset[int] = frozenset()  # customers whose credit holders are locked

    @property
    def order(self) -> Order:
        return self.affected.order

    def pairs(self) -> list[tuple[ReturnLine, OrderLine]]:
        """Each line of the return with its order line, by number."""
        by_pk = {line.pk: line for line in self.affected.lines}
        found = [(mine, by_pk[mine.order_line_id]) for mine in self.lines if mine.order_line_id is not None]
        return sorted(found, key=lambda pair: pair[1].line_no)


def lock_order(order_id: int, also_holders_of: Iterable[int] = ()) -> Affected:
    """The order with its lines, locked after its credit holder and those of ``also_holders_of`` customers."""
    return aftermath.read(together.lock_orders([order_id], also_holders_of=also_holders_of))[order_id]


def lock_return(actor: User, return_id: int, verb: str, version: int | None, *, with_payers: bool = False) -> Locked:
    """The return for somebody who may do ``verb`` to it; ``with_payers`` locks the credit holders of whoever's money
    pays its order, too. Raises NotFound (also "not yours"), NotAllowed, and Stale when it is no longer at
    ``version``."""
    order_id = policies.visible_to(actor).filter(pk=return_id).values_list("order_id", flat=True).first()
    if order_id is None:
        raise errors.NotFound()
    payers: frozenset[int] = frozenset()
    if with_payers:
        paid = Receipt.objects.filter(allocations__plan_row__order=order_id)
        payers = frozenset(paid.values_list("customer_id", flat=True))
    one = lock_order(order_id, payers)
    document = ReturnDocument.objects.select_for_update(no_key=True).get(pk=return_id)
    document.order = one.order
    policies.require(actor, verb, document)
    if version is not None and document.version != version:
        raise errors.Stale(fields={}, version=document.version, status=str(document.status))
    lines = list(document.lines.order_by("pk"))
    by_pk = {line.pk: line for line in one.lines}
    for mine in lines:
        mine.order = one.order
        if mine.order_line_id is not None:
            mine.order_line = by_pk[mine.order_line_id]
    return Locked(document, lines, one, payers)
