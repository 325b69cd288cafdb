"""Stock over the API: what is where, how it came there, and the verbs of the warehouse."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import policies as rights
from common import clock
from common.api import conditions
from common.api.views import ApiViewSet
from products import references, representation
from products import serializers as shapes
from products.stock import operations as stock_operations
from products.stock import queries as stock
from products.stock.filters import MovementFilter, StockFilter

if TYPE_CHECKING:
    from accounts.people.models import User


class StockViewSet(ApiViewSet):
    """What is where, how it came there, and the verbs of the warehouse."""

    serializer_class = shapes.StockRowSerializer
    sorts = stock.STOCK_SORTS
    default_sort = "id"
    verbs = {
        "arrivals": "stock.receive",
        "transfers": "stock.transfer",
        "counts": "stock.count",
        "adjustments": "stock.adjust",
        "places": "stock.transfer",
    }

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    def _enter(self, shape: Any, call: Callable[..., Any]) -> Response:
        """Check the body, make the call, answer with the product's rows."""
        data = references.as_ids(references.resolve(self.actor, self.validated(shape)))
        call(actor=self.actor, at=clock.now(), **data)
        rows = stock.rows_of(self.actor, data["product_id"])
        return self.answer([representation.stock_row(row) for row in rows], status=201)

    @extend_schema(
        summary="List stock",
        parameters=conditions.parameters(StockFilter, stock.STOCK_SORTS, "id"),
        responses=shapes.StockPageSerializer,
    )
    def list(self, request: Request) -> Response:
        """What each warehouse holds of each product."""
        rights.require(self.actor, "stock.view")
        found = self.filtered(StockFilter, stock.list_stock(self.actor))
        return self.page(found, lambda rows: [representation.stock_row(row) for row in rows])

    @extend_schema(
        summary="List stock movements",
        parameters=conditions.parameters(MovementFilter, stock.MOVEMENT_SORTS, "recent"),
        responses=shapes.MovementPageSerializer,
    )
    @action(detail=False, methods=["get"], sorts=stock.MOVEMENT_SORTS, default_sort="recent")
    def movements(self, request: Request) -> Response:
        """Every change of what is on hand, newest first."""
        rights.require(self.actor, "stock.view")
        found = self.filtered(MovementFilter, stock.list_movements(self.actor))
        return self.page(found, lambda rows: [representation.movement_row(row) for row in rows])

    @extend_schema(
        summary="Record goods arrival",
        request=shapes.ArrivalInputSerializer,
        responses={201: shapes.StockRowSerializer(many=True)},
    )
    @action(detail=False, methods=["post"])
    def arrivals(self, request: Request) -> Response:
        """Raise what is on hand; answers with the product's rows in all warehouses."""
        return self._enter(shapes.ArrivalInputSerializer, stock_operations.receive_goods)

    @extend_schema(
        summary="Transfer stock",
        request=shapes.TransferInputSerializer,
        responses={201: shapes.StockRowSerializer(many=True)},
    )
    @action(detail=False, methods=["post"])
    def transfers(self, request: Request) -> Response:
        """Move free pieces from a warehouse to another."""
        return self._enter(shapes.TransferInputSerializer, stock_operations.transfer_stock)

    @extend_schema(
        summary="Record a count",
        request=shapes.CountInputSerializer,
        responses={201: shapes.StockRowSerializer(many=True)},
    )
    @action(detail=False, methods=["post"])
    def counts(self, request: Request) -> Response:
        """Say what really is there; a count below what is reserved lets reservations go."""
        return self._enter(shapes.CountInputSerializer, stock_operations.count_stock)

    @extend_schema(
        summary="Adjust stock",
        request=shapes.AdjustmentInputSerializer,
        responses={201: shapes.StockRowSerializer(many=True)},
    )
    @action(detail=False, methods=["post"])
    def adjustments(self, request: Request) -> Response:
        """Correct what is on hand, with a reason."""
        return self._enter(shapes.AdjustmentInputSerializer, stock_operations.adjust_stock)

    @extend_schema(
        summary="Say where goods lie",
        request=shapes.ShelfInputSerializer,
        responses={201: shapes.StockRowSerializer(many=True)},
    )
    @action(detail=False, methods=["post"])
    def places(self, request: Request) -> Response:
        """The shelf or bin of a product in a warehouse, which picking lists name."""
        return self._enter(shapes.ShelfInputSerializer, stock_operations.place_goods)
