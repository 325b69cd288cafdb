"""Every read of outbound documents and services performed; scoped by the caller's rights."""

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, QuerySet, Sum
from django.utils.translation import gettext as _

from accounts import policies as rights
from accounts.people.models import User
from accounts.roles.verbs import verbs
from common import errors
from common.keyset import Sort
from orders.closure import tolerances
from orders.fulfilment import places, policies, rules
from orders.fulfilment.models import GoodsCheck, OutboundDocument, OutboundLine, ServiceRecord
from orders.order import policies as order_policies
from orders.order.models import Order, OrderLine
from orders.order.states import Closure
from orders.promise import kits
from products.catalogue.models import Product
from products.stock.models import Warehouse

SORTS = {"created_at": Sort("created_at")}
DEFAULT_SORT = "created_at"
_RELATED = ("customer", "warehouse", "carrier", "created_by", "audited_by")


@dataclass(frozen=True)
class OrderOnDocument:
    """An order of which goods are on a document, and how many lines and pieces."""

    order_id: int
    reference: str
    lines: int
    quantity: Decimal


@dataclass(frozen=True)
class Proposal:
    """What a delivery notice could take of an order line: ``quantity`` is proposed, ``allowed`` the most.

    ``reserved`` is held for this line in the notice's warehouse, ``available`` is free there; ``elsewhere`` names
    the other warehouses with goods for it.
    """

    order: Order
    line: OrderLine
    open: Decimal
    allowed: Decimal
    reserved: Decimal
    available: Decimal
    quantity: Decimal
    elsewhere: list[tuple[Warehouse, Decimal]]


@dataclass(frozen=True)
class Proposals:
    """What one delivery notice could take, and from which warehouse (None while there is nothing anywhere)."""

    warehouse_id: int | None
    rows: list[Proposal]


def list_documents(actor: User) -> QuerySet[OutboundDocument]:
    """The documents that ``actor`` may see, with what a list shows of them."""
    return policies.visible_to(actor).select_related(*_RELATED)


def get_document(actor: User, number: str) -> OutboundDocument:
    """The document with this number. Raises NotFound, also when it is not the actor's."""
    document = list_documents(actor).filter(number=number).first()
    if document is None:
        raise errors.NotFound()
    return document


def get_document_by_id(actor: User, document_id: int) -> OutboundDocument:
    """Like ``get_document``, for what refers to the row: comments, attachments, notices."""
    document = list_documents(actor).filter(pk=document_id).first()
    if document is None:
        raise errors.NotFound()
    return document


def get_document_for(actor: User, number: str, verb: str) -> OutboundDocument:
    """The document, for somebody who may do ``verb`` to every order on it: before a form of it is drawn.
    Raises NotFound, NotAllowed."""
    document = get_document(actor, number)
    policies.require(actor, verb, _orders_on(document))
    return document


def shown(actor: User, document: OutboundDocument) -> OutboundDocument:
    """A copy for showing only: contacts hidden or masked where a role of ``actor`` says so, but not from who ships:
    the driver must find and call the recipient of this shipment. Never save it."""
    if policies.ships(actor):
        return copy(document)
    return order_policies.redact(actor, [copy(document)])[0]


def sees_freight(actor: User) -> bool:
    """Whether ``actor`` reads what transport costs and what of it is charged."""
    return not rights.effect(actor, "order.amount")


def lines_of(actor: User, document: OutboundDocument) -> list[OutboundLine]:
    """The document's lines with order line (or what it was: ``of``) and order, by order and line number; one
    statement. Goods of another's order that travel along are left out."""
    theirs = order_policies.visible_to(actor, policies.VIEW)
    lines = document.lines.filter(order__in=theirs) if theirs.query.where else document.lines.all()
    found = list(lines.select_related("order", "order_line__product"))
    for line in found:
        if line.order_line is not None:
            line.order_line.order = line.order
    return sorted(found, key=lambda line: (line.order_id, line.of.line_no))


