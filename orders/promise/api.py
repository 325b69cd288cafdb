"""Reservation by hand, and availability by date, over the API."""

from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import policies as rights
from common import clock, dates
from common.api.fields import plain
from common.api.views import ApiViewSet
from orders.order.api import OrderApi
from orders.order.serializers import OrderSerializer
from orders.promise import operations, queries
from orders.promise.serializers import AvailabilitySerializer

if TYPE_CHECKING:
    from accounts.people.models import User


class OrderReservationMixin(OrderApi):
    """Stock held for an order after it took effect."""

    @extend_schema(summary="Reserve stock for an order", request=None, responses=OrderSerializer)
    @action(detail=True, methods=["post"])
    def reserve(self, request: Request, reference: str) -> Response:
        """Hold what there is now for everything that is open; ``reserved`` of the lines says how much that is."""
        order_id = self.order_id(reference)
        order = operations.reserve_order(actor=self.actor, order_id=order_id, version=self.version(), at=clock.now())
        return self.answer_order(order)


class AvailabilityViewSet(ApiViewSet):
    """Stock, what comes in and what orders need, day by day (R118)."""

    serializer_class = AvailabilitySerializer
    verbs = {"list": "stock.view"}

    @extend_schema(
        summary="Availability by date",
        parameters=[
            OpenApiParameter("product", str, many=True, required=True, description="Product codes, 200 at most"),
            OpenApiParameter("quantity", str, description="So much is wanted of each: gives the earliest day for it"),
        ],
        responses=AvailabilitySerializer(many=True),
        filters=False,
    )
    def list(self, request: Request) -> Response:
        """A step for today and for each day on which something moves; three statements whatever the number."""
        rights.require(self.actor, "stock.view")
        wanted = queries.read_quantity(request.query_params.get("quantity", ""))
        today = dates.business_day(clock.now())
        found = queries.availability_by_date(self.actor, request.query_params.getlist("product"), wanted, today)
        return Response([availability_row(one) for one in found])

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]


def availability_row(one: queries.ByDate) -> dict[str, Any]:
    """A product day by day (``AvailabilitySerializer``)."""
    return {
        "product": one.product.code,
        "unit": one.product.unit,
        "free": plain(one.free),
        "lead_time_days": one.lead_days,
        "from_then_on": one.horizon,
        "earliest": one.earliest,
        "steps": [
            {
                "date": step.day,
                "supply": plain(step.supply),
                "demand": plain(step.demand),
                "balance": plain(step.balance),
                "available": plain(step.free),
            }
            for step in one.steps
        ],
    }
