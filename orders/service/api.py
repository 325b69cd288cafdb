"""Customers' confirmations over the API."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from common import clock
from common.api import conditions
from common.api.fields import ReasonSerializer
from common.api.parsing import JSONParser
from common.api.views import ApiViewSet
from orders.order import queries as orders
from orders.service import operations, queries, representation
from orders.service import serializers as shapes
from orders.service.filters import ConfirmationFilter

if TYPE_CHECKING:
    from accounts.people.models import User

CONFIRM = "order.confirm"


class ConfirmationViewSet(ApiViewSet):
    """What customers were asked to confirm, and what they answered."""

    lookup_value_regex = r"\d{1,18}"
    serializer_class = shapes.ConfirmationSerializer
    sorts = queries.SORTS
    default_sort = queries.DEFAULT_SORT
    verbs = dict.fromkeys(("create", "record", "resend", "revoke", "carry_over"), CONFIRM)

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    def _shown(self, found: Any) -> dict[str, Any]:
        shown = queries.told(self.actor, found)
        return representation.confirmation(shown, queries.standing(shown, shown.order, at=clock.now()))

    def _answer(self, confirmation_id: int, status: int = 200) -> Response:
        found = queries.get_confirmation(actor=self.actor, confirmation_id=confirmation_id)
        location = f"/api/v1/customer-confirmations/{found.pk}/" if status == 201 else ""
        return self.answer(self._shown(found), version=found.version, status=status, location=location)

    @extend_schema(
        summary="List customers' confirmations",
        parameters=conditions.parameters(ConfirmationFilter, queries.SORTS, queries.DEFAULT_SORT),
        responses=shapes.ConfirmationPageSerializer,
    )
    def list(self, request: Request) -> Response:
        """Of the orders you may see, newest first."""
        found = self.filtered(ConfirmationFilter, queries.list_confirmations(self.actor))
        return self.page(found, lambda rows: [self._shown(one) for one in rows])

    @extend_schema(summary="Read a confirmation", responses=shapes.ConfirmationSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One as it stands: sent, opened, answered."""
        return self._answer(int(pk))

    @extend_schema(
        summary="Ask a customer", request=shapes.AskCustomerSerializer, responses={201: shapes.ConfirmationSerializer}
    )
    def create(self, request: Request) -> Response:
        """Send the customer his order by mail, with a signed link under which he answers."""
        data = self.validated(shapes.AskCustomerSerializer)
        order_id = orders.id_of(data.pop("order"))
        found = operations.ask_customer(actor=self.actor, order_id=order_id, at=clock.now(), **data)
        return self._answer(found.pk, status=201)

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
        return self._answer(found.pk, status=201)

    @extend_schema(summary="Send again", request=None, responses=shapes.ConfirmationSerializer)
    @action(detail=True, methods=["post"])
    def resend(self, request: Request, pk: str) -> Response:
        """The same mail with the same link."""
        return self._do(operations.resend, pk)

    @extend_schema(summary="Take back", request=ReasonSerializer, responses=shapes.ConfirmationSerializer)
    @action(detail=True, methods=["post"])
    def revoke(self, request: Request, pk: str) -> Response:
        """The link opens nothing any more."""
        return self._do(operations.revoke, pk, **self.validated(ReasonSerializer))

    @extend_schema(summary="Carry over", request=None, responses=shapes.ConfirmationSerializer)
    @action(detail=True, methods=["post"], url_path="carry-over")
    def carry_over(self, request: Request, pk: str) -> Response:
        """Let an approval that waits for the customer go on with the answer that he gave before."""
        return self._do(operations.carry_over, pk)

    def _do(self, operation: Callable[..., Any], pk: str, **data: Any) -> Response:
        operation(actor=self.actor, confirmation_id=int(pk), version=self.version(), at=clock.now(), **data)
        return self._answer(int(pk))
