"""Orders and lines as of a past moment over the API."""

from typing import TYPE_CHECKING, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from common import clock
from common.api import conditions, strict
from common.api.views import ApiViewSet
from orders.listing.past import queries, representation
from orders.listing.past import serializers as shapes
from orders.listing.past.filters import PastFilter
from segments.filters import FREE

if TYPE_CHECKING:
    from accounts.people.models import User

_CONDITIONS = conditions.of_filter(PastFilter)


class _PastViewSet(ApiViewSet):
    free_conditions = FREE | {"status"}

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    def _found(self) -> PastFilter:
        self.conditions = frozenset(PastFilter.base_filters)
        return queries.found(self.actor, self.request._request.GET, clock.now())


class PastOrderViewSet(_PastViewSet):
    """Orders as they were at a past moment."""

    serializer_class = shapes.PastOrderPageSerializer
    sorts = queries.SORTS
    default_sort: ClassVar[str] = queries.DEFAULT

    @extend_schema(
        summary="List orders as of a past moment",
        parameters=conditions.parameters(PastFilter, queries.SORTS, queries.DEFAULT),
        responses=shapes.PastOrderPageSerializer,
    )
    def list(self, request: Request) -> Response:
        """What was agreed, let go, shipped, signed for, invoiced and received by ``at`` (``2026-11-01``: the end of the
        day; ``2026-11-01T14:30``; without it the end of last month), with the state and revision of then. Orders that
        were not there yet are left out. ``status`` is the state of then; the other conditions, customers and people
        are those of today. Documents that were taken back since count as never written."""
        found, shows = self._found(), queries.sees_money(self.actor)
        return self.page(
            found.qs,
            lambda rows: representation.orders(queries.order_rows(found, rows), found.moment, shows=shows),
        )

    @extend_schema(
        summary="Sums of orders as of a past moment",
        parameters=_CONDITIONS,
        responses=shapes.PastSumsSerializer(many=True),
        filters=False,
    )
    @action(detail=False, pagination_class=None)
    def totals(self, request: Request) -> Response:
        """The same figures added up by currency; a large set that takes too long is refused (400 `too_much`)."""
        strict.require_known_conditions(request.query_params, frozenset(PastFilter.base_filters))
        return Response(representation.sums(queries.sums(self.actor, self._found())))


class PastLineViewSet(_PastViewSet):
    """Order lines as they were at a past moment."""

    serializer_class = shapes.PastLinePageSerializer
    sorts = queries.LINE_SORTS
    default_sort: ClassVar[str] = queries.LINE_DEFAULT

    @extend_schema(
        summary="List order lines as of a past moment",
        parameters=conditions.parameters(PastFilter, queries.LINE_SORTS, queries.LINE_DEFAULT),
        responses=shapes.PastLinePageSerializer,
    )
    def list(self, request: Request) -> Response:
        """The lines that were agreed by ``at``, also those that are no more, with what was shipped, signed for, sent
        back and invoiced of them by then; the conditions choose their orders. Imported history has none."""
        found, shows = self._found(), queries.sees_money(self.actor)
        return self.page(
            queries.lines_of(found),
            lambda rows: representation.lines(queries.line_rows(found, rows), found.moment, shows=shows),
        )
