"""Returns for tests, made by the real operations."""

from collections.abc import Mapping
from decimal import Decimal

from accounts.people import queries as people
from accounts.people.models import User
from accounts.tests.builders import make_user
from orders.order.models import Order
from orders.returns import operations
from orders.returns.models import ReturnDocument
from orders.returns.rules import Decision, Inspected
from orders.tests import builders
from orders.tests import flow_builders as flow
from orders.tests.builders import AT


def make_sent(quantity: int | None = None) -> Order:
    """An order of ten pieces that were shipped (all, or as many as ``quantity``) and signed for."""
    order = builders.make_effective()
    flow.make_signed(order, quantity)
    return builders.fresh(order)


def announce(order: Order, quantity: int | str = 2, *, actor: User | None = None, line_no: int = 1) -> ReturnDocument:
    """A return of pieces of a line."""
    return operations.draft_return(
        actor=actor or people.system_user(),
        order_id=order.pk,
        lines={line_no: Decimal(quantity)},
        reason="QUALITY",
        at=AT,
    )


def approve(document: ReturnDocument) -> ReturnDocument:
    """Approved by somebody of the order desk."""
    return operations.approve_return(actor=make_user("order_desk"), return_id=document.pk, at=AT)


def make_received(order: Order, quantity: int | str = 2, *, scrapped: int | str = 0) -> ReturnDocument:
    """Pieces that came back: fit for stock, but for ``scrapped``."""
    document = approve(announce(order, quantity))
    found = Inspected(Decimal(quantity) - Decimal(scrapped), Decimal(scrapped))
    return operations.receive_return(
        actor=people.system_user(), return_id=document.pk, lines={1: found}, at=AT, findings="ok"
    )


def settle(document: ReturnDocument, decided: Mapping[int, Decision]) -> ReturnDocument:
    """Decide what the customer gets."""
    return operations.settle_return(actor=people.system_user(), return_id=document.pk, lines=decided, at=AT)


def make_paid_back(order: Order, quantity: int | str = 2) -> ReturnDocument:
    """Pieces of an order that is paid in full, returned for money."""
    flow.make_paid(order)
    return settle(make_received(builders.fresh(order), quantity), {1: Decision(refund=Decimal(quantity))})
