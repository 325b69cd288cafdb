"""Serial and batch numbers over the API."""

from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from common import clock
from common.api import conditions
from common.api.fields import plain
from common.api.views import ApiViewSet
from orders.fulfilment import queries as documents
from orders.fulfilment.numbers import operations, queries
from orders.fulfilment.numbers.filters import GoodsNumberFilter
from orders.fulfilment.numbers.serializers import (
    GoodsNumberPageSerializer,
    GoodsNumberSerializer,
    NumbersInputSerializer,
    NumbersLineSerializer,
)
from orders.fulfilment.outbound_api import OutboundApi

if TYPE_CHECKING:
    from accounts.people.models import User


class NumbersMixin(OutboundApi):
    """Numbers of the pieces that go with an outbound document."""

    @extend_schema(summary="Numbers of the goods", responses=NumbersLineSerializer(many=True))
    @action(detail=True, methods=["get"])
    def numbers(self, request: Request, number: str) -> Response:
        """Of every line whose product asks for serial or batch numbers."""
        return Response(self._numbers(number))

    @extend_schema(summary="Enter numbers", request=NumbersInputSerializer, responses=NumbersLineSerializer(many=True))
    @action(detail=True, methods=["post"], url_path="record-numbers")
    def record_numbers(self, request: Request, number: str) -> Response:
        """All numbers of each line named; a serial number is out once. The audit asks for all of them."""
        document_id, rows = self.document_of(number).pk, self.validated(NumbersInputSerializer)["lines"]
        wanted = [(row["order"], row["line_no"]) for row in rows]
        ids = documents.outbound_line_ids_by_reference(self.actor, document_id, wanted)
        given = {
            ids[row["order"], row["line_no"]]: [(one["number"].strip(), one["quantity"]) for one in row["numbers"]]
            for row in rows
        }
        operations.record_numbers(
            actor=self.actor, document_id=document_id, numbers=given, version=self.version(), at=clock.now()
        )
        return Response(self._numbers(number))

    def _numbers(self, number: str) -> list[dict[str, Any]]:
        lines = documents.lines_of(self.actor, self.document_of(number))
        return [
            {
                "order": one.line.order.reference,
                "line_no": one.line.of.line_no,
                "product": one.line.of.product_code,
                "numbering": one.numbering,
                "quantity": plain(one.line.quantity),
                "numbers": [{"number": row.number, "quantity": plain(row.quantity)} for row in one.numbers],
            }
            for one in queries.of_lines(lines)
        ]


class GoodsNumberViewSet(ApiViewSet):
    """Where a serial number or a batch went."""

    serializer_class = GoodsNumberSerializer
    sorts = queries.SORTS
    default_sort = queries.DEFAULT_SORT

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    @extend_schema(
        summary="Trace numbers",
        parameters=conditions.parameters(GoodsNumberFilter, queries.SORTS, queries.DEFAULT_SORT),
        responses=GoodsNumberPageSerializer,
    )
    def list(self, request: Request) -> Response:
        """Of deliveries that you may see, newest first: one number may have gone out, come back and gone out again."""
        rows = self.filtered(GoodsNumberFilter, queries.list_numbers(self.actor))
        return self.page(rows, lambda found: [_row(one) for one in found])


def _row(one: Any) -> dict[str, Any]:
    document = one.line.document
    return {
        "id": one.pk,
        "number": one.number,
        "is_serial": one.is_serial,
        "product": one.product.code,
        "quantity": plain(one.quantity),
        "back_quantity": plain(one.back_quantity),
        "document": document.number,
        "document_status": document.status,
        "ship_date": document.ship_date,
        "customer": {"code": document.customer.code, "name": document.customer.name},
        "order": one.line.order.reference,
        "line_no": one.line.of.line_no,
    }
