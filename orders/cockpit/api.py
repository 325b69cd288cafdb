"""Orders that cannot go on, over the API."""

from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from common import clock, dates
from common.api import conditions
from common.api.views import ApiViewSet
from orders.cockpit import obstacles, queries, serializers, silence
from orders.cockpit.filters import CockpitFilter
from segments.filters import FREE

if TYPE_CHECKING:
    from accounts.people.models import User


def _who(person: Any) -> str | None:
    return person.username if person else None


def standing_still(row: queries.Row) -> dict[str, Any]:
    """An order that cannot go on (``StandingStillSerializer``)."""
    order = row.order
    own = ("reference", "status", "priority", "requested_date", "promised_date")
    return {
        **{name: getattr(order, name) for name in own},
        "customer": order.customer.name,
        "salesperson": _who(order.salesperson),
        "executing_owner": _who(order.executing_owner),
        "obstacles": [{"kind": held.kind, "why": held.why} for held in row.held],
    }


def gone_silent(row: silence.Silent) -> dict[str, Any]:
    """An order gone silent (``SilentOrderSerializer``)."""
    return {
        "reference": row.order.reference,
        "status": row.order.status,
        "customer": row.order.customer.name,
        "last_event": row.last,
        "last_event_at": row.at,
        "silent_days": row.days,
        "usual_hours": row.usual_hours,
        "patience_hours": row.patience_hours,
    }


class CockpitViewSet(ApiViewSet):
    """Orders that cannot go on, and what stands in their way."""

    serializer_class = serializers.StandingStillSerializer
    sorts = queries.SORTS
    default_sort = "priority"
    free_conditions = FREE

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    @extend_schema(
        summary="Orders that cannot go on",
        parameters=conditions.parameters(CockpitFilter, queries.SORTS, "priority"),
        responses=serializers.StandingStillPageSerializer,
    )
    def list(self, request: Request) -> Response:
        """The orders you may see that something stands in the way of, the most urgent first."""
        today = dates.business_day(clock.now())
        kind = request.query_params.get("kind", "")
        found = self.filtered(CockpitFilter, queries.standing_still(self.actor, today, kind), actor=self.actor)
        return self.page(found, lambda rows: [standing_still(row) for row in queries.rows(self.actor, rows, today)])

    @extend_schema(
        summary="How many orders each obstacle holds up", responses=serializers.ObstacleCountSerializer(many=True)
    )
    @action(detail=False, methods=["get"], pagination_class=None)
    def counts(self, request: Request) -> Response:
        """By kind of obstacle, those that your role may know of."""
        numbers = queries.count_kinds(self.actor, dates.business_day(clock.now()))
        return Response([{"kind": kind, "orders": numbers.get(kind)} for kind in obstacles.told(self.actor)])

    @extend_schema(summary="Orders gone silent", responses=serializers.SilentOrderSerializer(many=True))
    @action(detail=False, methods=["get"], pagination_class=None)
    def silent(self, request: Request) -> Response:
        """Orders whose usual rhythm of events stopped, the most unusual silence first, 200 at most."""
        return Response([gone_silent(row) for row in silence.silent(self.actor, clock.now())])
