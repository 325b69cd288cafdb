"""What is due over the API: the list, and writing down what was said (R226, R228)."""

from datetime import date
from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from common import clock, dates
from common.api import conditions
from common.api.fields import plain
from common.api.views import ApiViewSet
from orders.settlement import queries as settlement
from orders.settlement.dues import operations, queries
from orders.settlement.dues import serializers as shapes
from orders.settlement.dues.filters import DueFilter
from orders.settlement.dues.rights import FOLLOW

if TYPE_CHECKING:
    from accounts.people.models import User

_SAME = ("sequence", "is_advance", "basis", "due_date", "control", "said", "said_by", "said_at", "next_date")


def due_row(row: Any, today: date) -> dict[str, Any]:
    """A part that is due (``PaymentDueSerializer``)."""
    order, block = row.order, settlement.block_of(row)
    return {
        "order": order.reference,
        "customer": {"code": order.customer.code, "name": order.customer.name},
        "salesperson": order.salesperson.username if order.salesperson else None,
        **{name: getattr(row, name) for name in _SAME},
        "days_overdue": max(0, (today - row.due_date).days) if row.due_date else 0,
        "currency": order.currency_id,
        "amount": plain(row.amount, 2),
        "received": plain(row.received, 2),
        "open": plain(row.open, 2),
        "missing": plain(block.missing if block else 0, 2),
    }


class PaymentDueViewSet(ApiViewSet):
    """Advances and balances that customers owe, and what was said of them."""

    serializer_class = shapes.PaymentDueSerializer
    sorts = queries.SORTS
    default_sort = queries.DEFAULT_SORT
    verbs = {"follow_up": FOLLOW}

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    @extend_schema(
        summary="List payments due",
        parameters=conditions.parameters(DueFilter, queries.SORTS, queries.DEFAULT_SORT),
        responses=shapes.PaymentDuePageSerializer,
    )
    def list(self, request: Request) -> Response:
        """Parts of payment plans that are not paid in full, what is due longest first."""
        today = dates.business_day(clock.now())
        found = self.filtered(DueFilter, queries.list_dues(self.actor))
        return self.page(found, lambda rows: [due_row(row, today) for row in rows])

    @extend_schema(
        summary="Follow up a payment",
        request=shapes.PaymentFollowUpInputSerializer,
        responses={201: shapes.PaymentDueSerializer},
    )
    @action(detail=False, methods=["post"], url_path="follow-up")
    def follow_up(self, request: Request) -> Response:
        """Write down what the customer said, and when to ask again."""
        data = self.validated(shapes.PaymentFollowUpInputSerializer)
        now = clock.now()
        operations.note_follow_up(actor=self.actor, at=now, **data)
        row = queries.get_due(self.actor, data["order"], data["sequence"])
        return Response(due_row(row, dates.business_day(now)), status=201)
