"""Products over the API; they are addressed by code."""

from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import policies as rights
from common import clock
from common.api import conditions
from common.api.views import ApiViewSet
from common.likeness.serializers import MergeInputSerializer, MergePreviewSerializer, preview
from products import policies, references, representation
from products import serializers as shapes
from products.catalogue import operations as catalogue
from products.catalogue import queries as products
from products.catalogue.filters import ProductFilter
from products.cleaning import operations as cleaning
from products.cleaning import queries as duplicates
from products.stock import queries as stock

if TYPE_CHECKING:
    from accounts.people.models import User

Rows = list[Any]
MERGED = PolymorphicProxySerializer(
    component_name="ProductMergeAnswer",
    serializers=[shapes.ProductDocumentSerializer, MergePreviewSerializer],
    resource_type_field_name=None,
)


class ProductViewSet(ApiViewSet):
    """The catalogue."""

    lookup_field = "code"
    lookup_value_regex = r"[^/]+"
    serializer_class = shapes.ProductDocumentSerializer
    sorts = products.SORTS
    default_sort = "code"
    verbs = {"create": "product.edit", "substitutes": "product.edit", "merge": "product.merge"}

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    def _rows(self, rows: Rows) -> Rows:
        hidden = policies.hidden_columns(self.actor)
        totals = stock.totals([row.pk for row in rows]) if rights.can(self.actor, "stock.view") else {}
        return [representation.product_row(self.actor, row, totals.get(row.pk), hidden) for row in rows]

    def _answer(self, product_id: int, status: int = 200) -> Response:
        product = products.get_product(actor=self.actor, product_id=product_id)
        totals = stock.totals([product_id])[product_id] if rights.can(self.actor, "stock.view") else None
        hidden, others = policies.hidden_columns(self.actor), products.substitutes_of(product_id)
        body = representation.product_document(self.actor, product, totals, hidden, others)
        location = f"/api/v1/products/{product.code}/" if status == 201 else ""
        return self.answer(body, version=product.version, status=status, location=location)

    @extend_schema(
        summary="List products",
        parameters=conditions.parameters(ProductFilter, products.SORTS, "code"),
        responses=shapes.ProductPageSerializer,
    )
    def list(self, request: Request) -> Response:
        """Products with their stock over all warehouses."""
        rights.require(self.actor, "product.view")
        return self.page(
            self.filtered(ProductFilter, products.list_products(self.actor).select_related("text")), self._rows
        )

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

    @extend_schema(
        summary="Name a substitute",
        request=shapes.SubstituteInputSerializer,
        responses=shapes.ProductDocumentSerializer,
    )
    @action(detail=True, methods=["post"])
    def substitutes(self, request: Request, code: str) -> Response:
        """Another product that may be delivered instead; named again, its terms are changed."""
        product_id = products.get_id(actor=self.actor, code=code)
        data = references.resolve(self.actor, self.validated(shapes.SubstituteInputSerializer))
        other = data.pop("product")
        catalogue.save_substitute(
            actor=self.actor,
            product_id=product_id,
            substitute_id=other.pk,
            version=self.version(),
            at=clock.now(),
            **data,
        )
        return self._answer(product_id)

    @extend_schema(summary="Remove a substitute", request=None, responses={200: shapes.ProductDocumentSerializer})
    @action(detail=True, methods=["delete"], url_path=r"substitutes/(?P<other>[^/]+)")
    def remove_substitute(self, request: Request, code: str, other: str) -> Response:
        """The other product no longer stands for this one; If-Match is this one's."""
        product_id, version = products.get_id(actor=self.actor, code=code), self.version(required=True)
        other_id = products.get_id(actor=self.actor, code=other)
        catalogue.remove_substitute(
            actor=self.actor, product_id=product_id, substitute_id=other_id, version=version, at=clock.now()
        )
        return self._answer(product_id)

    @extend_schema(summary="Merge products", request=MergeInputSerializer, responses=MERGED)
    @action(detail=True, methods=["post"])
    def merge(self, request: Request, code: str) -> Response:
        """Make this product the same as another, which is answered: order lines, reservations and stock are its from
        now on, lines keep what they show; cannot be undone. ``dry_run`` answers what would happen and what stands in
        the way."""
        data, product_id = self.validated(MergeInputSerializer), products.get_id(actor=self.actor, code=code)
        source, target = duplicates.get_two(self.actor, product_id, data["into"])
        if data["dry_run"]:
            return Response(preview(duplicates.preview(self.actor, source, target)))
        cleaning.merge_products(
            actor=self.actor,
            source_id=source.pk,
            target_id=target.pk,
            take=data["take"],
            version=self.version(),
            at=clock.now(),
        )
        return self._answer(target.pk)
