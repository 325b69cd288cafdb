"""Receipts of money and payment plans over the API."""

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from common import clock, errors
from common.api import conditions
from common.api.fields import ReasonSerializer
from common.api.views import ApiViewSet
from customers import queries as customers
from orders.order import policies as order_policies
from orders.order import queries as orders
from orders.order.api import OrderApi
from orders.settlement import operations, queries, representation
from orders.settlement.drafts.holding import DraftDetails
from orders.settlement.filters import ReceiptFilter
from orders.settlement.serializers import (
    AllocationsInputSerializer,
    PayBackInputSerializer,
    PlanRowSerializer,
    ReceiptInputSerializer,
    ReceiptPageSerializer,
    ReceiptSerializer,
    WriteOffInputSerializer,
)

if TYPE_CHECKING:
    from accounts.people.models import User

Rows = list[Any]
Wanted = list[tuple[int, Decimal]]


class ReceiptViewSet(ApiViewSet):
    """Money that came in, and what it pays."""

    lookup_field = "number"
    lookup_value_regex = r"[A-Za-z]{2}\d{8}-\d{4,}"
    serializer_class = ReceiptSerializer
    sorts = queries.SORTS
    default_sort = queries.DEFAULT_SORT
    verbs = {
        "create": "receipt.record",
        "write_off": "receipt.write_off",
        **dict.fromkeys(("allocate", "allocate_oldest_first", "revoke_allocation"), "receipt.allocate"),
        "pay_back": "receipt.pay_back",
        "void": "receipt.void",
        "restore": "receipt.restore",
    }

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    def _answer(self, receipt_id: int, status: int = 200) -> Response:
        receipt = queries.get_receipt_by_id(self.actor, receipt_id)
        body = representation.receipt_document(receipt, queries.allocations_of(self.actor, receipt))
        location = f"/api/v1/receipts/{receipt.number}/" if status == 201 else ""
        return self.answer(body, version=receipt.version, status=status, location=location)

    def _allocations(self, rows: Rows) -> Wanted:
        wanted = [(row["order"], row["sequence"]) for row in rows]
        ids = queries.plan_rows_by_reference(self.actor, wanted)
        return [(ids[row["order"], row["sequence"]], row["amount"]) for row in rows]

    @extend_schema(
        summary="List receipts",
        parameters=conditions.parameters(ReceiptFilter, queries.SORTS, queries.DEFAULT_SORT),
        responses=ReceiptPageSerializer,
    )
    def list(self, request: Request) -> Response:
        """Receipts you may see, newest first."""
        return self.page(
            self.filtered(ReceiptFilter, queries.list_receipts(self.actor)),
            lambda rows: [representation.receipt_row(row) for row in rows],
        )

    @extend_schema(summary="Read a receipt", responses=ReceiptSerializer)
    def retrieve(self, request: Request, number: str) -> Response:
        """The receipt with what it pays."""
        return self._answer(queries.get_receipt(self.actor, number).pk)

    @extend_schema(summary="Record a receipt", request=ReceiptInputSerializer, responses={201: ReceiptSerializer})
    def create(self, request: Request) -> Response:
        """Record money received and pay plan rows with it; the rest stays unallocated."""
        data = self.validated(ReceiptInputSerializer)
        customer = customers.get_customer_by_code(actor=self.actor, code=data.pop("customer"))
        allocations = self._allocations(data.pop("allocations"))
        details = data.pop("draft")
        receipt = operations.record_receipt(
            actor=self.actor,
            customer_id=customer.pk,
            draft=DraftDetails(**details) if details else None,
            allocations=allocations,
            at=clock.now(),
            **data,
        )
        return self._answer(receipt.pk, status=201)

    @extend_schema(
        summary="Write off a part of what is owed", request=WriteOffInputSerializer, responses={201: ReceiptSerializer}
    )
    @action(detail=False, methods=["post"], url_path="write-off")
    def write_off(self, request: Request) -> Response:
        """A small difference, a bank's charge or a discount for early payment, within the company's limits: it stands
        on the account like a receipt of its kind, and is taken back by voiding it."""
        data = self.validated(WriteOffInputSerializer)
        ((plan_row_id, amount),) = self._allocations([data])
        receipt = operations.write_off(
            actor=self.actor,
            plan_row_id=plan_row_id,
            amount=amount,
            kind=data["kind"],
            reason=data["reason"],
            at=clock.now(),
        )
        return self._answer(receipt.pk, status=201)

    @extend_schema(summary="Allocate a receipt", request=AllocationsInputSerializer, responses=ReceiptSerializer)
    @action(detail=True, methods=["post"])
    def allocate(self, request: Request, number: str) -> Response:
        """Pay plan rows of one or many orders with what is left of the receipt."""
        receipt = queries.get_receipt(self.actor, number)
        allocations = self._allocations(self.validated(AllocationsInputSerializer)["allocations"])
        return self._do(operations.allocate_receipt, receipt, allocations=allocations)

    @extend_schema(summary="Allocate oldest first", request=None, responses=ReceiptSerializer)
    @action(detail=True, methods=["post"], url_path="allocate-oldest-first")
    def allocate_oldest_first(self, request: Request, number: str) -> Response:
        """Pay what is due longest with what is left of the receipt."""
        receipt = queries.get_receipt(self.actor, number)
        return self._do(operations.allocate_oldest_first, receipt)

    @extend_schema(summary="Take an allocation back", request=ReasonSerializer, responses=ReceiptSerializer)
    @action(detail=True, methods=["post"], url_path=r"allocations/(?P<allocation_id>\d{1,18})/revoke")
    def revoke_allocation(self, request: Request, number: str, allocation_id: str) -> Response:
        """The money is unallocated again, the plan row open again."""
        receipt = queries.get_receipt(self.actor, number)
        allocation = queries.allocation_of(self.actor, receipt, int(allocation_id))
        operations.revoke_allocation(
            actor=self.actor,
            allocation_id=allocation.pk,
            version=self.version(),
            at=clock.now(),
            **self.validated(ReasonSerializer),
        )
        return self._answer(receipt.pk)

    @extend_schema(summary="Pay money back", request=PayBackInputSerializer, responses={201: ReceiptSerializer})
    @action(detail=True, methods=["post"], url_path="pay-back")
    def pay_back(self, request: Request, number: str) -> Response:
        """Some of what is left of the receipt goes back to its customer; answers with the receipt below zero that says
        so. Taken back by voiding that one."""
        receipt, data = queries.get_receipt(self.actor, number), self.validated(PayBackInputSerializer)
        done = operations.pay_back(
            actor=self.actor, receipt_id=receipt.pk, version=self.version(), at=clock.now(), **data
        )
        return self._answer(done.pk, status=201)

    @extend_schema(summary="Void a receipt", request=ReasonSerializer, responses=ReceiptSerializer)
    @action(detail=True, methods=["post"])
    def void(self, request: Request, number: str) -> Response:
        """The money never was: its allocations are taken back."""
        receipt = queries.get_receipt(self.actor, number)
        return self._do(operations.void_receipt, receipt, **self.validated(ReasonSerializer))

    @extend_schema(summary="Restore a void receipt", request=ReasonSerializer, responses=ReceiptSerializer)
    @action(detail=True, methods=["post"])
    def restore(self, request: Request, number: str) -> Response:
        """The money did come: it counts again, unallocated."""
        receipt = queries.get_receipt(self.actor, number)
        return self._do(operations.restore_receipt, receipt, **self.validated(ReasonSerializer))

    def _do(self, operation: Callable[..., Any], receipt: Any, **data: Any) -> Response:
        """A verb on the receipt as the caller has read it (If-Match)."""
        operation(actor=self.actor, receipt_id=receipt.pk, version=self.version(), at=clock.now(), **data)
        return self._answer(receipt.pk)


class OrderSettlementMixin(OrderApi):
    """The money side of an order."""

    @extend_schema(summary="Payment plan of an order", responses=PlanRowSerializer(many=True))
    @action(detail=True, methods=["get"], url_path="payment-plan")
    def payment_plan(self, request: Request, reference: str) -> Response:
        """What is to be paid, when, and how much of it was received."""
        order = orders.get_order(actor=self.actor, reference=reference)
        if "total_amount" in order_policies.hidden_columns(self.actor):
            raise errors.NotAllowed()
        return Response([representation.plan_row(row) for row in queries.plan_of(order)])
