"""Statistics of change requests over the API."""

from typing import TYPE_CHECKING

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from common import doors
from common.api import conditions, strict
from common.api.fields import plain
from common.api.views import ApiViewSet
from orders.changes.filters import ChangeRequestFilter
from orders.changes.statistics import queries
from orders.changes.statistics.queries import MONEY, By
from orders.changes.statistics.serializers import ChangeFiguresSerializer

if TYPE_CHECKING:
    from accounts.people.models import User


class ChangeStatisticsViewSet(ApiViewSet):
    """How many changes, what became of them, and what they cost."""

    serializer_class = ChangeFiguresSerializer
    pagination_class = None

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    @extend_schema(
        summary="Statistics of change requests",
        parameters=[
            OpenApiParameter("by", str, enum=[str(one) for one in By], description="Told apart by; default: reason"),
            *conditions.of_filter(ChangeRequestFilter),
        ],
        responses=ChangeFiguresSerializer(many=True),
        filters=False,
    )
    def list(self, request: Request) -> Response:
        """Of the requests that you may see; the conditions are those of their list. By product a request counts under
        each product that it touches."""
        strict.require_known_conditions(request.query_params, frozenset({*ChangeRequestFilter.base_filters, "by"}))
        query = self.request._request.GET.copy()
        by = queries.read_by(query.pop("by", [""])[-1])
        found = doors.filtered(ChangeRequestFilter, query, queries.requests(self.actor), actor=self.actor)
        rows = [
            {
                **vars(row),
                **{name: None if (value := getattr(row, name)) is None else plain(value, 2) for name in MONEY},
                "currency": queries.currency(),
            }
            for row in queries.grouped(self.actor, found, by)
        ]
        return Response(rows)
