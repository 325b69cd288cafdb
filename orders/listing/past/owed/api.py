"""What was owed as of a past moment over the API."""

from typing import TYPE_CHECKING, Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from common import clock
from common.api import conditions, strict
from common.api.fields import plain
from common.api.views import ApiViewSet
from orders.listing.past.filters import PastFilter
from orders.listing.past.owed import figures, queries
from orders.listing.past.owed import serializers as shapes
from segments.filters import FREE

if TYPE_CHECKING:
    from accounts.people.models import User

_CONDITIONS = conditions.of_filter(PastFilter)


class PastOwedViewSet(ApiViewSet):
    """What customers owed at a past moment."""

    serializer_class = shapes.PastOwedPageSerializer
    free_conditions = FREE | {"status"}
    sorts = queries.SORTS
    default_sort: ClassVar[str] = queries.DEFAULT

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    @extend_schema(
        summary="List what was owed as of a past moment",
        parameters=conditions.parameters(PastFilter, queries.SORTS, queries.DEFAULT),
        responses=shapes.PastOwedPageSerializer,
    )
    def list(self, request: Request) -> Response:
        """Orders for which something was owed, or paid ahead, ``at`` (``2026-11-01``: the end of the day; without it
        the end of last month): by invoices issued and money allocated by then. Ages count from the day of the invoice,
        for the days on which plans were due are not kept. Imported history has none."""
        self.conditions = frozenset(PastFilter.base_filters)
        found = queries.found(self.actor, request._request.GET, clock.now())
        rows = queries.orders_of(self.actor, found)
        return self.page(rows, lambda orders: [_row(one, found.moment) for one in queries.rows(found, orders)])

    @extend_schema(
        summary="Sums of what was owed as of a past moment",
        parameters=[shapes.PastOwedByInputSerializer, *_CONDITIONS],
        responses=shapes.PastOwedSumSerializer(many=True),
        filters=False,
    )
    @action(detail=False, pagination_class=None)
    def totals(self, request: Request) -> Response:
        """By currency, or by customer (``by=customer``) with money that stood on no order then; a large set that takes
        too long is refused (400 `too_much`)."""
        strict.require_known_conditions(request.query_params, frozenset(PastFilter.base_filters) | {"by"})
        given = {"by": request.query_params["by"]} if "by" in request.query_params else {}
        asked = shapes.PastOwedByInputSerializer(data=given)
        asked.is_valid(raise_exception=True)
        query = request._request.GET.copy()
        query.pop("by", None)
        found = queries.found(self.actor, query, clock.now())
        if not asked.validated_data.get("by"):
            return Response([_sum(one, None) for one in queries.sums(self.actor, found)])
        return Response([_sum(one.sum, one.customer.code) for one in queries.by_customer(self.actor, found)])


def _owed(owed: figures.Owed) -> dict[str, Any]:
    return {name: plain(getattr(owed, name), 2) for name in figures.AMOUNTS}


def _row(row: queries.OwedRow, moment: Any) -> dict[str, Any]:
    head = {"number": row.order.reference, "at": moment.isoformat(), "customer": row.order.customer.code}
    return {**head, "currency": row.order.currency_id, **_owed(row.then)}


def _sum(one: figures.OwedSum, customer: str | None) -> dict[str, Any]:
    free = None if one.free is None else plain(one.free, 2)
    return {"customer": customer, "orders": one.orders, "currency": one.currency, **_owed(one.owed), "free": free}
