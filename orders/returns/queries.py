"""Every read of returns that a door, a rule or another room makes."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from accounts.people.models import User
from accounts.roles.verbs import verbs
from common import dates, errors
from common.keyset import Sort
from orders.fulfilment.models import OutboundDocument, OutboundLine
from orders.fulfilment.numbers import queries as numbers
from orders.order import policies as order_policies
from orders.order import queries as orders
from orders.order.models import Order, OrderLine
from orders.order.policies import Action
from orders.order.states import Status as OrderStatus
from orders.returns import policies, rules, states
from orders.returns.models import ReturnDocument, ReturnLine, ReturnReversal
from orders.returns.states import OPEN, Move, Status
from products.catalogue.choices import Numbering

ZERO = Decimal(0)
SORTS = {"id": Sort("pk")}
DEFAULT_SORT = "id"
_NAMED = ("order", "order__customer", "order__order_type", "warehouse", "replacement")
_PEOPLE = ("created_by", "approved_by", "received_by", "settled_by")
_VERBS = {
    Move.APPROVE: policies.APPROVE,
    Move.RECEIVE: policies.RECEIVE,
    Move.SETTLE: policies.SETTLE,
    Move.VOID: policies.DRAFT,
    Move.UNSETTLE: policies.REVERSE,
    Move.UNRECEIVE: policies.REVERSE,
}


@dataclass(frozen=True)
class RefundDue:
    """Money that a settled return leaves to be given back: open until finance settles it (``settle_refund``).

    ``amount`` in the order's currency, tax included; ``since`` is the business day of the decision.
    """

    return_id: int
    number: str
    order_id: int
    order: str
    customer_id: int
    line_id: int | None
    line_no: int
    product_code: str
    quantity: Decimal
    amount: Decimal
    currency: str
    since: date


def list_returns(actor: User) -> QuerySet[ReturnDocument]:
    """The returns that ``actor`` may see, with what a list names."""
    return policies.visible_to(actor).select_related(*_NAMED, *_PEOPLE)


def get_return(actor: User, number: str) -> ReturnDocument:
    """The return with this number. Raises NotFound, also for "not yours"."""
    return _one(list_returns(actor).filter(number=number.upper()))


def get_return_by_id(actor: User, return_id: int) -> ReturnDocument:
    """Like ``get_return``, for what refers to the row."""
    return _one(list_returns(actor).filter(pk=return_id))


def _one(rows: QuerySet[ReturnDocument]) -> ReturnDocument:
    found = rows.first()
    if found is None:
        raise errors.NotFound()
    return found


def lines_of(document: ReturnDocument) -> list[ReturnLine]:
    """The return's lines with their order lines, by number."""
    found = list(document.lines.select_related("order_line", "refund_settled_by"))
    for mine in found:
        mine.order = document.order
    return sorted(found, key=lambda mine: mine.of.line_no)


def reversals_of(document: ReturnDocument) -> list[ReturnReversal]:
    """What was recorded of it and taken back, newest first."""
    return list(document.reversals.select_related("by", "done_by").order_by("-pk"))


def numbering_of(lines: Iterable[ReturnLine]) -> dict[int, str]:
    """Line number → how its pieces are told apart (``Numbering``), of the lines that went out under numbers."""
    by_line = {mine.order_line_id: mine.of.line_no for mine in lines}
    rows = numbers.gone_of(pk for pk in by_line if pk is not None)
    return {by_line[row.line.order_line_id]: Numbering.SERIAL if row.is_serial else Numbering.BATCH for row in rows}


def of_order(actor: User, order: Order) -> list[ReturnDocument]:
    """The returns of an order, newest first, each with ``shown_lines``; none for who may not see returns of it."""
    if not order_policies.can(actor, policies.VIEW, order):
        return []
    found = list(ReturnDocument.objects.filter(order=order).select_related("created_by", "replacement").order_by("-pk"))
    for document in found:
        document.order = order
        document.shown_lines = lines_of(document)  # type: ignore[attr-defined]
    return found


def returnable_lines(order: Order) -> list[tuple[OrderLine, Decimal]]:
    """(line, how much of it may come back) of what was shipped, by number."""
    rooms = [(line, rules.returnable(line)) for line in orders.lines_of(order)]
    return [(line, left) for line, left in rooms if left]


def may_draft(actor: User, order: Order) -> bool:
    """Whether ``actor`` may write a return of this order now: for the button."""
    if not order_policies.can(actor, policies.DRAFT, order):
        return False
    try:
        rules.require_returnable(order)
    except errors.WrongState:
        return False
    return bool(order.shipped_amount) or order.fulfilment != "NONE"


