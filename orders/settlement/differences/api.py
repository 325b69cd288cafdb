"""Exchange differences over the API."""

from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from common.api import conditions
from common.api.fields import plain
from common.api.views import ApiViewSet
from orders.settlement.differences import queries
from orders.settlement.differences import serializers as shapes
from orders.settlement.differences.filters import DifferenceFilter

if TYPE_CHECKING:
    from accounts.people.models import User


def difference_row(row: Any) -> dict[str, Any]:
    """A difference (``ExchangeDifferenceSerializer``)."""
    receipt, order = row.allocation.receipt, row.allocation.plan_row.order
    return {
        "day": row.day,
        "receipt": receipt.number,
        "order": order.reference,
        "customer": {"code": receipt.customer.code, "name": receipt.customer.name},
        "currency": receipt.currency_id,
        "paid": plain(row.allocation.amount, 2),
        "receipt_rate": plain(receipt.exchange_rate),
        "order_rate": plain(order.exchange_rate),
        "amount": plain(row.amount, 2),
    }


class ExchangeDifferenceViewSet(ApiViewSet):
    """Gains and losses from money at another rate than its order's."""

    serializer_class = shapes.ExchangeDifferenceSerializer
    sorts = queries.SORTS
    default_sort = queries.DEFAULT_SORT

    @extend_schema(
        summary="List exchange differences",
        parameters=conditions.parameters(DifferenceFilter, queries.SORTS, queries.DEFAULT_SORT),
        responses=shapes.ExchangeDifferencePageSerializer,
    )
    def list(self, request: Request) -> Response:
        """Gains and losses, newest first."""
        actor: User = self.request.user  # type: ignore[assignment]
        found = self.filtered(DifferenceFilter, queries.list_differences(actor))
        return self.page(found, lambda rows: [difference_row(row) for row in rows])
