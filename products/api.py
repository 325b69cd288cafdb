"""Products and stock over the API; products are addressed by code."""

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
from products import policies, references, representation
from products import serializers as shapes
from products.catalogue import operations as catalogue
from products.catalogue import queries as products
from products.catalogue.filters import ProductFilter
from products.stock import operations as stock_operations
from products.stock import queries as stock
from products.stock.filters import MovementFilter, StockFilter

if TYPE_CHECKING:
    from accounts.people.models import User

Rows = list[Any]


class ProductViewSet(ApiViewSet):
    """The catalogue."""

    lookup_field = "code"
    lookup_value_regex = r"[^/]+"
    serializer_class = shapes.ProductDocumentSerializer
    sorts = products.SORTS
    default_sort = "code"

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    def _rows(self, rows: Rows) -> Rows:
        hidden = policies.hidden_columns(self.actor)
        totals = stock.totals([row.pk for row in rows]) if rights.can(self.actor, "stock.view") else {}
        return [representation.product_row(row, totals.get(row.pk), hidden) for row in rows]

    def _answer(self, product_id: int, status: int = 200) -> Response:
        product = products.get_product(actor=self.actor, product_id=product_id)
        totals = stock.totals([product_id])[product_id] if rights.can(self.actor, "stock.view") else None
        hidden, others = policies.hidden_columns(self.actor), products.substitutes_of(product_id)
        body = representation.product_document(product, totals, hidden, others)
        location = f"/api/v1/products/{product.code}/" if status == 201 else ""
        return self.answer(body, version=product.version, status=status, location=location)

    @extend_schema(
        summary="List products",
        parameters=conditions.parameters(ProductFilter),
        responses=shapes.ProductPageSerializer,
    )
    def list(self, request: Request) -> Response:
        """Products with their stock over all warehouses."""
        rights.require(self.actor, "product.view")
        found = ProductFilter(request.query_params, products.list_products(self.actor))
        self.require_valid(found.form.errors)
        return self.page(found.qs, self._rows)

    @extend_schema(summary="Read a product", responses=shapes.ProductDocumentSerializer)
    def retrieve(self, request: Request, code: str) -> Response:
        """The product with its stock and its substitutes."""
        return self._answer(products.get_id(actor=self.actor, code=code))

    @extend_schema(
        summary="Add a product",
        request=shapes.ProductInputSerializer,
        responses={201: shapes.ProductDocumentSerializer},
    )
    def create(self, request: Request) -> Response:
        """Add a product."""
        fields = references.resolve(self.actor, self.validated(shapes.ProductInputSerializer))
        product = catalogue.create_product(actor=self.actor, at=clock.now(), **fields)
        return self._answer(product.pk, status=201)

    @extend_schema(
        summary="Change a product",
        request=shapes.ProductChangeSerializer,
        responses=shapes.ProductDocumentSerializer,
    )
    def partial_update(self, request: Request, code: str) -> Response:
        """Change what is sent, on the version in If-Match."""
        version = self.version(required=True)
        product_id = products.get_id(actor=self.actor, code=code)
        if version is None:
            version = products.get_product(actor=self.actor, product_id=product_id).version
        catalogue.update_product(
            actor=self.actor,
            product_id=product_id,
            version=version,
            changes=references.resolve(self.actor, self.validated(shapes.ProductChangeSerializer)),
            at=clock.now(),
        )
        return self._answer(product_id)


class StockViewSet(ApiViewSet):
    """What is where, how it came there, and the verbs of the warehouse."""

    serializer_class = shapes.StockRowSerializer
    sorts = stock.STOCK_SORTS
    default_sort = "id"

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
        summary="List stock", parameters=conditions.parameters(StockFilter), responses=shapes.StockPageSerializer
    )
    def list(self, request: Request) -> Response:
        """What each warehouse holds of each product."""
        rights.require(self.actor, "stock.view")
        found = StockFilter(request.query_params, stock.list_stock(self.actor))
        self.require_valid(found.form.errors)
        return self.page(found.qs, lambda rows: [representation.stock_row(row) for row in rows])

    @extend_schema(
        summary="List stock movements",
        parameters=conditions.parameters(MovementFilter),
        responses=shapes.MovementPageSerializer,
    )
    @action(detail=False, methods=["get"], sorts=stock.MOVEMENT_SORTS, default_sort="recent")
    def movements(self, request: Request) -> Response:
        """Every change of what is on hand, newest first."""
        rights.require(self.actor, "stock.view")
        found = MovementFilter(request.query_params, stock.list_movements(self.actor))
        self.require_valid(found.form.errors)
        return self.page(found.qs, lambda rows: [representation.movement_row(row) for row in rows])

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
