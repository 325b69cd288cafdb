"""Risks of products over the API (R055, R221); they are addressed by code. Read only: they are counted."""

from typing import TYPE_CHECKING

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import policies as rights
from common import clock
from common.api import conditions
from common.api.views import ApiViewSet
from orders.voice import queries, representation
from orders.voice import serializers as shapes
from orders.voice.filters import ProductRiskFilter
from products.catalogue import queries as catalogue

if TYPE_CHECKING:
    from accounts.people.models import User


class ProductRiskViewSet(ApiViewSet):
    """What goes wrong with products."""

    lookup_field = "code"
    lookup_value_regex = r"[^/]+"
    serializer_class = shapes.ProductRiskSerializer
    sorts = queries.SORTS
    default_sort = queries.DEFAULT_SORT

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    @extend_schema(
        summary="List products with troubles",
        parameters=conditions.parameters(ProductRiskFilter, queries.SORTS, queries.DEFAULT_SORT),
        responses=shapes.ProductRiskPageSerializer,
    )
    def list(self, request: Request) -> Response:
        """Products with complaints, returns or low scores in the months that count, the most points first."""
        rights.require(self.actor, "product.view")
        found = self.filtered(ProductRiskFilter, queries.list_risky(self.actor))
        return self.page(found, lambda rows: [representation.row(one, one.risk_figures) for one in rows])

    @extend_schema(summary="Read the risk of a product", responses=shapes.ProductRiskSerializer)
    def retrieve(self, request: Request, code: str) -> Response:
        """With the newest rows behind it that you may see, and how many others there are."""
        product_id = catalogue.get_id(actor=self.actor, code=code)
        return Response(representation.document(queries.of_product(self.actor, product_id, clock.now())))
