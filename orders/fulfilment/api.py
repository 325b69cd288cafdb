"""Outbound documents and services performed over the API."""

from collections.abc import Callable
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from common import clock
from common.api import conditions
from common.api.fields import ReasonSerializer
from customers import queries as customers
from orders.checking.operations import Answer
from orders.checking.serializers import ChecklistSerializer
from orders.fulfilment import departure, operations, queries, representation
from orders.fulfilment.dispatch.api import PlacingMixin
from orders.fulfilment.filters import OutboundFilter
from orders.fulfilment.handover.api import HandoverMixin
from orders.fulfilment.numbers.api import NumbersMixin
from orders.fulfilment.outbound_api import OutboundApi
from orders.fulfilment.packing.api import PackingMixin
from orders.fulfilment.serializers import (
    AuditSerializer,
    GateSerializer,
    OutboundChangeSerializer,
    OutboundInputSerializer,
    OutboundPageSerializer,
    OutboundSerializer,
    ServiceRecordSerializer,
    ServiceSerializer,
    SignSerializer,
)
from orders.fulfilment.transit.api import JourneyMixin
from orders.order import queries as orders
from orders.order.api import OrderApi
from orders.order.serializers import OrderSerializer
from products.stock import queries as stock

Rows = list[Any]
Wanted = list[tuple[int, Decimal]]


class OutboundViewSet(JourneyMixin, PlacingMixin, PackingMixin, NumbersMixin, HandoverMixin, OutboundApi):
    """Delivery notices (DRAFT), goods on their way (AUDITED), goods signed for (SIGNED)."""

    sorts = queries.SORTS
    default_sort = queries.DEFAULT_SORT
    verbs = {
        "create": "outbound.draft",
        "check": "outbound.audit",
        "audit": "outbound.audit",
        "unaudit": "outbound.unaudit",
        "sign": "outbound.sign",
        "unsign": "outbound.unsign",
        "void": "outbound.void",
        "tell": "outbound.tell",
        "move": "outbound.draft",
        "leave_picking": "outbound.audit",
        "pack": "outbound.audit",
        "signing_link": "outbound.sign",
        "record_numbers": "outbound.audit",
    }

    def _id(self, number: str) -> int:
        return self.document_of(number).pk

    def _lines(self, rows: Rows) -> Wanted:
        ids = queries.line_ids_by_reference(self.actor, [(row["order"], row["line_no"]) for row in rows])
        return [(ids[row["order"], row["line_no"]], row["quantity"]) for row in rows]

    def _head(self, data: dict[str, Any]) -> dict[str, Any]:
        head = dict(data)
        if "warehouse" in head:
            head["warehouse_id"] = stock.warehouse_by_code(head.pop("warehouse")).pk
        if "carrier" in head:
            head["carrier"] = customers.carrier_by_code(head["carrier"]).pk
        return head

    @extend_schema(
        summary="List outbound documents",
        parameters=conditions.parameters(OutboundFilter, queries.SORTS, queries.DEFAULT_SORT),
        responses=OutboundPageSerializer,
    )
    def list(self, request: Request) -> Response:
        """Documents you may see, newest first."""
        return self.page(
            self.filtered(OutboundFilter, queries.list_documents(self.actor)),
            lambda rows: [representation.outbound_row(row) for row in rows],
        )

    @extend_schema(summary="Read an outbound document", responses=OutboundSerializer)
    def retrieve(self, request: Request, number: str) -> Response:
        """The document with its lines."""
        return self.answer_document(self._id(number))

    @extend_schema(
        summary="Draft a delivery notice", request=OutboundInputSerializer, responses={201: OutboundSerializer}
    )
    def create(self, request: Request) -> Response:
        """Lines of one or several effective orders of one customer."""
        data = self.validated(OutboundInputSerializer)
        lines = self._lines(data.pop("lines"))
        document = operations.draft_outbound(actor=self.actor, lines=lines, at=clock.now(), **self._head(data))
        return self.answer_document(document.pk, status=201)

    @extend_schema(summary="Change a delivery notice", request=OutboundChangeSerializer, responses=OutboundSerializer)
    def partial_update(self, request: Request, number: str) -> Response:
        """Of goods on their way only carrier, waybill, mode, arrival, freight and notes change. Needs If-Match."""
        version, data = self.version(required=True), self.validated(OutboundChangeSerializer)
        lines = data.pop("lines", None)
        head = self._head(data)
        if "warehouse_id" in head:
            head["warehouse"] = head.pop("warehouse_id")
        document_id = self._id(number)
        operations.update_outbound(
            actor=self.actor,
            document_id=document_id,
            version=version,
            changes=head,
            lines=None if lines is None else self._lines(lines),
            at=clock.now(),
        )
        return self.answer_document(document_id)

    @extend_schema(summary="What stands before the audit", responses=GateSerializer(many=True))
    @action(detail=True, methods=["get"])
    def gates(self, request: Request, number: str) -> Response:
        """Every gate before goods leave, in the words that the audit would refuse with; none once they left."""
        document = self.document_of(number)
        return Response([asdict(one) for one in departure.standing(self.actor, document, clock.now())])

    @extend_schema(summary="Check the goods", request=ChecklistSerializer, responses=OutboundSerializer)
    @action(detail=True, methods=["post"])
    def check(self, request: Request, number: str) -> Response:
        """Hold the goods against their orders before they leave; what is not right is an error found at shipment."""
        document_id, data = self._id(number), self.validated(ChecklistSerializer)
        self._do(operations.check_goods, document_id, answers=[Answer(**one) for one in data["answers"]])
        return self.answer_document(document_id)

    @extend_schema(summary="Audit", request=AuditSerializer, responses=OutboundSerializer)
    @action(detail=True, methods=["post"])
    def audit(self, request: Request, number: str) -> Response:
        """DRAFT → AUDITED: the goods leave, stock is issued, the ship date is set."""
        document_id, data = self._id(number), self.validated(AuditSerializer)
        self._do(operations.audit_outbound, document_id, **data)
        return self.answer_document(document_id)

    @extend_schema(summary="Un-audit", request=ReasonSerializer, responses=OutboundSerializer)
    @action(detail=True, methods=["post"])
    def unaudit(self, request: Request, number: str) -> Response:
        """AUDITED → DRAFT until signed: everything goes back."""
        document_id, data = self._id(number), self.validated(ReasonSerializer)
        self._do(operations.unaudit_outbound, document_id, **data)
        return self.answer_document(document_id)

    @extend_schema(summary="Sign", request=SignSerializer, responses=OutboundSerializer)
    @action(detail=True, methods=["post"])
    def sign(self, request: Request, number: str) -> Response:
        """AUDITED → SIGNED: the customer has the goods; of each line named, signed and loss are all that went out."""
        document_id, data = self._id(number), self.validated(SignSerializer)
        rows = data.pop("lines")
        if rows is not None:
            data |= self._signed(document_id, rows)
        self._do(operations.sign_outbound, document_id, **data)
        return self.answer_document(document_id)

    @extend_schema(summary="Take a signing back", request=ReasonSerializer, responses=OutboundSerializer)
    @action(detail=True, methods=["post"])
    def unsign(self, request: Request, number: str) -> Response:
        """SIGNED → AUDITED: the record was wrong; nothing later may stand on it."""
        document_id, data = self._id(number), self.validated(ReasonSerializer)
        self._do(operations.unsign_outbound, document_id, **data)
        return self.answer_document(document_id)

    def _signed(self, document_id: int, rows: Rows) -> dict[str, Any]:
        named = {(row["order"], row["line_no"]): row for row in rows}
        ids = queries.outbound_line_ids_by_reference(self.actor, document_id, named)
        return {
            "lines": {ids[reference]: (row["signed"], row["loss"]) for reference, row in named.items()},
            "reship": [ids[reference] for reference, row in named.items() if row["reship"]],
        }

    def _do(self, operation: Callable[..., Any], document_id: int, **data: Any) -> None:
        """A verb on the document as the caller has read it (If-Match)."""
        operation(actor=self.actor, document_id=document_id, version=self.version(), at=clock.now(), **data)

    @extend_schema(summary="Void a delivery notice", request=ReasonSerializer, responses=OutboundSerializer)
    @action(detail=True, methods=["post"])
    def void(self, request: Request, number: str) -> Response:
        """DRAFT → VOID; the number stays."""
        document_id, data = self._id(number), self.validated(ReasonSerializer)
        self._do(operations.void_outbound, document_id, **data)
        return self.answer_document(document_id)