def count_open(order_id: int) -> int:
    """How many returns of an order are neither settled nor void: the archive waits for them."""
    return ReturnDocument.objects.filter(order_id=order_id, status__in=OPEN).count()


def count_waiting(actor: User) -> int:
    """How many returns wait for what ``actor`` does with them: to approve, to inspect, to decide."""
    waits = [
        status
        for status, verb in (
            (Status.DRAFT, policies.APPROVE),
            (Status.APPROVED, policies.RECEIVE),
            (Status.RECEIVED, policies.SETTLE),
        )
        if actor.can(verb)
    ]
    return policies.visible_to(actor).filter(status__in=waits).count() if waits else 0


def refunds_due(
    *, order_ids: Collection[int] | None = None, customer_ids: Collection[int] | None = None
) -> list[RefundDue]:
    """What is to be refunded for returns and was not yet, oldest decision first; of all orders, of these, or of those
    of these customers. For rules: who may see it is the caller's to ask."""
    rows = ReturnLine.objects.filter(
        refund_amount__gt=0, refund_settled_at__isnull=True, document__status=Status.SETTLED
    ).select_related("document", "order", "order_line")
    if order_ids is not None:
        rows = rows.filter(order__in=order_ids)
    if customer_ids is not None:
        rows = rows.filter(order__customer__in=customer_ids)
    return [_refund_due(row) for row in rows.order_by("document__settled_at", "pk")]


def _refund_due(row: ReturnLine) -> RefundDue:
    document, order = row.document, row.order
    assert document.settled_at is not None  # it is settled
    return RefundDue(
        return_id=document.pk,
        number=document.number,
        order_id=order.pk,
        order=order.reference,
        customer_id=order.customer_id,
        line_id=row.order_line_id,
        line_no=row.of.line_no,
        product_code=row.of.product_code,
        quantity=row.refund,
        amount=row.refund_amount,
        currency=order.currency_id,
        since=dates.business_day(document.settled_at),
    )


def has_refund_due() -> Exists:
    """Whether something is to be refunded for a return: for lists of returns."""
    rows = ReturnLine.objects.filter(document=OuterRef("pk"), refund_amount__gt=0, refund_settled_at__isnull=True)
    return Exists(rows)


def losses_of(order: Order) -> list[OutboundLine]:
    """What of an order was lost on the way and is not shipped again, with its documents."""
    rows = OutboundLine.objects.filter(
        order=order, document__status=OutboundDocument.Status.SIGNED, transit_loss__gt=0, order_line__isnull=False
    ).select_related("document", "order_line")
    found = [row for row in rows.order_by("pk") if row.transit_loss > row.reship]
    for row in found:
        row.order = order
        row.left = row.transit_loss - row.reship  # type: ignore[attr-defined]
    return found


# --- buttons -------------------------------------------------------------------------------------


def possible_verbs(actor: User, document: ReturnDocument) -> list[Action]:
    """Every verb on this return, with the reason where it is not allowed now. For showing: the operation behind the
    button checks again, under lock."""
    found = [_action(actor, move, document) for move in Move]
    if document.status == Status.SETTLED:
        found += _after(actor, document)
    return found


def _action(actor: User, move: Move, document: ReturnDocument) -> Action:
    verb, label = f"return.{move.value}", str(move.label)
    if move not in states.possible_moves(document.status):
        return Action(verb, label, False, False)
    if not order_policies.can(actor, _VERBS[move], document.order):
        why = _("Your role does not include “%(verb)s”.") % {"verb": verbs[_VERBS[move]].label}
        return Action(verb, label, True, False, why)
    if move == Move.APPROVE and document.created_by_id == actor.pk:
        return Action(verb, label, True, False, str(policies.OWN))
    return Action(verb, label, True, True)


def _after(actor: User, document: ReturnDocument) -> list[Action]:
    lines: list[Any] = list(document.lines.all())
    found = []
    replaced = document.replacement is not None and document.replacement.status != OrderStatus.VOID
    if any(one.replaced for one in lines) and not replaced and actor.can("order.create"):
        may = order_policies.can(actor, policies.DRAFT, document.order)
        found.append(Action("return.exchange", _("Write the exchange order"), may, may))
    if any(one.refund_amount and one.refund_settled_at is None for one in lines):
        may = order_policies.can(actor, policies.REFUND, document.order)
        found.append(Action("return.refund", _("Pay back"), may, may))
    if any(one.refund_reference for one in lines):
        may = order_policies.can(actor, policies.REFUND, document.order)
        found.append(Action("return.unrefund", _("Take the refund back"), may, may))
    return found
