"""Delivery notices (发货通知): what is to go out, before the warehouse audits it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from accounts.people.models import User
from common import editing, errors, events, locks
from common.dates import business_day
from common.locks import Lock
from common.numbering import Series, draw
from common.operation import operation
from common.rows import update_rows
from orders.closure import aftermath
from orders.fulfilment import gates, gifts, locking, places, policies, queries, rules
from orders.fulfilment.freight_bills import agreed
from orders.fulfilment.models import OutboundDocument, OutboundLine
from orders.fulfilment.numbers import operations as numbers
from orders.fulfilment.packing.operations import unpack
from orders.fulfilment.ship_dates import applying
from orders.order import policies as order_policies
from orders.order import together
from orders.order.models import Order, OrderLine
from products.stock import ledger

ZERO = Decimal(0)
Status = OutboundDocument.Status
Wanted = Iterable[tuple[int, Decimal]]

HEADER = (
    *("warehouse", "carrier", "transport_mode", "waybill", "planned_ship_date", "arrival_date", "freight"),
    *("freight_charged", "ship_address", "ship_recipient", "ship_phone", "notes"),
)
MOST_FREIGHT = Decimal(10_000_000)  # of one delivery; more is a slip of the finger
# what may still be learnt of goods on their way
ON_THE_WAY = ("carrier", "transport_mode", "waybill", "arrival_date", "freight", "freight_charged", "notes")


@operation
def draft_outbound(
    *, actor: User, lines: Wanted, at: datetime, warehouse_id: int | None = None, **header: Any
) -> OutboundDocument:
    """Write a delivery notice for (order line id, quantity) pairs: lines of goods of one or several effective
    orders of one customer. ``header``: any field of ``HEADER``; the place of delivery comes from the first
    order; the warehouse is that from which most of it could leave, the default one while there is nothing.

    The quantity is checked here against what is open, other notices and the over-delivery tolerance, and
    once more when it leaves. Raises NotFound, NotAllowed, Invalid, Incomplete (fields asked before shipment),
    WrongState (not effective, frozen, changing, closed, a service).
    """
    wanted = _summed(lines)
    order_ids = _orders_of(actor, wanted)
    affected = aftermath.read(together.lock_orders(order_ids))
    orders = [one.order for one in affected.values()]
    policies.require(actor, "outbound.draft", orders)
    picked = _pick([line for one in affected.values() for line in one.lines], wanted)
    gates.require_shippable(affected.values(), [line for line, _quantity in picked])
    if not rules.same_customer(order.customer_id for order in orders):
        raise errors.Invalid(fields={"lines": [_("A delivery goes to one customer.")]}, code="several_customers")
    gates.check_notice(picked, own={})
    gifts.check_notice(affected.values(), picked, own={})
    document = _new(orders[0], picked, actor, at, {**header, "warehouse": warehouse_id})
    gates.require_complete(affected.values(), document)
    for line, quantity in picked:
        line.drafted += quantity
    aftermath.note(affected.values(), at)
    document.number = draw(Series.OUTBOUND, business_day(at))
    document.save(force_insert=True)
    OutboundLine.objects.bulk_create(
        OutboundLine(document=document, order_id=line.order_id, order_line=line, quantity=quantity)
        for line, quantity in picked
    )
    _tell("outbound.drafted", document, orders, at)
    return document


@operation
def update_outbound(
    *,
    actor: User,
    document_id: int,
    version: int | None,
    changes: Mapping[str, Any],
    lines: Wanted | None = None,
    at: datetime,
) -> OutboundDocument:
    """Change a delivery notice: fields of ``HEADER``, and with ``lines`` all its (order line id, quantity)
    pairs, of the same customer. Of an audited document only carrier, waybill, mode, arrival, freight and
    notes change; its carrier stays once a bill of it was approved.

    Raises NotFound, NotAllowed, Stale with the fields that differ, Invalid, WrongState.
    """
    locks.share(Lock.SHIP_DATES)
    wanted = None if lines is None else _summed(lines)
    also = frozenset() if wanted is None else _orders_of(actor, wanted)
    shipment = locking.lock_shipment(actor, document_id, "outbound.draft", also_orders=also)
    document = shipment.document
    columns = editing.as_columns(OutboundDocument, changes, HEADER)
    if version is not None:
        editing.require_version(queries.shown(actor, document), version, columns)
    locking.require_status(document, Status.DRAFT, Status.AUDITED)
    if document.status == Status.AUDITED:
        _require_on_the_way(columns, wanted)
    fields = editing.assign(document, columns)
    if document.status == Status.AUDITED and "carrier" in fields:
        agreed.require_none(document)
    if {"planned_ship_date", "warehouse"} & set(fields):
        document.dispatch_rank = 0  # its place was among others
        fields = [*fields, "dispatch_rank"]
    _check(document, shipment.orders)
    if wanted is not None:
        _replace_lines(shipment, wanted, at)
    document.version += 1
    document.save(update_fields=[*fields, "version"])
    if document.status == Status.AUDITED and "waybill" in fields:
        applying.catch_up(document, shipment.pairs(), shipment.affected.values(), at)
    _tell("outbound.changed", document, shipment.orders, at, fields=fields)
    return document


@operation
def void_outbound(
    *, actor: User, document_id: int, at: datetime, reason: str = "", version: int | None = None
) -> OutboundDocument:
    """Take a delivery notice out of the world; its number stays. Raises NotFound, NotAllowed, WrongState."""
    locks.share(Lock.SHIP_DATES)
    shipment = locking.lock_shipment(actor, document_id, "outbound.void")
    document = shipment.document
    locking.require_version(document, version)
    locking.require_status(document, Status.DRAFT)
    for mine, line in shipment.pairs():
        line.drafted -= mine.quantity
    aftermath.note(shipment.affected.values(), at)
    document.status = Status.VOID
    document.version += 1
    applying.let_go(document)
    numbers.free(document)
    document.save(update_fields=["status", "version"])
    _tell("outbound.voided", document, shipment.orders, at, reason=reason)
    return document


def _summed(lines: Wanted) -> dict[int, Decimal]:
    """Order line id → quantity. Raises Invalid for none, or for a line named twice."""
    wanted: dict[int, Decimal] = {}
    for row, (line_id, quantity) in enumerate(lines, start=1):
        if line_id in wanted:
            raise errors.Invalid(fields={f"lines.{row}": [_("This line is named twice.")]})
        wanted[line_id] = quantity
    if not wanted:
        raise errors.Invalid(fields={"lines": [_("Choose at least one line.")]})
    return wanted


def _orders_of(actor: User, wanted: Mapping[int, Decimal]) -> frozenset[int]:
    """The orders of these lines. Raises NotFound where a line does not exist or is not the actor's."""
    lines = OrderLine.objects.filter(pk__in=wanted, order__in=order_policies.visible_to(actor).values("pk"))
    found = dict(lines.values_list("pk", "order_id"))
    if len(found) != len(wanted):
        raise errors.NotFound()
    return frozenset(found.values())


