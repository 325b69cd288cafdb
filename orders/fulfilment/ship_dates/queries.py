"""Every read of received ship dates, and of the documents they could mean."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import chain

from django.db.models import F, Q, QuerySet

from accounts import policies as rights
from accounts.people.models import User
from common import errors
from common.keyset import Sort
from orders.fulfilment import policies
from orders.fulfilment.models import OutboundDocument, OutboundLine
from orders.fulfilment.ship_dates.matching import Pool, Shipment
from orders.fulfilment.ship_dates.models import ReceivedShipDate
from orders.order import policies as order_policies
from orders.order.models import Order, OrderLine

State = ReceivedShipDate.State
SORTS = {"received_at": Sort("pk")}
DEFAULT_SORT = "received_at"
UNSETTLED = Q(state__in=(State.PENDING, State.CONFLICT)) | Q(state=State.APPLIED, differs=True)


def visible_to(user: User) -> QuerySet[ReceivedShipDate]:
    """All for who sees all deliveries; else those about an order or a document that he sees, and those he sent."""
    if rights.reaches_all(user, policies.VIEW, Order):
        return ReceivedShipDate.objects.all()
    orders = order_policies.visible_to(user, policies.VIEW).values("pk")
    documents = policies.visible_to(user).values("pk")
    return ReceivedShipDate.objects.filter(Q(order__in=orders) | Q(document__in=documents) | Q(received_by=user))


def list_received(actor: User) -> QuerySet[ReceivedShipDate]:
    """What ``actor`` may see, with what a list shows."""
    return visible_to(actor).select_related("order", "document", "received_by", "settled_by")


def get_received(actor: User, received_id: int) -> ReceivedShipDate:
    """One of them. Raises NotFound, also when it is not the actor's."""
    found = list_received(actor).filter(pk=received_id).first()
    if found is None:
        raise errors.NotFound()
    return found


def describe(actor: User, rows: Iterable[ReceivedShipDate]) -> None:
    """Hang on messages that wait which of the documents that ``actor`` sees could be meant (``candidates``: numbers),
    and on those that were applied whether deliveries stay as they are (``is_closed_book``); four statements."""
    rows = list(rows)
    waiting = [row for row in rows if row.state == State.PENDING and row.document_id is None]
    applied = {row.document_id for row in rows if row.document_id and row.state == State.APPLIED}
    pool = pool_of(waiting, also=applied)
    could_be = {row.pk: pool.fit(row).candidates for row in waiting}
    told = numbers_seen(actor, chain.from_iterable(could_be.values()))
    for row in rows:
        row.candidates = [one.number for one in could_be.get(row.pk, ()) if one.number in told]  # type: ignore[attr-defined]
        row.is_closed_book = row.document_id in applied and pool.by_pk[row.document_id].is_closed_book  # type: ignore[attr-defined]


def numbers_seen(actor: User, shipments: Iterable[Shipment]) -> set[str]:
    """The numbers of those documents that ``actor`` sees; one statement."""
    keys = {one.pk for one in shipments}
    return set(policies.visible_to(actor).filter(pk__in=keys).values_list("number", flat=True)) if keys else set()


def count_unsettled(actor: User) -> int:
    """How many wait for a document or for a person."""
    return visible_to(actor).filter(UNSETTLED).count()


def of_document(actor: User, document: OutboundDocument) -> list[ReceivedShipDate]:
    """What was said of a document: what it took, what names it, and what waits for its waybill; oldest first."""
    about = Q(document=document) | Q(document=None, outbound_number=document.number)
    if document.waybill:
        about |= Q(document=None, outbound_number="", order=None, waybill=document.waybill)
    rows = list(list_received(actor).filter(about).exclude(state=State.DISMISSED).order_by("pk"))
    describe(actor, rows)
    return rows


def of_line(actor: User, order: Order, line_no: int) -> list[ReceivedShipDate]:
    """What was said of a line of an order and has no document, oldest first; none for who may not see its
    deliveries."""
    if not order_policies.can(actor, policies.VIEW, order):
        return []
    rows = ReceivedShipDate.objects.filter(order=order, line_no=line_no, state=State.PENDING)
    return list(rows.order_by("pk"))


def pool_of(said: Iterable[ReceivedShipDate], also: Collection[int] = ()) -> Pool:
    """The documents that these messages could mean, and those ``also`` named by key, with lines, orders and what
    was said of them before. Three statements."""
    said = list(said)
    about = Q(number__in={one.outbound_number for one in said} - {""}) | Q(pk__in=also)
    if waybills := {one.waybill for one in said if not one.outbound_number} - {""}:
        about |= Q(waybill__in=waybills)
    if orders := {one.order_id for one in said if one.order_id and not one.outbound_number}:
        about |= Q(pk__in=OutboundLine.objects.filter(order__in=orders).values("document_id"))
    rows = OutboundDocument.objects.filter(about).order_by("pk")
    columns = rows.values_list("pk", "number", "status", "waybill", "ship_date")
    found = {row[0]: Shipment(*row[:4], left_on=row[4]) for row in columns}
    _fill_lines(found)
    received = ReceivedShipDate.objects.filter(document__in=found, state=State.APPLIED)
    for document_id, order_id, line_no, day in received.values_list("document_id", "order_id", "line_no", "ship_date"):
        found[document_id].day = day
        if order_id is not None and line_no is not None:
            found[document_id].taken.add((order_id, line_no))
    return Pool(found.values())


def orders_on(documents: Iterable[int]) -> set[int]:
    """Keys of the orders that have goods on these documents."""
    return set(OutboundLine.objects.filter(document__in=list(documents)).values_list("order_id", flat=True))


def _fill_lines(found: Mapping[int, Shipment]) -> None:
    columns = ("document_id", "order_id", "order__status", "order__origin", "order__order_date", "quantity")
    lines = OutboundLine.objects.filter(document__in=found).annotate(number=F("order_line__line_no"))
    for document_id, order_id, status, origin, day, quantity, line_no in lines.values_list(*columns, "number"):
        shipment = found[document_id]
        shipment.orders[order_id] = (status, origin, day)
        if line_no is not None:
            shipment.lines[order_id, line_no] = quantity


@dataclass(frozen=True)
class Names:
    """What messages name, looked up: numbers of documents, of orders, and lines of orders."""

    documents: Mapping[str, str]  # number → state
    orders: Mapping[str, Order]
    lines: Mapping[tuple[int, int], bool]  # (order key, line number) → is it a service


def look_up(documents: Collection[str], orders: Collection[str], line_nos: Collection[int]) -> Names:
    """Three statements, however many there are."""
    known = dict(OutboundDocument.objects.filter(number__in=documents).values_list("number", "status"))
    columns = ("number", "status", "origin", "order_date")
    found = {order.number: order for order in Order.objects.filter(number__in=orders).only(*columns)}
    keys = [order.pk for order in found.values()]
    lines = OrderLine.objects.filter(order__in=keys, line_no__in=line_nos)
    services = {(order, line): service for order, line, service in lines.values_list("order", "line_no", "is_service")}
    return Names(known, {str(number): order for number, order in found.items()}, services)
