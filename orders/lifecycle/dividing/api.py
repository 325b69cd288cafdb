"""Splitting and merging drafts over the API."""

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from common import clock
from orders.lifecycle.dividing import operations
from orders.lifecycle.dividing.serializers import MergeSerializer, SplitSerializer
from orders.order.api import OrderApi
from orders.order.serializers import OrderSerializer


class OrderDividingMixin(OrderApi):
    """One draft into two, several into one."""

    @extend_schema(summary="Split a draft", request=SplitSerializer, responses={201: OrderSerializer})
    @action(detail=True, methods=["post"])
    def split(self, request: Request, reference: str) -> Response:
        """Move quantities of lines to a new draft of the same customer, terms, dates and people, which is answered."""
        lines = self.validated(SplitSerializer)["lines"]
        made = operations.split_order(
            actor=self.actor,
            order_id=self.order_id(reference),
            quantities={line["line_no"]: line["quantity"] for line in lines},
            version=self.version(),
            at=clock.now(),
        )
        return self.answer_order(made.pk, status=201)

    @extend_schema(summary="Merge drafts", request=MergeSerializer, responses=OrderSerializer)
    @action(detail=True, methods=["post"])
    def merge(self, request: Request, reference: str) -> Response:
        """Take the lines of other drafts of the customer into this one; the others become void. 409 `headers_differ`
        names what they say otherwise, until `is_agreed`."""
        data = self.validated(MergeSerializer)
        order = operations.merge_orders(
            actor=self.actor,
            order_id=self.order_id(reference),
            other_ids=[self.order_id(other) for other in data["orders"]],
            is_agreed=data["is_agreed"],
            version=self.version(),
            at=clock.now(),
        )
        return self.answer_order(order.pk)
