"""A document with everything it touches, locked in the one order of DESIGN 3: holders, orders, document."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.people.models import User
from common import errors
from orders.closure import aftermath
from orders.closure.aftermath import Affected
from orders.fulfilment import policies
from orders.fulfilment.models import OutboundDocument, OutboundLine
from orders.order import together
from orders.order.models import Order, OrderLine

Status = OutboundDocument.Status


@dataclass
class Shipment:
    """A locked document, its lines, and the orders with their lines as they stood."""

    document: OutboundDocument
    lines: list[OutboundLine]
    affected: dict[int, Affected]

    @property
    def orders(self) -> list[Order]:
        return [one.order for one in self.affected.values()]

    def pairs(self) -> list[tuple[OutboundLine, OrderLine]]:
        """Each line of the document with its order line, by order and line number; of a void one only those that
        still have it."""
        by_pk = {line.pk: line for one in self.affected.values() for line in one.lines}
        found = [(line, by_pk[line.order_line_id]) for line in self.lines if line.order_line_id is not None]
        return sorted(found, key=lambda pair: (pair[1].order_id, pair[1].line_no))


def lock_shipment(actor: User, document_id: int, verb: str, *, also_orders: frozenset[int] = frozenset()) -> Shipment:
    """The document for someone who may do ``verb`` to every order on it (and to ``also_orders``).

    Raises NotFound (also "not yours"), NotAllowed, Stale when it got other orders while we waited.
    """
    if not policies.visible_to(actor).filter(pk=document_id).exists():
        raise errors.NotFound()
    order_ids = _orders_on(document_id) | also_orders
    orders = together.lock_orders(order_ids)
    document = OutboundDocument.objects.select_for_update(no_key=True).get(pk=document_id)
    if not _orders_on(document_id) <= order_ids:
        raise errors.Stale(_("The document was changed meanwhile; look at it again."), fields={})
    policies.require(actor, verb, orders.values())
    return Shipment(document, list(document.lines.order_by("pk")), aftermath.read(orders))


def _orders_on(document_id: int) -> frozenset[int]:
    lines = OutboundLine.objects.filter(document=document_id)
    return frozenset(lines.values_list("order_id", flat=True))


def require_status(document: OutboundDocument, *allowed: Status) -> None:
    """Raise WrongState naming the state the document is in."""
    if document.status not in allowed:
        text = _("Outbound document %(number)s is %(status)s; this is not possible any more or not yet.")
        words = {"number": document.number, "status": Status(document.status).label}
        raise errors.WrongState(text % words, status=str(document.status), possible=possible(document))


def possible(document: OutboundDocument) -> list[str]:
    """The verbs that the document's state knows."""
    return {
        Status.DRAFT: ["audit", "void"],
        Status.AUDITED: ["sign", "unaudit"],
        Status.SIGNED: ["unsign"],
    }.get(Status(document.status), [])


def require_version(document: OutboundDocument, version: int | None) -> None:
    """Raise Stale when the document is no longer the one that the door showed. None: the door showed none."""
    if version is not None and document.version != version:
        raise errors.Stale(fields={}, version=document.version, status=str(document.status))
