"""Short close and reopening of lines and orders over the API."""

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from common import clock
from common.api.fields import ReasonSerializer
from orders.closure import operations
from orders.closure.serializers import CloseSerializer
from orders.order.api import OrderApi
from orders.order.serializers import OrderSerializer

_LINE = r"lines/(?P<line_no>\d{1,9})"


class OrderClosureMixin(OrderApi):
    """Closing verbs of the order resource."""

    @extend_schema(summary="Close an order", request=CloseSerializer, responses=OrderSerializer)
    @action(detail=True, methods=["post"])
    def close(self, request: Request, reference: str) -> Response:
        """Short close of all lines that are open."""
        order_id, data = self.order_id(reference), self.validated(CloseSerializer)
        operations.close_order(actor=self.actor, order_id=order_id, version=self.version(), at=clock.now(), **data)
        return self.answer_order(order_id)

    @extend_schema(summary="Reopen an order", request=ReasonSerializer, responses=OrderSerializer)
    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, reference: str) -> Response:
        """CLOSED → EFFECTIVE: the lines closed by hand open again."""
        order_id, data = self.order_id(reference), self.validated(ReasonSerializer)
        operations.reopen_order(actor=self.actor, order_id=order_id, version=self.version(), at=clock.now(), **data)
        return self.answer_order(order_id)

    @extend_schema(summary="Close a line", request=CloseSerializer, responses=OrderSerializer)
    @action(detail=True, methods=["post"], url_path=f"{_LINE}/close")
    def close_line(self, request: Request, reference: str, line_no: str) -> Response:
        """Short close of one line; the remainder is released."""
        order_id, data = self.order_id(reference), self.validated(CloseSerializer)
        operations.close_line(
            actor=self.actor,
            order_id=order_id,
            line_no=int(line_no),
            version=self.version(),
            at=clock.now(),
            **data,
        )
        return self.answer_order(order_id)

    @extend_schema(summary="Reopen a line", request=ReasonSerializer, responses=OrderSerializer)
    @action(detail=True, methods=["post"], url_path=f"{_LINE}/reopen")
    def reopen_line(self, request: Request, reference: str, line_no: str) -> Response:
        """Open a line again that was closed by hand."""
        order_id, data = self.order_id(reference), self.validated(ReasonSerializer)
        operations.reopen_line(
            actor=self.actor,
            order_id=order_id,
            line_no=int(line_no),
            version=self.version(),
            at=clock.now(),
            **data,
        )
        return self.answer_order(order_id)
