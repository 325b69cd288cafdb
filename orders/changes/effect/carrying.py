"""What a change means for stock, promises, money and the order itself, under its lock (SEMANTICS 3, 8, 9, 10, 12)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from accounts.people.models import User
from common.rows import update_rows
from customers.models import PaymentTermRow
from orders.changes.effect import leaving
from orders.changes.projecting import Projection
from orders.closure import aftermath
from orders.closure.aftermath import Affected
from orders.credit import exposure
from orders.credit import operations as credit
from orders.credit.exposure import Terms
from orders.credit.rules import Moment
from orders.entry import grid
from orders.fulfilment import calendar
from orders.invoicing import queries as invoicing
from orders.order import derive, followers
from orders.order.followers import Happening
from orders.order.models import Order, OrderLine
from orders.order.states import Closure
from orders.promise import chain, kits, promising, reserving
from orders.settlement import planning
from orders.settlement.operations import moving

ZERO = Decimal(0)
TERMS = "payment_term_id"
# where goods go and how decides how long they are on their way
_WAY = frozenset({"ship_to_id", "ship_address", "delivery_method", "transport_mode"})
# what says of which components a kit is put together
_OF_KIT = ("specification", "auxiliary_attribute")
_SAVED = ("reserved", "by_components", *promising.COLUMNS)


@dataclass(frozen=True)
class Carried:
    """What became of it: the order with what closed or opened by it, lines that got other days, and by line number what
    of a reservation was given back or held more."""

    affected: Affected
    promised: list[OrderLine]
    reserved: dict[int, Decimal]


def carry_out(found: Projection, order: Order, *, actor: User, document: str, at: datetime) -> Carried:
    """Write what a projection says into its locked order: lines, kits, reservations, plan of payments, credit, closure,
    promises. The order's columns are set, not saved. ``document``: the change request's number, for the reasons.

    Raises CreditExceeded (it costs more or is paid later, and the credit does not bear it).
    """
    before = exposure.terms_of(found.was, found.before)
    held = {line.line_no: line.reserved for line in found.before}
    put_head(found, order)
    _write_lines(found, order, actor, at)
    other = [line for line in found.lines if _is_other_goods(line, found.former(line.line_no))]
    _give_back(found.lines, other, at)
    one = _follow(found, order, before, actor, at)
    _check_credit(found, order, one, before, actor, at)
    touched = [line for line in order.loaded_lines if line.line_no in found.touched]
    reserving.reserve_lines(order, reserving.by_themselves(touched), at)
    promised = _promise(found, one, actor, document, at)
    update_rows([line for line in order.loaded_lines if line in touched or line in promised or line in other], _SAVED)
    derive.derive(order, order.loaded_lines)
    moved = {line.line_no: line.reserved - held.pop(line.line_no, ZERO) for line in order.loaded_lines}
    moved |= {number: -quantity for number, quantity in held.items()}
    return Carried(one, promised, {number: quantity for number, quantity in moved.items() if quantity})


def put_head(found: Projection, order: Order) -> None:
    """Put the changed columns of the head into the locked order (does not save it)."""
    for name in found.head:
        setattr(order, name, getattr(found.order, name))
        order._state.fields_cache.pop(name.removesuffix("_id"), None)
    for line in found.lines:
        line.order = order
    order.loaded_lines = found.lines


# --- lines, stock ----------------------------------------------------------------------------------


def _write_lines(found: Projection, order: Order, actor: User, at: datetime) -> None:
    """Lines as they are to be; those that go give back what they held, and what was written about them stays."""
    if found.gone:
        followers.tell(order, Happening.LINES_DROPPED, lines=found.gone, actor=actor, at=at)
    reserving.release_lines(found.gone, at)
    leaving.let_go(found.gone)
    gone = {line.pk for line in found.gone}
    left = [line for line in found.lines if line.gift_of_id in gone]  # gifts that went out already: they stay
    for line in left:
        line.gift_of = line.gift_buy = line.gift_give = None
    update_rows(left, ["gift_of"])
    grid.write(order, found.lines, {line.line_no: line for line in found.before})


def _is_other_goods(line: OrderLine, was: OrderLine | None) -> bool:
    """Whether what was held for a line, if it stood before, is not what it needs now."""
    if was is None or was.product_id != line.product_id:
        return True
    if line.needs_stock != was.needs_stock:
        return True
    return was.by_components and any(getattr(was, name) != getattr(line, name) for name in _OF_KIT)


def _give_back(lines: Sequence[OrderLine], other: Sequence[OrderLine], at: datetime) -> None:
    """Give back what is held above what is open, all of it where other goods are wanted, and say of what these are put
    together."""
    reserving.release_lines(other, at)
    kits.unsettle(other)
    for line in other:
        line.__dict__.pop("kit_works_on", None)  # read with the former product
    kits.settle(other)
    parts = {line: line.reserved - line.open for line in lines if line.reserved > line.open}
    if parts:
        reserving.release_parts(parts)


# --- money, closure --------------------------------------------------------------------------------


def _follow(found: Projection, order: Order, before: Terms, actor: User, at: datetime) -> Affected:
    """Plan, closures, states and exposure as quantities and terms say now."""
    derive.derive(order, found.lines)  # the plan is made of what the order comes to now
    rows = planning.rows_of([order.pk])[order.pk]
    if TERMS in found.head:
        rows, moved = planning.change_terms(order, found.lines)
        moving.follow(order, moved, actor=actor, at=at)
    one = aftermath.standing(order, found.lines, rows, before)
    if TERMS in found.head:
        calendar.date_shipments([one])
        calendar.date_signings([one])
        one.dates[PaymentTermRow.Basis.INVOICE] = invoicing.last_invoice_day([order.pk]).get(order.pk)
    aftermath.carry_through([one], actor=actor, at=at)
    return one


def _check_credit(found: Projection, order: Order, one: Affected, before: Terms, actor: User, at: datetime) -> None:
    """Under the lock of the holder; less to pay by the same terms never asks."""
    more = exposure.terms_of(order, one.lines).total > before.total or order.total_amount > found.was.total_amount
    if more or TERMS in found.head:
        credit.check(order, at, Moment.CHANGE, actor=actor)


# --- promises --------------------------------------------------------------------------------------


def wishes_moved(found: Projection) -> set[int]:
    """The lines whose customer wants them on another day, or wants other goods: they get the day that is proposed now,
    an earlier one too. All others keep theirs while it can be met (SEMANTICS 10)."""
    numbers = set()
    for line in found.lines:
        was = found.former(line.line_no)
        if was is not None and line.closure == Closure.OPEN:
            is_other = was.product_id != line.product_id or was.supply_mode != line.supply_mode
            if is_other or _wish(was, found.was) != _wish(line, found.order):
                numbers.add(line.line_no)
    return numbers


def _wish(line: OrderLine, order: Order) -> object:
    return line.schedule or line.requested_date or order.requested_date


def asked_anew(found: Projection) -> set[int]:
    """The lines whose promises are looked at: those that changed, those whose wish moved, all where the way changed."""
    if found.head & _WAY:
        return {line.line_no for line in found.lines}
    return wishes_moved(found) | {line.line_no for line in found.lines if line.line_no in found.touched}


def _promise(found: Projection, one: Affected, actor: User, document: str, at: datetime) -> list[OrderLine]:
    anew, asked = wishes_moved(found), asked_anew(found)
    holds = promising.unpaid_advance(any(row.is_advance and row.received < row.amount for row in one.plan))
    return promising.promise_lines(
        one.order,
        [line for line in found.lines if line.line_no in asked],
        actor=actor,
        at=at,
        holds=holds,
        anew=[line for line in found.lines if line.line_no in anew],
        because=[chain.changed(document)],
    )
