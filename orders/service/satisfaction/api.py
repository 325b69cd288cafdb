"""How content customers are, over the API."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from common import clock
from common.api import conditions
from common.api.fields import ReasonSerializer
from common.api.views import ApiViewSet
from orders.order import queries as orders
from orders.service.rights import SERVE
from orders.service.satisfaction import operations, queries, representation, statistics
from orders.service.satisfaction import serializers as shapes
from orders.service.satisfaction.filters import SatisfactionFilter

if TYPE_CHECKING:
    from accounts.people.models import User


class SatisfactionViewSet(ApiViewSet):
    """Whom we asked how content he is with an order, and what he answered."""

    lookup_value_regex = r"\d{1,18}"
    serializer_class = shapes.SatisfactionSerializer
    sorts = queries.SORTS
    default_sort = queries.DEFAULT_SORT
    verbs = dict.fromkeys(("create", "resend", "revoke"), SERVE)

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    def _shown(self, found: Any) -> dict[str, Any]:
        return representation.request_row(queries.told(self.actor, found))

    def _answer(self, request_id: int, status: int = 200) -> Response:
        found = queries.get_request(self.actor, request_id)
        location = f"/api/v1/satisfaction/{found.pk}/" if status == 201 else ""
        return self.answer(self._shown(found), version=found.version, status=status, location=location)

    @extend_schema(
        summary="List how content customers are",
        parameters=conditions.parameters(SatisfactionFilter, queries.SORTS, queries.DEFAULT_SORT),
        responses=shapes.SatisfactionPageSerializer,
    )
    def list(self, request: Request) -> Response:
        """Of the orders you may see, newest first."""
        found = self.filtered(SatisfactionFilter, queries.list_requests(self.actor))
        return self.page(found, lambda rows: [self._shown(one) for one in rows])

    @extend_schema(summary="Read one", responses=shapes.SatisfactionSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One question and its answer."""
        return self._answer(int(pk))

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
        return self._answer(found.pk, status=201)

    @extend_schema(summary="Send again", request=None, responses=shapes.SatisfactionSerializer)
    @action(detail=True, methods=["post"])
    def resend(self, request: Request, pk: str) -> Response:
        """The same mail with the same link."""
        return self._do(operations.resend, pk)

    @extend_schema(summary="Take back", request=ReasonSerializer, responses=shapes.SatisfactionSerializer)
    @action(detail=True, methods=["post"])
    def revoke(self, request: Request, pk: str) -> Response:
        """The link opens nothing any more."""
        return self._do(operations.revoke, pk, **self.validated(ReasonSerializer))

    def _do(self, operation: Callable[..., Any], pk: str, **data: Any) -> Response:
        operation(actor=self.actor, request_id=int(pk), version=self.version(), at=clock.now(), **data)
        return self._answer(int(pk))
