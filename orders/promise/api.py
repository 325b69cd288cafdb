"""Reservation by hand over the API."""

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from common import clock
from orders.order.api import OrderApi
from orders.order.serializers import OrderSerializer
from orders.promise import operations


class OrderReservationMixin(OrderApi):
    """Stock held for an order after it took effect."""

    @extend_schema(summary="Reserve stock for an order", request=None, responses=OrderSerializer)
    @action(detail=True, methods=["post"])
    def reserve(self, request: Request, reference: str) -> Response:
        """Hold what there is now for everything that is open; ``reserved`` of the lines says how much that is."""
        order_id = self.order_id(reference)
        order = operations.reserve_order(actor=self.actor, order_id=order_id, version=self.version(), at=clock.now())
        return self.answer_order(order)
