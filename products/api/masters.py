"""Product categories and warehouses over the API."""

from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import policies as rights
from common import clock, keyset
from common.api import conditions
from common.api.views import ApiViewSet
from products import references, representation
from products import serializers as shapes
from products.catalogue import operations as catalogue
from products.catalogue import queries as products
from products.stock import operations as stock_operations
from products.stock import queries as stock

if TYPE_CHECKING:
    from accounts.people.models import User

SORTS = {"code": keyset.Sort("code", descending=False)}


class MasterApi(ApiViewSet):
    """What the small masters share: found by code, listed by code."""

    lookup_field = "code"
    lookup_value_regex = r"[^/]+"
    sorts = SORTS
    default_sort = "code"

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]


class CategoryViewSet(MasterApi):
    """The tree of product categories."""

    serializer_class = shapes.CategorySerializer
    verbs = {"create": "product.edit"}

    def _answer(self, category: Any, status: int = 200) -> Response:
        location = f"/api/v1/product-categories/{category.code}/" if status == 201 else ""
        body = representation.category_row(category)
        return self.answer(body, version=category.version, status=status, location=location)

    @extend_schema(
        summary="List product categories",
        parameters=conditions.paging(SORTS, "code"),
        responses=shapes.CategoryPageSerializer,
    )
    def list(self, request: Request) -> Response:
        """All categories; ``parent`` makes the tree."""
        rights.require(self.actor, "product.view")
        found = products.all_categories()
        return self.page(found, lambda rows: [representation.category_row(row) for row in rows])

    @extend_schema(summary="Read a product category", responses=shapes.CategorySerializer)
    def retrieve(self, request: Request, code: str) -> Response:
        """A category by its code."""
        rights.require(self.actor, "product.view")
        return self._answer(products.get_category_by_code(code))

    @extend_schema(
        summary="Add a product category",
        request=shapes.CategoryInputSerializer,
        responses={201: shapes.CategorySerializer},
    )
    def create(self, request: Request) -> Response:
        """Add a category, at the root without a parent."""
        data = references.resolve(self.actor, self.validated(shapes.CategoryInputSerializer))
        return self._answer(catalogue.save_category(actor=self.actor, at=clock.now(), **data), status=201)

    @extend_schema(
        summary="Change a product category",
        request=shapes.CategoryChangeSerializer,
        responses=shapes.CategorySerializer,
    )
    def partial_update(self, request: Request, code: str) -> Response:
        """Change what is sent, on the version in If-Match."""
        version, category = self.version(required=True), products.get_category_by_code(code)
        data = references.resolve(self.actor, self.validated(shapes.CategoryChangeSerializer))
        saved = catalogue.save_category(
            actor=self.actor, category_id=category.pk, version=version, at=clock.now(), **data
        )
        return self._answer(saved)


class WarehouseViewSet(MasterApi):
    """Places that hold stock. Exactly one is the default."""

    serializer_class = shapes.WarehouseSerializer
    verbs = {"create": "warehouse.edit"}

    def _answer(self, warehouse: Any, status: int = 200) -> Response:
        location = f"/api/v1/warehouses/{warehouse.code}/" if status == 201 else ""
        body = representation.warehouse_row(warehouse)
        return self.answer(body, version=warehouse.version, status=status, location=location)

    @extend_schema(
        summary="List warehouses",
        parameters=conditions.paging(SORTS, "code"),
        responses=shapes.WarehousePageSerializer,
    )
    def list(self, request: Request) -> Response:
        """All warehouses, also those out of use."""
        rights.require(self.actor, "stock.view")
        found = stock.all_warehouses()
        return self.page(found, lambda rows: [representation.warehouse_row(row) for row in rows])

    @extend_schema(summary="Read a warehouse", responses=shapes.WarehouseSerializer)
    def retrieve(self, request: Request, code: str) -> Response:
        """A warehouse by its code."""
        rights.require(self.actor, "stock.view")
        return self._answer(stock.get_warehouse_by_code(code))

    @extend_schema(
        summary="Add a warehouse",
        request=shapes.WarehouseInputSerializer,
        responses={201: shapes.WarehouseSerializer},
    )
    def create(self, request: Request) -> Response:
        """Add a warehouse; as the default it takes the mark from the other."""
        data = self.validated(shapes.WarehouseInputSerializer)
        return self._answer(stock_operations.save_warehouse(actor=self.actor, at=clock.now(), **data), status=201)

    @extend_schema(
        summary="Change a warehouse",
        request=shapes.WarehouseChangeSerializer,
        responses=shapes.WarehouseSerializer,
    )
    def partial_update(self, request: Request, code: str) -> Response:
        """Change what is sent, on the version in If-Match; one that holds goods stays in use."""
        version, warehouse = self.version(required=True), stock.get_warehouse_by_code(code)
        data = self.validated(shapes.WarehouseChangeSerializer)
        saved = stock_operations.save_warehouse(
            actor=self.actor, warehouse_id=warehouse.pk, version=version, at=clock.now(), **data
        )
        return self._answer(saved)
