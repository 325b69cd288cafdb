"""The finance feed over the API (R230)."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from common.api import strict
from common.api.views import ApiViewSet
from orders.finance import queries, representation
from orders.finance import serializers as shapes


class FinanceEventViewSet(ApiViewSet):
    """What happened to the company's money, for accounting software."""

    serializer_class = shapes.FinanceEventSerializer
    conditions = frozenset({"after", "limit"})

    @extend_schema(
        summary="Read the finance feed",
        parameters=[shapes.FeedInputSerializer],
        responses=shapes.FinancePageSerializer,
    )
    def list(self, request: Request) -> Response:
        """Receipts, allocations, invoices, carriers' bills and closed months, in the order in which they happened."""
        strict.require_known_conditions(request.query_params, self.conditions)
        asked = shapes.FeedInputSerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        found = queries.read_feed(request.user, **asked.validated_data)  # type: ignore[arg-type]
        return Response(representation.page(found))
