"""Planned receipts over the API: how purchasing and production say what is to come, and when."""

from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import policies as rights
from common import clock
from common.api import conditions
from common.api.views import ApiViewSet
from products import references
from products.stock.supply import operations, queries, representation
from products.stock.supply import serializers as shapes
from products.stock.supply.filters import PlannedReceiptFilter

if TYPE_CHECKING:
    from accounts.people.models import User


class PlannedReceiptViewSet(ApiViewSet):
    """What is to come, from whom and when."""

    serializer_class = shapes.PlannedReceiptSerializer
    lookup_value_regex = r"\d{1,18}"
    sorts = queries.SORTS
    default_sort = "expected"
    verbs = {**dict.fromkeys(("create", "bulk", "cancel"), "supply.plan"), "receive": "stock.receive"}

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    def _answer(self, pk: int, status: int = 200) -> Response:
        receipt = queries.get_receipt(actor=self.actor, receipt_id=pk)
        body = representation.receipt_document(receipt, queries.moves_of(pk))
        location = f"/api/v1/planned-receipts/{pk}/" if status == 201 else ""
        return self.answer(body, version=receipt.version, status=status, location=location)

    def _plan(self, rows: list[dict[str, Any]]) -> list[operations.Answer]:
        found = references.resolve_rows(self.actor, rows)
        entries = [operations.Planned(**references.as_ids(row)) for row in found]
        return operations.plan_receipts(actor=self.actor, entries=entries, at=clock.now())

    @extend_schema(
        summary="List planned receipts",
        parameters=conditions.parameters(PlannedReceiptFilter, queries.SORTS, "expected"),
        responses=shapes.PlannedReceiptPageSerializer,
    )
    def list(self, request: Request) -> Response:
        """The next first; ``state=OPEN``: what did not come yet."""
        rights.require(self.actor, "stock.view")
        found = self.filtered(PlannedReceiptFilter, queries.receipts(self.actor))
        return self.page(found, lambda rows: [representation.receipt_row(row) for row in rows])

    @extend_schema(summary="Read a planned receipt", responses=shapes.PlannedReceiptDocumentSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One with the moves of its day."""
        return self._answer(int(pk))

    @extend_schema(
        summary="Plan a receipt",
        request=shapes.PlannedReceiptInputSerializer,
        responses={201: shapes.PlannedReceiptDocumentSerializer, 200: shapes.PlannedReceiptDocumentSerializer},
    )
    def create(self, request: Request) -> Response:
        """Say what is to come. The same ``external_id`` of a ``provider`` is the same receipt (200): what is said now
        holds, and a day that moves is kept as a move."""
        (found,) = self._plan([self.validated(shapes.PlannedReceiptInputSerializer)])
        return self._answer(found.receipt.pk, status=201 if found.result == "new" else 200)

    @extend_schema(
        summary="Plan many receipts",
        request=shapes.PlannedReceiptsInputSerializer,
        responses=shapes.PlannedAnswersSerializer,
    )
    @action(detail=False, methods=["post"])
    def bulk(self, request: Request) -> Response:
        """Up to 1,000 rows, all or none; each as the single call."""
        found = self._plan(self.validated(shapes.PlannedReceiptsInputSerializer)["rows"])
        rows = [{"id": one.receipt.pk, "external_id": one.receipt.external_id, "result": one.result} for one in found]
        return Response({"rows": rows})

    @extend_schema(
        summary="Change a planned receipt",
        request=shapes.PlannedReceiptChangeSerializer,
        responses=shapes.PlannedReceiptDocumentSerializer,
    )
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change what is sent, on the version in If-Match."""
        version = self.version(required=True)
        changes = references.resolve(self.actor, self.validated(shapes.PlannedReceiptChangeSerializer))
        operations.change_receipt(actor=self.actor, receipt_id=int(pk), version=version, at=clock.now(), **changes)
        return self._answer(int(pk))

    @extend_schema(
        summary="Receive planned goods",
        request=shapes.ReceivedSerializer,
        responses=shapes.PlannedReceiptDocumentSerializer,
    )
    @action(detail=True, methods=["post"])
    def receive(self, request: Request, pk: str) -> Response:
        """Goods of it came, all or a part: stock goes up."""
        data = self.validated(shapes.ReceivedSerializer)
        operations.receive_planned(actor=self.actor, receipt_id=int(pk), version=self.version(), at=clock.now(), **data)
        return self._answer(int(pk))

    @extend_schema(
        summary="Cancel a planned receipt",
        request=shapes.SupplyReasonSerializer,
        responses=shapes.PlannedReceiptDocumentSerializer,
    )
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: str) -> Response:
        """Give up what is still to come; what came stays."""
        data = self.validated(shapes.SupplyReasonSerializer)
        operations.cancel_receipt(actor=self.actor, receipt_id=int(pk), version=self.version(), at=clock.now(), **data)
        return self._answer(int(pk))
