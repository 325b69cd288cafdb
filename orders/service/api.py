"""Customers' confirmations over the API."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from common import clock
from common.api import conditions
from common.api.fields import ReasonSerializer
from common.api.parsing import JSONParser
from orders.order import queries as orders
from orders.service import operations, queries, representation
from orders.service import serializers as shapes
from orders.service.filters import ConfirmationFilter
from orders.service.resource import ServiceViewSet

CONFIRM = "order.confirm"


class ConfirmationViewSet(ServiceViewSet):
    """What customers were asked to confirm, and what they answered."""

    place, named = "customer-confirmations", "confirmation_id"
    serializer_class = shapes.ConfirmationSerializer
    sorts = queries.SORTS
    default_sort = queries.DEFAULT_SORT
    verbs = dict.fromkeys(("create", "record", "resend", "revoke", "carry_over"), CONFIRM)

    def find(self, row_id: int) -> Any:
        """One of them."""
        return queries.get_confirmation(actor=self.actor, confirmation_id=row_id)

    def shown(self, row: Any) -> dict[str, Any]:
        """With how it stands."""
        told = queries.told(self.actor, row)
        return representation.confirmation(told, queries.standing(told, told.order, at=clock.now()))

    @extend_schema(
        summary="List customers' confirmations",
        parameters=conditions.parameters(ConfirmationFilter, queries.SORTS, queries.DEFAULT_SORT),
        responses=shapes.ConfirmationPageSerializer,
    )
    def list(self, request: Request) -> Response:
        """Of the orders you may see, newest first."""
        return self.listed(ConfirmationFilter, queries.list_confirmations(self.actor))

    @extend_schema(summary="Read a confirmation", responses=shapes.ConfirmationSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One as it stands: sent, opened, answered."""
        return self.one(pk)

    @extend_schema(
        summary="Ask a customer", request=shapes.AskCustomerSerializer, responses={201: shapes.ConfirmationSerializer}
    )
    def create(self, request: Request) -> Response:
        """Send the customer his order by mail, with a signed link under which he answers."""
        data = self.validated(shapes.AskCustomerSerializer)
        order_id = orders.id_of(data.pop("order"))
        found = operations.ask_customer(actor=self.actor, order_id=order_id, at=clock.now(), **data)
        return self.one(found.pk, status=201)

    @extend_schema(
        summary="Record a customer's answer",
        request={
            "application/json": shapes.CustomerAnswerSerializer,
            "multipart/form-data": shapes.CustomerAnswerSerializer,
        },
        responses={201: shapes.ConfirmationSerializer},
    )
    @action(detail=False, methods=["post"], parser_classes=[JSONParser, MultiPartParser])
    def record(self, request: Request) -> Response:
        """What the customer said by phone, mail, fax, on paper or in person; an acceptance with its proof."""
        data = self.validated(shapes.CustomerAnswerSerializer)
        order_id = orders.id_of(data.pop("order"))
        found = operations.record_answer(actor=self.actor, order_id=order_id, at=clock.now(), **data)
        return self.one(found.pk, status=201)

    @extend_schema(summary="Send again", request=None, responses=shapes.ConfirmationSerializer)
    @action(detail=True, methods=["post"])
    def resend(self, request: Request, pk: str) -> Response:
        """The same mail with the same link."""
        return self.act(operations.resend, pk)

    @extend_schema(summary="Take back", request=ReasonSerializer, responses=shapes.ConfirmationSerializer)
    @action(detail=True, methods=["post"])
    def revoke(self, request: Request, pk: str) -> Response:
        """The link opens nothing any more."""
        return self.act(operations.revoke, pk, **self.validated(ReasonSerializer))

    @extend_schema(summary="Carry over", request=None, responses=shapes.ConfirmationSerializer)
    @action(detail=True, methods=["post"], url_path="carry-over")
    def carry_over(self, request: Request, pk: str) -> Response:
        """Let an approval that waits for the customer go on with the answer that he gave before."""
        return self.act(operations.carry_over, pk)