def _pick(lines: Iterable[OrderLine], wanted: Mapping[int, Decimal]) -> list[tuple[OrderLine, Decimal]]:
    """The wanted lines in the order in which they were named, so that a message can point at its place."""
    by_pk = {line.pk: line for line in lines}
    if wanted.keys() - by_pk.keys():
        raise errors.Stale(_("The order was changed meanwhile; look at it again."), fields={})
    return [(by_pk[pk], quantity) for pk, quantity in wanted.items()]


def _new(
    order: Order, picked: Sequence[tuple[OrderLine, Decimal]], actor: User, at: datetime, header: Mapping[str, Any]
) -> OutboundDocument:
    document = OutboundDocument(
        customer_id=order.customer_id,
        ship_address=order.ship_address,
        ship_recipient=order.ship_recipient,
        ship_phone=order.ship_phone,
        transport_mode=order.transport_mode,
        created_by=actor,
        created_at=at,
    )
    given = {name: value for name, value in header.items() if value is not None}
    editing.assign(document, editing.as_columns(OutboundDocument, given, HEADER))
    document.warehouse_id = document.warehouse_id or _warehouse_of(picked)
    _check(document, [line.order for line, _quantity in picked])
    return document


def _warehouse_of(picked: Sequence[tuple[OrderLine, Decimal]]) -> int:
    stock = places.of(line for line, _quantity in picked)
    return stock.fullest(dict(picked)) or ledger.default_warehouse_id()


