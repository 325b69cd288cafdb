"""Verifications and order errors over the API."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.people import queries as people
from common import clock, errors
from common.api import conditions, strict
from common.api.fields import ReasonSerializer
from common.api.views import ApiViewSet
from orders.checking import operations, queries, representation
from orders.checking import serializers as shapes
from orders.checking.filters import OrderErrorFilter
from orders.order import policies
from orders.order import queries as orders
from orders.order.api import OrderApi

if TYPE_CHECKING:
    from accounts.people.models import User


class OrderVerificationsMixin(OrderApi):
    """What was found when an order was verified."""

    @extend_schema(summary="Read the verifications", responses=shapes.VerificationsSerializer)
    @action(detail=True, methods=["get"])
    def verifications(self, request: Request, reference: str) -> Response:
        """Newest first, with the checklist that the next one answers."""
        order = orders.get_order(actor=self.actor, reference=reference)
        missing = queries.why_unverified(order.pk, order.content_hash)
        points = [{"code": one.code, "name": str(one), "kind": one.kind} for one in queries.points()]
        results = [representation.verification(one) for one in queries.verifications(order)]
        return Response({"missing": missing, "points": points, "results": results})


class OrderErrorViewSet(ApiViewSet):
    """Errors that were found in orders: the source of the order accuracy."""

    lookup_value_regex = r"\d{1,18}"
    serializer_class = shapes.OrderErrorSerializer
    sorts = queries.SORTS
    default_sort = queries.DEFAULT_SORT
    verbs = {"create": "order.error", "correct": "order.error", "dismiss": "order.error_dismiss"}

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    def _answer(self, error_id: int, status: int = 200) -> Response:
        found = queries.get_error(actor=self.actor, error_id=error_id)
        location = f"/api/v1/order-errors/{found.pk}/" if status == 201 else ""
        body = representation.error(self.actor, found)
        return self.answer(body, version=found.version, status=status, location=location)

    @extend_schema(
        summary="List order errors",
        parameters=conditions.parameters(OrderErrorFilter, queries.SORTS, queries.DEFAULT_SORT),
        responses=shapes.OrderErrorPageSerializer,
    )
    def list(self, request: Request) -> Response:
        """Of the orders you may see, newest first."""
        found = self.filtered(OrderErrorFilter, queries.list_errors(self.actor))
        return self.page(found, lambda rows: [representation.error(self.actor, one) for one in rows])

    @extend_schema(summary="Read an order error", responses=shapes.OrderErrorSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One as it stands."""
        return self._answer(int(pk))

    @extend_schema(
        summary="Record an order error",
        request=shapes.OrderErrorInputSerializer,
        responses={201: shapes.OrderErrorSerializer},
    )
    def create(self, request: Request) -> Response:
        """An error in an order or one of its lines, at any stage."""
        data = self.validated(shapes.OrderErrorInputSerializer)
        order_id = orders.id_of(data.pop("order"))
        if name := data.pop("made_by", None):
            person = people.people().filter(username=name).first()
            if person is None:
                raise errors.Invalid(fields={"made_by": ["?"]})
            data["made_by_id"] = person.pk
        made = operations.record_error(actor=self.actor, order_id=order_id, at=clock.now(), **data)
        return self._answer(made.pk, status=201)

    @extend_schema(summary="Correct", request=shapes.CorrectionSerializer, responses=shapes.OrderErrorSerializer)
    @action(detail=True, methods=["post"])
    def correct(self, request: Request, pk: str) -> Response:
        """Say how the error was corrected."""
        return self._do(operations.correct_error, pk, **self.validated(shapes.CorrectionSerializer))

    @extend_schema(summary="Dismiss", request=ReasonSerializer, responses=shapes.OrderErrorSerializer)
    @action(detail=True, methods=["post"])
    def dismiss(self, request: Request, pk: str) -> Response:
        """It was no error: it stays on record and counts no more."""
        return self._do(operations.dismiss_error, pk, **self.validated(ReasonSerializer))

    @extend_schema(
        summary="Order accuracy",
        parameters=[OpenApiParameter("since", str, required=True), OpenApiParameter("until", str, required=True)],
        responses=shapes.AccuracySerializer,
    )
    @action(detail=False, methods=["get"])
    def accuracy(self, request: Request) -> Response:
        """Orders without an error found at verification, approval, confirmation, shipment or by the customer ÷ orders
        that took effect on these business days; history and types that do not count are left out."""
        strict.require_known_conditions(request.query_params, frozenset({"since", "until"}))
        asked = shapes.PeriodSerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        found = queries.accuracy(policies.visible_to(self.actor), **asked.validated_data)
        share = None if found.share is None else f"{found.share:.6f}"
        return Response({"effective": found.effective, "with_error": found.with_error, "share": share})

    def _do(self, operation: Callable[..., Any], pk: str, **data: Any) -> Response:
        operation(actor=self.actor, error_id=int(pk), version=self.version(), at=clock.now(), **data)
        return self._answer(int(pk))
