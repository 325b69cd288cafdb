"""The report of remainders over the API."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from common.api import conditions
from common.api.fields import plain
from common.api.views import ApiViewSet
from orders.closure.remainders import queries
from orders.closure.remainders.filters import RemainderFilter
from orders.closure.remainders.serializers import RemainderSerializer
from orders.order.representation import money


class RemainderViewSet(ApiViewSet):
    """What was ordered and let go, by reason."""

    serializer_class = RemainderSerializer
    pagination_class = None

    @extend_schema(
        summary="Remainders let go, by reason",
        parameters=conditions.of_filter(RemainderFilter),
        responses=RemainderSerializer(many=True),
    )
    def list(self, request: Request) -> Response:
        """Lines that you may see whose remainder was let go, the greatest reason first."""
        found = self.filtered(RemainderFilter, queries.let_go(request.user))  # type: ignore[arg-type]
        rows = [
            {
                "reason": one.reason,
                "orders": one.orders,
                "lines": one.lines,
                "pieces": [{"quantity": plain(quantity), "unit": unit} for quantity, unit in one.pieces],
                "amount": money(one.amount),
                "currency": queries.currency(),
            }
            for one in queries.by_reason(request.user, found)  # type: ignore[arg-type]
        ]
        return Response(rows)