def line_ids_by_reference(actor: User, wanted: Iterable[tuple[str, int]]) -> dict[tuple[str, int], int]:
    """(order number, line number) → order line key, as an outside system names lines. Raises NotFound when a
    line does not exist or its order is not the actor's."""
    asked = set(wanted)
    rows = OrderLine.objects.filter(
        order__number__in={number for number, _line_no in asked},
        order__in=order_policies.visible_to(actor).values("pk"),
    ).values_list("order__number", "line_no", "pk")
    found = {(str(number), line_no): pk for number, line_no, pk in rows}
    if not asked <= found.keys():
        raise errors.NotFound()
    return found


def name_components(lines: Iterable[OutboundLine]) -> None:
    """Hang on the lines of kits that count their components what goes out with them, as ``made_of``: (product, pieces).
    Two statements, none where there is no such line."""
    counted = [line for line in lines if line.order_line is not None and line.order_line.by_components]
    if not counted:
        return
    kits.load(line.order_line for line in counted if line.order_line is not None)
    needs = {line: kits.needs(line.order_line, line.quantity) for line in counted if line.order_line is not None}
    products = Product.objects.in_bulk({pk for parts in needs.values() for pk, _pieces in parts})
    for line, parts in needs.items():
        line.made_of = [(products[pk], pieces) for pk, pieces in parts]  # type: ignore[attr-defined]


def outbound_line_ids_by_reference(
    actor: User, document_id: int, wanted: Iterable[tuple[str, int]]
) -> dict[tuple[str, int], int]:
    """(order number, line number) → line of this document. Raises NotFound when one is not on it."""
    document = get_document_by_id(actor, document_id)
    found = {(line.order.reference, line.of.line_no): line.pk for line in lines_of(actor, document)}
    if not set(wanted) <= found.keys():
        raise errors.NotFound()
    return found


def orders_of(actor: User, documents: Iterable[OutboundDocument]) -> dict[int, list[OrderOnDocument]]:
    """Document id → the orders on it that the actor may see; one statement for a whole page of documents."""
    documents = list(documents)
    lines = OutboundLine.objects.filter(document__in=[document.pk for document in documents])
    rows = (
        lines.filter(order__in=order_policies.visible_to(actor, policies.VIEW).values("pk"))
        .values("document_id", "order_id", "order__number")
        .annotate(pieces=Sum("quantity"), count=Count("pk"))
        .order_by("document_id", "order_id")
    )
    found: dict[int, list[OrderOnDocument]] = {document.pk: [] for document in documents}
    for row in rows:
        order_id, number = row["order_id"], row["order__number"]
        reference = number or f"draft-{order_id}"
        found[row["document_id"]].append(OrderOnDocument(order_id, reference, row["count"], row["pieces"]))
    return found


def documents_of_order(actor: User, order: Order) -> list[OutboundDocument]:
    """The documents with goods of an order, oldest first, each with ``order_lines``: its lines of this order;
    none for who may not see its deliveries. Two statements."""
    if not order_policies.can(actor, policies.VIEW, order):
        return []
    lines = list(OutboundLine.objects.filter(order=order).select_related("order_line"))
    by_document: dict[int, list[OutboundLine]] = {}
    for line in lines:
        line.order = order
    for line in sorted(lines, key=lambda line: line.of.line_no):
        by_document.setdefault(line.document_id, []).append(line)
    documents = OutboundDocument.objects.filter(pk__in=by_document).select_related(*_RELATED).order_by("pk")
    for document in documents:
        document.order_lines = by_document[document.pk]  # type: ignore[attr-defined]
    return list(documents)


def services_of_order(actor: User, order: Order) -> list[ServiceRecord]:
    """The services performed for an order, revoked ones included, oldest first; none for who may not see its
    deliveries."""
    if not order_policies.can(actor, policies.VIEW, order):
        return []
    records = list(ServiceRecord.objects.filter(order=order).select_related("order_line", "actor").order_by("pk"))
    for record in records:
        record.order = order
    return records


