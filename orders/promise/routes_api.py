"""The table of days on the way over the API (SEMANTICS 10)."""

from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from common import clock
from common.api.views import ApiViewSet
from orders.promise import queries, routes
from orders.promise import serializers as shapes

if TYPE_CHECKING:
    from accounts.people.models import User


class TransitTimeViewSet(ApiViewSet):
    """Days from our door to the customer's, by place and transport mode."""

    serializer_class = shapes.TransitTimeSerializer
    lookup_value_regex = r"\d{1,18}"
    pagination_class = None
    verbs = dict.fromkeys(("create", "bulk"), routes.EDIT)

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    @extend_schema(summary="List days on the way", responses=shapes.TransitTimeSerializer(many=True), filters=False)
    def list(self, request: Request) -> Response:
        """Every route, by place and mode; those out of use too."""
        return Response([_row(one) for one in queries.list_routes(self.actor)])

    @extend_schema(summary="Read a route", responses=shapes.TransitTimeSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One as it stands."""
        return self._answer(int(pk))

    @extend_schema(
        summary="Add a route", request=shapes.TransitTimeInputSerializer, responses={201: shapes.TransitTimeSerializer}
    )
    def create(self, request: Request) -> Response:
        """A place and mode that has no row yet. Promises that were made stay as they are."""
        made = routes.save_route(actor=self.actor, at=clock.now(), **self.validated(shapes.TransitTimeInputSerializer))
        return self._answer(made.pk, status=201)

    @extend_schema(
        summary="Change a route", request=shapes.TransitTimeChangeSerializer, responses=shapes.TransitTimeSerializer
    )
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change what is sent, on the version in If-Match."""
        version = self.version(required=True)
        changes = self.validated(shapes.TransitTimeChangeSerializer)
        routes.save_route(actor=self.actor, at=clock.now(), route_id=int(pk), version=version, **changes)
        return self._answer(int(pk))

    @extend_schema(
        summary="Set many routes",
        request=shapes.TransitTimesInputSerializer,
        responses=shapes.TransitTimesSerializer,
    )
    @action(detail=False, methods=["post"])
    def bulk(self, request: Request) -> Response:
        """Up to 1,000 rows, all or none: a row of the same place and mode is changed, others are added; those that are
        not named stay."""
        rows = self.validated(shapes.TransitTimesInputSerializer)["rows"]
        return Response({"changed": routes.save_routes(actor=self.actor, rows=rows, at=clock.now())})

    def _answer(self, route_id: int, status: int = 200) -> Response:
        row = queries.get_route(self.actor, route_id)
        location = f"/api/v1/transit-times/{row.pk}/" if status == 201 else ""
        return self.answer(_row(row), version=row.version, status=status, location=location)


def _row(row: Any) -> dict[str, Any]:
    """A route (``TransitTimeSerializer``)."""
    return {name: getattr(row, name) for name in ("id", *routes.FIELDS, "version")}
