"""Price lists over the API; they are addressed by code."""

from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import policies as rights
from common import clock
from common.api import conditions
from common.api.views import ApiViewSet
from products.pricing import operations, queries, references, representation
from products.pricing import serializers as shapes
from products.pricing.filters import PriceFilter

if TYPE_CHECKING:
    from accounts.people.models import User


class PriceListViewSet(ApiViewSet):
    """Price lists and their prices."""

    lookup_field = "code"
    lookup_value_regex = r"[^/]+"
    serializer_class = shapes.PriceListSerializer
    sorts = queries.LIST_SORTS
    default_sort = "code"
    verbs = {"create": "price.edit", "set_prices": "price.edit", "end_price": "price.edit"}

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    def _answer(self, code: str, status: int = 200) -> Response:
        row = queries.get_by_code(actor=self.actor, code=code)
        location = f"/api/v1/price-lists/{row.code}/" if status == 201 else ""
        body = representation.list_row(row, row.row_count)  # type: ignore[attr-defined]
        return self.answer(body, version=row.version, status=status, location=location)

    def _given(self, shape: Any) -> dict[str, Any]:
        data = self.validated(shape)
        return {("currency_id" if name == "currency" else name): value for name, value in data.items()}

    @extend_schema(
        summary="List price lists",
        parameters=conditions.paging(queries.LIST_SORTS, "code"),
        responses=shapes.PriceListPageSerializer,
    )
    def list(self, request: Request) -> Response:
        """All price lists, in use or not."""
        rights.require(self.actor, "price.view")
        found = queries.lists(self.actor)
        return self.page(found, lambda rows: [representation.list_row(row, row.row_count) for row in rows])

    @extend_schema(summary="Read a price list", responses=shapes.PriceListSerializer)
    def retrieve(self, request: Request, code: str) -> Response:
        """A price list by its code."""
        return self._answer(code)

    @extend_schema(
        summary="Add a price list",
        request=shapes.PriceListInputSerializer,
        responses={201: shapes.PriceListSerializer},
    )
    def create(self, request: Request) -> Response:
        """Add a list for a class of customers, or for everybody."""
        row = operations.save_list(actor=self.actor, at=clock.now(), **self._given(shapes.PriceListInputSerializer))
        return self._answer(row.code, status=201)

    @extend_schema(
        summary="Change a price list",
        request=shapes.PriceListChangeSerializer,
        responses=shapes.PriceListSerializer,
    )
    def partial_update(self, request: Request, code: str) -> Response:
        """Change what is sent, on the version in If-Match."""
        version, row = self.version(required=True), queries.get_by_code(actor=self.actor, code=code)
        changes = self._given(shapes.PriceListChangeSerializer)
        saved = operations.save_list(actor=self.actor, list_id=row.pk, version=version, at=clock.now(), **changes)
        return self._answer(saved.code)

    @extend_schema(
        summary="List the prices of a list",
        parameters=conditions.parameters(PriceFilter, queries.SORTS, "product"),
        responses=shapes.ListPricePageSerializer,
    )
    @action(detail=True, methods=["get"])
    def prices(self, request: Request, code: str) -> Response:
        """Its prices, now and later; ``on`` gives those that hold on a day."""
        self.sorts, self.default_sort = queries.SORTS, "product"  # type: ignore[misc]
        row = queries.get_by_code(actor=self.actor, code=code)
        found = self.filtered(PriceFilter, queries.prices_of(self.actor, row))
        return self.page(found, lambda rows: [representation.price_row(one) for one in rows])

    @extend_schema(
        summary="Set prices of a list",
        request=shapes.PriceRowsSerializer,
        responses=shapes.PricesSetSerializer,
    )
    @prices.mapping.post
    def set_prices(self, request: Request, code: str) -> Response:
        """Let prices hold: all of them, or none where one does not fit. What stood before comes back afterwards."""
        row = queries.get_by_code(actor=self.actor, code=code)
        entries = references.entries(self.actor, self.validated(shapes.PriceRowsSerializer)["prices"])
        new = operations.set_prices(actor=self.actor, list_id=row.pk, entries=entries, at=clock.now())
        return Response({"new": new})

    @extend_schema(summary="End a price of a list", request=shapes.PriceEndSerializer, responses={204: None})
    @action(detail=True, methods=["post"], url_path=r"prices/(?P<price_id>\d{1,18})/end")
    def end_price(self, request: Request, code: str, price_id: str) -> Response:
        """Let a price hold until a day at the latest."""
        row = queries.get_by_code(actor=self.actor, code=code)
        price = queries.get_price(actor=self.actor, price_id=int(price_id), price_list=row)
        data = self.validated(shapes.PriceEndSerializer)
        operations.end_price(actor=self.actor, price_id=price.pk, at=clock.now(), **data)
        return Response(status=204)
