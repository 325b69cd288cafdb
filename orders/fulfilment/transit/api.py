"""Carriers' news over the API, and how the goods of an outbound document travel (R165, R166)."""

from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from common import clock
from common.api import conditions
from common.api.views import ApiViewSet
from common.dates import business_day
from orders.fulfilment.outbound_api import OutboundApi
from orders.fulfilment.transit import operations, queries, representation
from orders.fulfilment.transit.filters import TrackingFilter
from orders.fulfilment.transit.operations import News
from orders.fulfilment.transit.operations.news import require_taken
from orders.fulfilment.transit.serializers import (
    JourneySerializer,
    TellSerializer,
    TrackingAnswersSerializer,
    TrackingInputSerializer,
    TrackingPageSerializer,
    TrackingSerializer,
    TrackingsInputSerializer,
)

if TYPE_CHECKING:
    from accounts.people.models import User


class TrackingViewSet(ApiViewSet):
    """What carriers say of goods on their way."""

    serializer_class = TrackingSerializer
    sorts = queries.SORTS
    default_sort = queries.DEFAULT_SORT
    verbs = {"create": "tracking.submit", "bulk": "tracking.submit"}

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    @extend_schema(
        summary="List tracking events",
        parameters=conditions.parameters(TrackingFilter, queries.SORTS, queries.DEFAULT_SORT),
        responses=TrackingPageSerializer,
    )
    def list(self, request: Request) -> Response:
        """Of documents that you may see."""

        def rows(found: list[Any]) -> list[dict[str, Any]]:
            return [representation.event(one) for one in queries.shown(self.actor, found)]

        return self.page(self.filtered(TrackingFilter, queries.list_news(self.actor)), rows)

    @extend_schema(
        summary="Send a tracking event",
        request=TrackingInputSerializer,
        responses={201: TrackingSerializer, 200: TrackingSerializer},
    )
    def create(self, request: Request) -> Response:
        """Accepted once per system and external number: the same again (200) answers how it stands, another content is
        refused with 409. It never signs: “delivered” proposes a signing."""
        news = News(**self.validated(TrackingInputSerializer))
        (found,) = operations.record_news(actor=self.actor, rows=[news], at=clock.now())
        body = representation.event(require_taken(found))
        return Response(body, status=201 if found.is_new else 200)

    @extend_schema(
        summary="Send many tracking events", request=TrackingsInputSerializer, responses=TrackingAnswersSerializer
    )
    @action(detail=False, methods=["post"])
    def bulk(self, request: Request) -> Response:
        """Up to 1,000 rows, each answered for itself; those accepted are kept together, in one transaction."""
        rows = [News(**row) for row in self.validated(TrackingsInputSerializer)["rows"]]
        return Response(representation.answers(operations.record_news(actor=self.actor, rows=rows, at=clock.now())))


class JourneyMixin(OutboundApi):
    """How the goods of an outbound document travel."""

    @extend_schema(summary="How goods travel", responses=JourneySerializer)
    @action(detail=True, methods=["get"])
    def journey(self, request: Request, number: str) -> Response:
        """What carriers said, who was told of the arrival, and what is to be seen to."""
        return Response(self._journey(number))

    @extend_schema(summary="Tell the customer of the arrival", request=TellSerializer, responses=JourneySerializer)
    @action(detail=True, methods=["post"])
    def tell(self, request: Request, number: str) -> Response:
        """Recorded; MAIL sends the letter with the delivery note."""
        document_id, data = self.document_of(number).pk, self.validated(TellSerializer)
        operations.tell_customer(
            actor=self.actor, document_id=document_id, version=self.version(), at=clock.now(), **data
        )
        return Response(self._journey(number))

    def _journey(self, number: str) -> dict[str, Any]:
        document = self.document_of(number)
        found = queries.journey(self.actor, document, business_day(clock.now()))
        return representation.journey(document, found)
