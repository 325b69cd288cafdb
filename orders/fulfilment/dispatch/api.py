"""The dispatch board and picking lists over the API (R161, R172)."""

from typing import TYPE_CHECKING

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import policies as rights
from common import clock
from common.api import conditions, strict
from common.api.views import ApiViewSet
from common.dates import business_day
from orders.fulfilment import policies
from orders.fulfilment import queries as documents
from orders.fulfilment.dispatch import operations, queries, representation
from orders.fulfilment.dispatch.serializers import (
    DispatchBoardSerializer,
    PickingInputSerializer,
    PickingPageSerializer,
    PickingSerializer,
    PlaceSerializer,
)
from orders.fulfilment.filters import OutboundFilter
from orders.fulfilment.outbound_api import OutboundApi
from orders.fulfilment.serializers import OutboundSerializer

if TYPE_CHECKING:
    from accounts.people.models import User


class DispatchViewSet(ApiViewSet):
    """What is to leave."""

    serializer_class = DispatchBoardSerializer
    pagination_class = None

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    @extend_schema(
        summary="Dispatch board",
        parameters=conditions.of_filter(OutboundFilter),
        responses=DispatchBoardSerializer,
    )
    def list(self, request: Request) -> Response:
        """Delivery notices by day, in the sequence in which they leave, and orders that have none yet."""
        rights.require(self.actor, policies.VIEW)
        strict.require_known_conditions(request.query_params, frozenset(OutboundFilter.base_filters))
        chosen = self.filtered(OutboundFilter, documents.list_documents(self.actor))
        return Response(representation.board(queries.board(self.actor, chosen, business_day(clock.now()))))


class PlacingMixin(OutboundApi):
    """Where a delivery notice stands among those of its warehouse and day."""

    @extend_schema(summary="Move in the sequence", request=PlaceSerializer, responses=OutboundSerializer)
    @action(detail=True, methods=["post"])
    def move(self, request: Request, number: str) -> Response:
        """To the top, or one place up or down; day, mode and carrier change with PATCH."""
        document_id, data = self.document_of(number).pk, self.validated(PlaceSerializer)
        operations.move_document(
            actor=self.actor, document_id=document_id, version=self.version(), at=clock.now(), **data
        )
        return self.answer_document(document_id)

    @extend_schema(summary="Take off the picking list", request=None, responses=OutboundSerializer)
    @action(detail=True, methods=["post"], url_path="leave-picking")
    def leave_picking(self, request: Request, number: str) -> Response:
        """The goods are picked alone, or with others."""
        document_id = self.document_of(number).pk
        operations.leave_wave(actor=self.actor, document_id=document_id, at=clock.now())
        return self.answer_document(document_id)


class PickingViewSet(ApiViewSet):
    """Delivery notices picked in one walk through a warehouse."""

    lookup_field = "number"
    lookup_value_regex = r"[A-Za-z]{2}\d{8}-\d{4,}"
    serializer_class = PickingSerializer
    sorts = queries.SORTS
    default_sort = queries.DEFAULT_SORT
    verbs = {"create": operations.PICK}

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    def _answer(self, number: str, status: int = 200) -> Response:
        wave = queries.get_wave(self.actor, number)
        found = queries.documents_of(self.actor, wave)
        return Response(representation.wave(wave, found, queries.picks(wave, found)), status=status)

    @extend_schema(
        summary="List picking lists",
        parameters=conditions.paging(queries.SORTS, queries.DEFAULT_SORT),
        responses=PickingPageSerializer,
    )
    def list(self, request: Request) -> Response:
        """Newest first."""
        return self.page(queries.list_waves(self.actor), lambda rows: [representation.wave_row(row) for row in rows])

    @extend_schema(summary="Read a picking list", responses=PickingSerializer)
    def retrieve(self, request: Request, number: str) -> Response:
        """What is still to be picked, place by place; as PDF: the paper ``picking-list``."""
        return self._answer(number)

    @extend_schema(summary="Write a picking list", request=PickingInputSerializer, responses={201: PickingSerializer})
    def create(self, request: Request) -> Response:
        """Delivery notices of one warehouse, each on one picking list at most."""
        numbers = self.validated(PickingInputSerializer)["documents"]
        keys = [documents.get_document(self.actor, one.upper()).pk for one in numbers]
        wave = operations.start_wave(actor=self.actor, document_ids=keys, at=clock.now())
        return self._answer(wave.number, status=201)