class OrderServicesMixin(OrderApi):
    """Services performed on lines of an order."""

    @extend_schema(summary="Record a service performed", request=ServiceSerializer, responses=OrderSerializer)
    @action(detail=True, methods=["post"], url_path=r"lines/(?P<line_no>\d{1,9})/perform")
    def perform_line(self, request: Request, reference: str, line_no: str) -> Response:
        """Takes the place of an outbound document for a service line."""
        order_id, data = self.order_id(reference), self.validated(ServiceSerializer)
        operations.perform_service(
            actor=self.actor,
            order_id=order_id,
            line_no=int(line_no),
            version=self.version(),
            at=clock.now(),
            **data,
        )
        return self.answer_order(order_id)

    @extend_schema(summary="Services performed for an order", responses=ServiceRecordSerializer(many=True))
    @action(detail=True, methods=["get"])
    def services(self, request: Request, reference: str) -> Response:
        """Each record with its id, those taken back included; none for who may not see deliveries."""
        order = orders.get_order(actor=self.actor, reference=reference)
        return Response([representation.service_record(one) for one in queries.services_of_order(self.actor, order)])

    @extend_schema(summary="Take a service back", request=ReasonSerializer, responses=OrderSerializer)
    @action(detail=True, methods=["post"], url_path=r"services/(?P<record_id>\d{1,18})/revoke")
    def revoke_service(self, request: Request, reference: str, record_id: str) -> Response:
        """The record was wrong: its line and order open again."""
        order_id, data = self.order_id(reference), self.validated(ReasonSerializer)
        operations.revoke_service(
            actor=self.actor,
            order_id=order_id,
            record_id=int(record_id),
            version=self.version(),
            at=clock.now(),
            **data,
        )
        return self.answer_order(order_id)
