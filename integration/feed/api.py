"""The change feed over the API (R297-R304)."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from common.api import strict
from common.api.views import ApiViewSet
from integration.catalogue import choosing
from integration.catalogue import representation as catalogue
from integration.catalogue.serializers import EventKindsSerializer
from integration.feed import asking, policies, queries, representation
from integration.feed import serializers as shapes


class EventViewSet(ApiViewSet):
    """What happened, in the order of commits, for other systems."""

    serializer_class = shapes.EventSerializer
    conditions = frozenset({"after", "limit", "kind", "subject"})

    @extend_schema(
        summary="Read the change feed",
        parameters=[shapes.FeedInputSerializer],
        responses=shapes.EventPageSerializer,
    )
    def list(self, request: Request) -> Response:
        """Events after a position, the oldest first, as far as you see what they are about. Keep `after` of the answer
        in one transaction with what you made of the events, and nothing is missed nor taken twice. A call looks through
        a bounded stretch: with `has_more` call again at once, without it after some seconds."""
        strict.require_known_conditions(request.query_params, self.conditions)
        asked = shapes.FeedInputSerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        after, limit, kind, subject = (asked.validated_data[name] for name in ("after", "limit", "kind", "subject"))
        meant = asking.wanted(kind=kind, subject=subject)
        return Response(representation.page(queries.read(request.user, after=after, limit=limit, wanted=meant)))


class EventKindViewSet(ApiViewSet):
    """What the events of the change feed tell, kind by kind."""

    serializer_class = EventKindsSerializer
    conditions = frozenset({"q"})

    @extend_schema(
        summary="List kinds of events",
        parameters=[shapes.KindsInputSerializer],
        responses=EventKindsSerializer,
    )
    def list(self, request: Request) -> Response:
        """Every kind of event with what it may be about, what its data may hold, and an example."""
        strict.require_known_conditions(request.query_params, self.conditions)
        policies.require(request.user)
        asked = shapes.KindsInputSerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        allowed = policies.kinds_for(request.user)
        found = choosing.found(asked.validated_data["q"])
        return Response({"results": [catalogue.kind(one, allowed) for one in found.values()]})
