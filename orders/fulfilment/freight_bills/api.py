"""Carriers' bills over the API (R225)."""

from collections.abc import Callable
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from common import clock
from common.api import conditions
from common.api.fields import ReasonSerializer
from common.api.views import ApiViewSet
from customers import queries as customers
from orders.fulfilment.freight_bills import operations, queries, representation
from orders.fulfilment.freight_bills import serializers as shapes
from orders.fulfilment.freight_bills.filters import FreightBillFilter, UnbilledFilter
from orders.fulfilment.freight_bills.rights import APPROVE, PAY, RECORD, VIEW

if TYPE_CHECKING:
    from accounts.people.models import User


class FreightBillViewSet(ApiViewSet):
    """What carriers ask for shipments, held against what these cost by our own papers."""

    lookup_field = "number"
    lookup_value_regex = r"[A-Za-z]{2}\d{8}-\d{4,12}"
    serializer_class = shapes.FreightBillSerializer
    sorts = queries.SORTS
    default_sort = queries.DEFAULT_SORT
    verbs = {
        "create": RECORD,
        "partial_update": RECORD,
        "void": RECORD,
        "approve": APPROVE,
        "pay": PAY,
        "take_back": VIEW,
    }

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    def _answer(self, bill_id: int, status: int = 200) -> Response:
        bill = queries.get_bill_by_id(self.actor, bill_id)
        body = representation.bill_document(bill, queries.lines_of(bill))
        location = f"/api/v1/freight-bills/{bill.number}/" if status == 201 else ""
        return self.answer(body, version=bill.version, status=status, location=location)

    @extend_schema(
        summary="List carriers' bills",
        parameters=conditions.parameters(FreightBillFilter, queries.SORTS, queries.DEFAULT_SORT),
        responses=shapes.FreightBillPageSerializer,
    )
    def list(self, request: Request) -> Response:
        """Newest first."""
        found = self.filtered(FreightBillFilter, queries.list_bills(self.actor))
        return self.page(found, lambda rows: [representation.bill_row(row) for row in rows])

    @extend_schema(summary="Read a carrier's bill", responses=shapes.FreightBillSerializer)
    def retrieve(self, request: Request, number: str) -> Response:
        """The bill with its shipments."""
        return self._answer(queries.get_bill(self.actor, number).pk)

    @extend_schema(
        summary="Enter a carrier's bill",
        request=shapes.FreightBillInputSerializer,
        responses={201: shapes.FreightBillSerializer},
    )
    def create(self, request: Request) -> Response:
        """Its shipments are compared with their own freight; each stands on one live bill at most."""
        data = self.validated(shapes.FreightBillInputSerializer)
        carrier = customers.carrier_by_code(data.pop("carrier"))
        pairs = [(row["document"], row["billed"]) for row in data.pop("lines")]
        lines = queries.keyed(self.actor, carrier.pk, pairs)
        head = operations.Head(carrier_id=carrier.pk, **data)
        made = operations.record_bill(actor=self.actor, head=head, lines=lines, at=clock.now())
        return self._answer(made.pk, status=201)

    @extend_schema(
        summary="Change a carrier's bill",
        request=shapes.FreightBillChangeSerializer,
        responses=shapes.FreightBillSerializer,
    )
    def partial_update(self, request: Request, number: str) -> Response:
        """A bill that is not approved: what is sent takes the place of what it says, ``lines`` of all its lines. Needs
        If-Match."""
        version = self.version(required=True)
        data = self.validated(shapes.FreightBillChangeSerializer)
        bill = queries.get_bill(self.actor, number)
        sent = data.pop("lines", None)
        if sent is None:
            lines = [(one.document_id, one.billed) for one in queries.lines_of(bill)]
        else:
            pairs = [(row["document"], row["billed"]) for row in sent]
            lines = queries.keyed(self.actor, bill.carrier_id, pairs)
        head = operations.Head(
            **{one.name: data.get(one.name, getattr(bill, one.name)) for one in fields(operations.Head)}
        )
        operations.update_bill(
            actor=self.actor, bill_id=bill.pk, head=head, lines=lines, version=version, at=clock.now()
        )
        return self._answer(bill.pk)

    @extend_schema(
        summary="Approve a carrier's bill",
        request=shapes.FreightApprovalSerializer,
        responses=shapes.FreightBillSerializer,
    )
    @action(detail=True, methods=["post"])
    def approve(self, request: Request, number: str) -> Response:
        """By another person than who entered it."""
        return self._do(operations.approve_bill, number, **self.validated(shapes.FreightApprovalSerializer))

    @extend_schema(
        summary="Note that a carrier's bill was paid",
        request=shapes.FreightPaymentSerializer,
        responses=shapes.FreightBillSerializer,
    )
    @action(detail=True, methods=["post"])
    def pay(self, request: Request, number: str) -> Response:
        """APPROVED → PAID."""
        return self._do(operations.pay_bill, number, **self.validated(shapes.FreightPaymentSerializer))

    @extend_schema(summary="Take one step back", request=ReasonSerializer, responses=shapes.FreightBillSerializer)
    @action(detail=True, methods=["post"], url_path="take-back")
    def take_back(self, request: Request, number: str) -> Response:
        """PAID → APPROVED → DRAFT, with a reason."""
        return self._do(operations.take_back_bill, number, **self.validated(ReasonSerializer))

    @extend_schema(summary="Void a carrier's bill", request=ReasonSerializer, responses=shapes.FreightBillSerializer)
    @action(detail=True, methods=["post"])
    def void(self, request: Request, number: str) -> Response:
        """Drop a bill that is not approved; its shipments may be billed anew."""
        return self._do(operations.void_bill, number, **self.validated(ReasonSerializer))

    def _do(self, operation: Callable[..., Any], number: str, **data: Any) -> Response:
        """A verb on the bill as the caller has read it (If-Match)."""
        bill = queries.get_bill(self.actor, number)
        operation(actor=self.actor, bill_id=bill.pk, version=self.version(), at=clock.now(), **data)
        return self._answer(bill.pk)


class UnbilledShipmentViewSet(ApiViewSet):
    """What left with carriers and stands on none of their bills."""

    serializer_class = shapes.UnbilledShipmentSerializer
    sorts = queries.OPEN_SORTS
    default_sort = queries.OPEN_SORT

    @extend_schema(
        summary="List shipments without a carrier's bill",
        parameters=conditions.parameters(UnbilledFilter, queries.OPEN_SORTS, queries.OPEN_SORT),
        responses=shapes.UnbilledPageSerializer,
    )
    def list(self, request: Request) -> Response:
        """The oldest first."""
        found = self.filtered(UnbilledFilter, queries.list_unbilled(request.user))
        return self.page(found, lambda rows: [representation.unbilled_row(row) for row in rows])