def proposals(actor: User, *, order_ids: Iterable[int], warehouse_id: int | None = None) -> Proposals:
    """What could go on a delivery notice from one warehouse, that with the most of it unless one is named: the
    open lines of goods of these orders, as far as ``actor`` sees them and they can ship now. Three statements."""
    lines = OrderLine.objects.filter(
        order__in=order_policies.visible_to(actor).values("pk"),
        order_id__in=list(order_ids),
        closure=Closure.OPEN,
        is_frozen=False,
        is_changing=False,
        is_service=False,
        order__status="EFFECTIVE",
        order__is_frozen=False,
        order__order_type__ships=True,
    ).select_related("order", "product")
    chosen = list(lines.order_by("order__promised_date", "order_id", "line_no"))
    over = tolerances.over()
    rooms = {line: rules.room(line, over, line.drafted) for line in chosen}
    stock = places.of(chosen)
    place = warehouse_id or stock.fullest({line: left.open for line, left in rooms.items()})
    free = stock.free_in(place or 0)
    return Proposals(place, [_propose(line, left, free, stock, place or 0) for line, left in rooms.items()])


def _propose(line: OrderLine, left: rules.Room, free: places.Free, stock: places.Places, place: int) -> Proposal:
    there, reserved = stock.there(line, place, free), stock.held_in(line, place)
    quantity = min(left.open, there) if line.needs_stock else left.open
    if line.needs_stock:
        stock.take(line, quantity, place, free)
    elsewhere = stock.elsewhere(line, place)
    return Proposal(line.order, line, left.open, left.allowed, reserved, there - reserved, quantity, elsewhere)


_VERBS = {
    "outbound.draft": OutboundDocument.Status.DRAFT,
    "outbound.audit": OutboundDocument.Status.DRAFT,
    "outbound.void": OutboundDocument.Status.DRAFT,
    "outbound.sign": OutboundDocument.Status.AUDITED,
    "outbound.unaudit": OutboundDocument.Status.AUDITED,
    "outbound.unsign": OutboundDocument.Status.SIGNED,
}


def possible_verbs(actor: User, document: OutboundDocument) -> list[order_policies.Action]:
    """Every verb on this document, with the reason where it is not allowed now. For showing: the operation
    behind the button checks again, under lock."""
    orders = _orders_on(document)
    return [_action(actor, verb, document, orders) for verb in _VERBS]


def _orders_on(document: OutboundDocument) -> list[Order]:
    return list(Order.objects.filter(pk__in=document.lines.values("order_id")))


def _action(actor: User, verb: str, document: OutboundDocument, orders: list[Order]) -> order_policies.Action:
    label = verbs[verb].label
    if document.status != _VERBS[verb]:
        why = _("The document is %(status)s.") % {"status": document.get_status_display()}
        return order_policies.Action(verb, label, False, False, why)
    if not policies.can(actor, verb, orders):
        why = _("Your role does not include “%(verb)s”.") % {"verb": label}
        return order_policies.Action(verb, label, True, False, why)
    if verb == "outbound.unaudit":
        lines = OrderLine.objects.filter(outbound_lines__document=document).select_related("order")
        refused = rules.not_taken_back(document, lines)
        return order_policies.Action(verb, label, True, refused is None, str(refused or ""))
    if verb == "outbound.unsign":
        mine = document.lines.exclude(order_line=None).select_related("order_line__order")
        refused = rules.not_unsigned(document, [(line, line.order_line) for line in mine], tolerances.over())
        return order_policies.Action(verb, label, True, refused is None, str(refused or ""))
    return order_policies.Action(verb, label, True, True)


def checks_of(document: OutboundDocument) -> list[GoodsCheck]:
    """What was found when the goods of a document were held against its orders, newest first."""
    return list(document.checks.select_related("checked_by").order_by("-id"))
