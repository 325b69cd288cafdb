"""Reservations over the API, and the answers of a warehouse's own system (R298)."""

from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from common import clock
from common.api import conditions
from common.api.views import ApiViewSet
from orders.promise.answering import operations, queries, representation
from orders.promise.answering import serializers as shapes
from orders.promise.answering.filters import ReservationFilter
from products import references

if TYPE_CHECKING:
    from accounts.people.models import User


class ReservationViewSet(ApiViewSet):
    """Goods of a warehouse that are held for order lines."""

    serializer_class = shapes.ReservationSerializer
    sorts = queries.SORTS
    default_sort = "id"
    verbs = {"answers": operations.ANSWER}

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    @extend_schema(
        summary="List reservations",
        parameters=conditions.parameters(ReservationFilter, queries.SORTS, "id"),
        responses=shapes.ReservationPageSerializer,
    )
    def list(self, request: Request) -> Response:
        """Of orders that you may see, with what the warehouse's system said last; ``unanswered=true``: what it has
        still to hold, or held in another quantity."""

        def rows(found: list[Any]) -> list[dict[str, Any]]:
            said = queries.last_answers(found)
            return [representation.reservation(one, said.get(queries.key_of(one))) for one in found]

        return self.page(self.filtered(ReservationFilter, queries.list_reservations(self.actor)), rows)

    @extend_schema(
        summary="Answer a reservation",
        request=shapes.ReservationAnswerInputSerializer,
        responses={201: shapes.ReservationAnswerSerializer, 200: shapes.ReservationAnswerSerializer},
    )
    @action(detail=False, methods=["post"])
    def answers(self, request: Request) -> Response:
        """Your warehouse holds what was reserved, or fewer: then the line lets the rest go and the stock goes down by
        it. Accepted once per system and external number: the same again is 200. 409 ``reservation_changed`` when
        another quantity is reserved by now."""
        data = self.validated(shapes.ReservationAnswerInputSerializer)
        named = references.as_ids(references.resolve(self.actor, data))
        answer, is_new = operations.answer_reservation(
            actor=self.actor, order_number=named.pop("order"), at=clock.now(), **named
        )
        return self.answer(representation.answer(answer), status=201 if is_new else 200)
