"""The audit of an outbound document: goods leave, quantities count, lines and orders close by themselves."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.people.models import User
from accounts.periods import queries as periods
from common import errors, events, locks
from common.dates import business_day
from common.locks import Lock
from common.operation import operation
from common.rows import update_rows
from orders.closure import aftermath
from orders.fulfilment import calendar, departure, lacking, locking, notices, rules
from orders.fulfilment.departure import Leaving
from orders.fulfilment.freight_bills import agreed
from orders.fulfilment.models import OutboundDocument, OutboundLine
from orders.fulfilment.ship_dates import applying
from orders.order import advance
from orders.order.followers import Happening
from orders.order.models import Order, OrderLine
from orders.order.states import Status as OrderStatus
from orders.promise import kits, reserving
from products.stock import ledger
from products.stock import operations as stock

ZERO = Decimal(0)
Status = OutboundDocument.Status
Pairs = Sequence[tuple[OutboundLine, OrderLine]]


@operation
def audit_outbound(
    *, actor: User, document_id: int, at: datetime, ship_date: date | None = None, version: int | None = None
) -> OutboundDocument:
    """Let the goods of a delivery notice go: stock is issued (what is reserved for its lines first, then free
    pieces), quantities count as shipped, complete lines close, and with the last one their order.

    ``ship_date`` is the actual day, today where none is given; a day that the company's own software said of these
    goods takes its place (R303). Raises NotFound, NotAllowed, Stale, WrongState (not a draft; not checked where the
    company asks for it; an order frozen, changing or closed), Conflict with the figures (over-delivery, a gift before
    its line, payment that must come first), CreditExceeded, OutOfStock with where else goods lie, Invalid (a day to
    come, or before one of the orders was placed).
    """
    locks.share(Lock.SHIP_DATES)
    shipment = locking.lock_shipment(actor, document_id, "outbound.audit")
    document, pairs, affected = shipment.document, shipment.pairs(), list(shipment.affected.values())
    locking.require_version(document, version)
    locking.require_status(document, Status.DRAFT)
    day = _actual_day(ship_date, shipment.orders, at)
    leaving = Leaving(actor, document, affected, pairs, at)
    departure.require(leaving)
    going = leaving.going
    waiting = applying.lock_waiting(document, pairs)
    if document.moves_stock:
        _issue(document, [one for one in going if one[0].needs_stock], actor, at)
        _mark_direct(pairs, True)
    for line, quantity in going:
        line.shipped += quantity
        line.drafted -= quantity
        line.first_ship_date = min(line.first_ship_date or day, day)
        line.last_ship_date = max(line.last_ship_date or day, day)
    document.status, document.ship_date = Status.AUDITED, day
    document.audited_by, document.audited_at = actor, at
    document.version += 1
    document.save(update_fields=["status", "ship_date", "audited_by", "audited_at", "version", "warehouse"])
    if applying.apply_waiting(document, waiting, at):
        day = document.ship_date
        calendar.recount_ship_dates([line for line, _quantity in going])
    calendar.date_shipments(affected)
    gone = {Happening.SHIPPED: [line for line, _quantity in going]}
    aftermath.conclude(affected, actor=actor, at=at, happened=gone)
    events.record("outbound.audited", document, at=at, ship_date=day.isoformat())
    message = gettext_noop("%(orders)s: goods left with %(document)s on %(day)s.")
    notices.tell("shipped", document, affected, message=message, actor=actor, at=at, day=day.isoformat())
    return document


@operation
def unaudit_outbound(
    *, actor: User, document_id: int, reason: str, at: datetime, version: int | None = None
) -> OutboundDocument:
    """Take an audit back until the goods are signed for, with a reason: stock comes back and is held again for
    its lines, the row-close flag falls, lines that had closed by themselves open, and their orders with them. A
    received ship date stays with the document, flagged, and applies when it is audited again.

    Raises NotFound, NotAllowed, Stale, Invalid without a reason, WrongState (draft, signed, void, taken over; an
    order in the archive or of history; a line closed by hand; a closed month; on a carrier's bill that is approved).
    """
    if not reason.strip():
        raise errors.Invalid(fields={"reason": [_("Say why.")]})
    locks.share(Lock.SHIP_DATES)
    shipment = locking.lock_shipment(actor, document_id, "outbound.unaudit")
    document, pairs, affected = shipment.document, shipment.pairs(), list(shipment.affected.values())
    locking.require_version(document, version)
    locking.require_status(document, Status.AUDITED)
    periods.require_open(document.ship_date, at=at)
    agreed.require_none(document)
    if refused := rules.not_taken_back(document, [line for _mine, line in pairs]):
        raise refused
    if refused := rules.came_back(pairs):
        raise refused
    if not advance.may_be_invoiced() and (refused := rules.was_invoiced((one.quantity, line) for one, line in pairs)):
        raise refused
    document.status, document.ship_date = Status.DRAFT, None
    document.audited_by = document.audited_at = None
    document.version += 1
    applying.release(document)
    document.save(update_fields=["status", "ship_date", "entered_ship_date", "audited_by", "audited_at", "version"])
    for mine, line in pairs:
        line.shipped -= mine.quantity
        line.drafted += mine.quantity
    calendar.recount_ship_dates([line for _mine, line in pairs])
    calendar.date_shipments(affected)
    back = {Happening.UNSHIPPED: [line for _mine, line in pairs]}
    aftermath.conclude(affected, actor=actor, at=at, reason=reason, happened=back)
    if document.moves_stock:
        _take_back(document, [(mine, line) for mine, line in pairs if not mine.is_direct], actor, at, reason)
        _mark_direct(pairs, False)
        aftermath.note(affected, at)
    events.record("outbound.unaudited", document, at=at, reason=reason)
    message = gettext_noop("%(orders)s: the shipment %(document)s was taken back.")
    notices.tell("unshipped", document, affected, message=message, actor=actor, at=at, reason=reason)
    return document


def _actual_day(ship_date: date | None, orders: Iterable[Order], at: datetime) -> date:
    today = business_day(at)
    if ship_date is None:
        return today
    periods.require_open(ship_date, at=at)
    if ship_date > today:
        raise errors.Invalid(fields={"ship_date": [_("Goods cannot have left on a day to come.")]})
    if wrong := rules.before_orders(ship_date, orders):
        raise errors.Invalid(fields={"ship_date": [wrong]})
    return ship_date


def _issue(document: OutboundDocument, going: Sequence[tuple[OrderLine, Decimal]], actor: User, at: datetime) -> None:
    """Take the goods out of the document's warehouse; before ``shipped`` changes. Raises OutOfStock."""
    if document.warehouse_id is None:
        document.warehouse_id = ledger.default_warehouse_id()
    warehouse_id = document.warehouse_id
    lines = [line for line, _quantity in going]
    kits.load(lines)
    rows = _rows(lines, warehouse_id)
    # all rows at once and by pk: what is held elsewhere is given back here or when its line closes
    ledger.lock_rows({*rows.values(), *reserving.stock_rows_of(lines)})
    used = reserving.consume(going, warehouse_id=warehouse_id)
    held: dict[tuple[int, int], Decimal] = {}
    for part in used:
        held[part.line_id, part.stock_row_id] = held.get((part.line_id, part.stock_row_id), ZERO) + part.quantity
    items = [
        (rows[product_id], pieces, held.get((line.pk, rows[product_id]), ZERO))
        for line, quantity in going
        for product_id, pieces in kits.needs(line, quantity)
    ]
    try:
        stock.issue(actor=actor, items=items, document=document, at=at)
    except errors.OutOfStock as refused:
        raise lacking.too_little(refused, document, lines) from None


def _rows(lines: Sequence[OrderLine], warehouse_id: int) -> dict[int, int]:
    """The stock rows of a warehouse that hold the goods of these lines, by product."""
    rows = ledger.ensure_rows((product_id, warehouse_id) for product_id in kits.product_ids(lines))
    return {product_id: row_id for (product_id, _warehouse), row_id in rows.items()}


def _mark_direct(pairs: Pairs, is_direct: bool) -> None:
    """Say of each line whether its goods left from the supplier, whatever becomes of its order line (R124)."""
    changed = [mine for mine, line in pairs if mine.is_direct != (is_direct and not line.needs_stock)]
    for mine in changed:
        mine.is_direct = is_direct
    if changed:
        update_rows(changed, ["is_direct"])


def _take_back(document: OutboundDocument, pairs: Pairs, actor: User, at: datetime, reason: str) -> None:
    """Put the goods back where they came from and hold them again for lines that are open; after lines and
    orders have opened."""
    warehouse_id = document.warehouse_id
    assert warehouse_id is not None  # an audited document that moved stock has one
    lines = [line for _mine, line in pairs]
    kits.load(lines)
    rows = _rows(lines, warehouse_id)
    items, again = [], []
    for mine, line in pairs:
        hold = _to_hold(line, mine.quantity)
        held = dict(kits.needs(line, hold))
        items += [
            (rows[product_id], pieces, held[product_id]) for product_id, pieces in kits.needs(line, mine.quantity)
        ]
        if hold:
            again.append((line, hold))
    stock.take_back(actor=actor, items=items, document=document, at=at, reason=reason)
    reserving.hold_again(again, rows, at)


def _to_hold(line: OrderLine, quantity: Decimal) -> Decimal:
    if line.order.status != OrderStatus.EFFECTIVE or line.order.is_frozen:
        return ZERO
    hold = min(quantity, reserving.missing(line))
    return hold // 1 if line.by_components else hold