def _check(document: OutboundDocument, orders: Iterable[Order]) -> None:
    """Raise Invalid, field by field. Waybills are kept in capitals, as carriers print them."""
    orders = list(orders)
    document.waybill = document.waybill.strip().upper()
    editing.check(document, exclude=[field.name for field in document._meta.fields if field.name not in HEADER])
    for name in ("freight", "freight_charged"):
        if not 0 <= getattr(document, name) <= MOST_FREIGHT:
            text = _("Enter a cost between 0 and %(most)s.") % {"most": f"{MOST_FREIGHT:,}"}
            raise errors.Invalid(fields={name: [text]})
    for name in ("planned_ship_date", "arrival_date"):
        day = getattr(document, name)
        if day and (wrong := rules.before_orders(day, orders)):
            raise errors.Invalid(fields={name: [wrong]})
    if document.warehouse is not None and not document.warehouse.is_active:
        raise errors.Invalid(fields={"warehouse": [_("Choose a warehouse that is in use.")]})


def _require_on_the_way(columns: Mapping[str, Any], wanted: Mapping[int, Decimal] | None) -> None:
    fixed = [name for name in columns if name.removesuffix("_id") not in ON_THE_WAY]
    if fixed or wanted is not None:
        text = _("The goods have left; only carrier, transport and notes change now. Un-audit the document first.")
        raise errors.WrongState(text, status=str(Status.AUDITED), possible=["sign", "unaudit"], fields=fixed)


def _replace_lines(shipment: locking.Shipment, wanted: Mapping[int, Decimal], at: datetime) -> None:
    """Make the document carry exactly ``wanted``: lines kept are changed, the others come and go."""
    own = {line.pk: mine.quantity for mine, line in shipment.pairs()}
    everything = [line for one in shipment.affected.values() for line in one.lines]
    picked = _pick(everything, wanted)
    changed = [(line, quantity) for line, quantity in picked if own.get(line.pk) != quantity]
    touched = {line.order_id for line, _quantity in changed}
    gates.require_shippable(
        [one for pk, one in shipment.affected.items() if pk in touched], [line for line, _quantity in changed]
    )
    if any(line.order.customer_id != shipment.document.customer_id for line, _quantity in picked):
        raise errors.Invalid(fields={"lines": [_("A delivery goes to one customer.")]}, code="several_customers")
    gates.check_notice(picked, own)
    gifts.check_notice(shipment.affected.values(), picked, own)
    by_pk = {line.pk: line for line in everything}
    for pk, quantity in own.items():
        by_pk[pk].drafted -= quantity
    for line, quantity in picked:
        line.drafted += quantity
    aftermath.note(shipment.affected.values(), at)
    kept = {line.pk: mine for mine, line in shipment.pairs()}
    OutboundLine.objects.filter(pk__in=[mine.pk for key, mine in kept.items() if key not in wanted]).delete()
    staying = {key: mine for key, mine in kept.items() if key in wanted and mine.quantity != wanted[key]}
    for key, mine in staying.items():
        mine.quantity = wanted[key]
    update_rows(list(staying.values()), ["quantity"])
    unpack(list(staying.values()))
    OutboundLine.objects.bulk_create(
        OutboundLine(document=shipment.document, order_id=line.order_id, order_line=line, quantity=quantity)
        for line, quantity in picked
        if line.pk not in kept
    )


def _tell(
    kind: str, document: OutboundDocument, orders: Iterable[Order], at: datetime, reason: str = "", **data: Any
) -> None:
    events.record(kind, document, at=at, reason=reason, orders=[order.reference for order in orders], **data)
    for order in orders:
        events.record(f"order.{kind.replace('.', '_')}", order, at=at, reason=reason, document=document.number)
