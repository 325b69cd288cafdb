"""Stock as of a past moment over the API."""

from typing import TYPE_CHECKING, Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from common import clock
from common.api import conditions
from common.api.fields import plain
from common.api.views import ApiViewSet
from products.stock.past import queries
from products.stock.past import serializers as shapes
from products.stock.past.filters import PastStockFilter

if TYPE_CHECKING:
    from accounts.people.models import User


class PastStockViewSet(ApiViewSet):
    """What lay where at a past moment."""

    serializer_class = shapes.PastStockPageSerializer
    sorts = queries.SORTS
    default_sort: ClassVar[str] = queries.DEFAULT

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    @extend_schema(
        summary="List stock as of a past moment",
        parameters=conditions.parameters(PastStockFilter, queries.SORTS, queries.DEFAULT),
        responses=shapes.PastStockPageSerializer,
    )
    def list(self, request: Request) -> Response:
        """What each warehouse held of each product ``at`` (``2026-11-01``: the end of the day; ``2026-11-01T14:30``;
        without it the end of last month), where it held anything, added up from its movements. What was reserved then
        is not known any more."""
        self.conditions = frozenset(PastStockFilter.base_filters)
        found = queries.found(self.actor, self.request._request.GET, clock.now())
        return self.page(queries.rows_of(found), lambda rows: [_row(row, found.moment) for row in rows])


def _row(row: Any, moment: Any) -> dict[str, Any]:
    return {
        "at": moment.isoformat(),
        "product": row.product.code,
        "product_name": row.product.name,
        "warehouse": row.warehouse.code,
        "unit": row.product.unit,
        "on_hand": plain(row.then),
        "on_hand_today": plain(row.on_hand),
    }
