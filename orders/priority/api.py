"""The plan and an order's priority over the API."""

from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from common import clock, dates
from common.api import conditions
from common.api.fields import plain
from common.api.views import ApiViewSet
from orders.order import policies
from orders.order import queries as orders
from orders.order.api import OrderApi
from orders.order.filters import OrderFilter
from orders.order.representation import money
from orders.order.serializers import OrderSerializer
from orders.priority import operations, queries, rules
from orders.priority.serializers import PinSerializer, PlanningPageSerializer, PlanningRowSerializer, PrioritySerializer
from segments.filters import FREE

if TYPE_CHECKING:
    from accounts.people.models import User


def planning_row(row: queries.Planned) -> dict[str, Any]:
    """An order of the plan (``PlanningRowSerializer``)."""
    order = row.order
    own = ("reference", "status", "amount_class", "time_class", "customer_type", "priority", "pin_reason")
    return {
        **{name: getattr(order, name) for name in own},
        "customer": order.customer.name,
        "parts": {name.removeprefix("priority_"): getattr(order, name) for name in rules.PARTS},
        "requested_date": order.requested_date,
        "promised_date": order.promised_date,
        "open_quantity": plain(sum((pieces for pieces, _unit in row.open), 0)),
        "unshipped_amount": money(order.unshipped_amount),
        "currency": order.currency_id,
        "risk": row.risk,
        "department": order.department.code if order.department else None,
        "salesperson": order.salesperson.username if order.salesperson else None,
    }


class PlanningViewSet(ApiViewSet):
    """Open orders in the order in which they are to be worked on."""

    serializer_class = PlanningRowSerializer
    sorts = queries.SORTS
    default_sort = "priority"
    free_conditions = FREE

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    @extend_schema(
        summary="The plan",
        parameters=conditions.parameters(OrderFilter, queries.SORTS, "priority"),
        responses=PlanningPageSerializer,
    )
    def list(self, request: Request) -> Response:
        """Open orders you may see by score, with what is open and the risk of their promise."""
        today = dates.business_day(clock.now())
        found = self.filtered(OrderFilter, queries.planned(self.actor), actor=self.actor)
        return self.page(found, lambda rows: [planning_row(row) for row in queries.board(self.actor, rows, today)])


class OrderPriorityMixin(OrderApi):
    """The priority of an order."""

    @extend_schema(summary="Why an order stands where it does", responses=PrioritySerializer)
    @action(detail=True, methods=["get"])
    def priority(self, request: Request, reference: str) -> Response:
        """The score with its parts; no parts once the order is over."""
        found = orders.get_order(actor=self.actor, reference=reference)
        order = policies.redact(self.actor, [found])[0]
        parts = [
            {"part": one.key, "score": one.score, "most": one.most, "why": one.why}
            for one in queries.why(order, clock.now())
        ]
        return Response({"priority": order.priority, "pin_reason": order.pin_reason, "parts": parts})

    @extend_schema(summary="Pin an order to the top of the plan", request=PinSerializer, responses=OrderSerializer)
    @action(detail=True, methods=["post"])
    def pin(self, request: Request, reference: str) -> Response:
        """It stands above all that are not pinned."""
        return self.answer_order(
            operations.pin_order(
                actor=self.actor,
                order_id=self.order_id(reference),
                version=self.version(),
                at=clock.now(),
                **self.validated(PinSerializer),
            )
        )

    @extend_schema(summary="Unpin an order", request=None, responses=OrderSerializer)
    @action(detail=True, methods=["post"])
    def unpin(self, request: Request, reference: str) -> Response:
        """It stands where its score puts it again."""
        return self.answer_order(
            operations.unpin_order(
                actor=self.actor, order_id=self.order_id(reference), version=self.version(), at=clock.now()
            )
        )
