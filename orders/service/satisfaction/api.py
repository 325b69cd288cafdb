"""How content customers are, over the API."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from common import clock
from common.api import conditions
from common.api.fields import ReasonSerializer
from orders.order import queries as orders
from orders.service.resource import ServiceViewSet
from orders.service.rights import SERVE
from orders.service.satisfaction import operations, queries, representation, statistics
from orders.service.satisfaction import serializers as shapes
from orders.service.satisfaction.filters import SatisfactionFilter


class SatisfactionViewSet(ServiceViewSet):
    """Whom we asked how content he is with an order, and what he answered."""

    place, named = "satisfaction", "request_id"
    serializer_class = shapes.SatisfactionSerializer
    sorts = queries.SORTS
    default_sort = queries.DEFAULT_SORT
    verbs = dict.fromkeys(("create", "resend", "revoke"), SERVE)

    def find(self, row_id: int) -> Any:
        """One of them."""
        return queries.get_request(self.actor, row_id)

    def shown(self, row: Any) -> dict[str, Any]:
        """With the people of the customer as the caller may see them."""
        return representation.request_row(queries.told(self.actor, row))

    @extend_schema(
        summary="List how content customers are",
        parameters=conditions.parameters(SatisfactionFilter, queries.SORTS, queries.DEFAULT_SORT),
        responses=shapes.SatisfactionPageSerializer,
    )
    def list(self, request: Request) -> Response:
        """Of the orders you may see, newest first."""
        return self.listed(SatisfactionFilter, queries.list_requests(self.actor))

    @extend_schema(summary="Read one", responses=shapes.SatisfactionSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One question and its answer."""
        return self.one(pk)

    @extend_schema(
        summary="Averages by month and salesperson",
        parameters=conditions.of_filter(SatisfactionFilter),
        responses=shapes.SatisfactionFiguresSerializer,
    )
    @action(detail=False, methods=["get"])
    def figures(self, request: Request) -> Response:
        """Over the orders you may see, as filtered; questions taken back do not count."""
        found = self.filtered(SatisfactionFilter, queries.list_requests(self.actor))
        return self.answer(representation.figures(statistics.figures(found)))

    @extend_schema(
        summary="Ask a customer how content he is",
        request=shapes.AskSatisfactionSerializer,
        responses={201: shapes.SatisfactionSerializer},
    )
    def create(self, request: Request) -> Response:
        """By mail with a signed link, about an order of which he signed something for."""
        data = self.validated(shapes.AskSatisfactionSerializer)
        order_id = orders.id_of(data.pop("order"))
        found = operations.ask_customer(actor=self.actor, order_id=order_id, at=clock.now(), **data)
        return self.one(found.pk, status=201)

    @extend_schema(summary="Send again", request=None, responses=shapes.SatisfactionSerializer)
    @action(detail=True, methods=["post"])
    def resend(self, request: Request, pk: str) -> Response:
        """The same mail with the same link."""
        return self.act(operations.resend, pk)

    @extend_schema(summary="Take back", request=ReasonSerializer, responses=shapes.SatisfactionSerializer)
    @action(detail=True, methods=["post"])
    def revoke(self, request: Request, pk: str) -> Response:
        """The link opens nothing any more."""
        return self.act(operations.revoke, pk, **self.validated(ReasonSerializer))
