"""Kits over the API; they are addressed by the code of the product."""

from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import policies as rights
from common import clock
from common.api import conditions
from common.api.fields import plain
from common.api.views import ApiViewSet
from products import references
from products.catalogue import queries as catalogue
from products.kits import operations, queries
from products.kits import serializers as shapes

if TYPE_CHECKING:
    from accounts.people.models import User


class KitViewSet(ApiViewSet):
    """What kits are put together from."""

    lookup_field = "code"
    lookup_value_regex = r"[^/]+"
    serializer_class = shapes.KitSerializer
    sorts = queries.SORTS
    default_sort = "code"

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    def _answer(self, product: Any) -> Response:
        (row,) = _rows([product])
        return self.answer(row, version=row["version"])

    @extend_schema(
        summary="List kits", parameters=conditions.paging(queries.SORTS, "code"), responses=shapes.KitPageSerializer
    )
    def list(self, request: Request) -> Response:
        """Products that are kits, with their components and how many can be built."""
        rights.require(self.actor, "product.view")
        return self.page(queries.kits(self.actor), _rows)

    @extend_schema(summary="Read a kit", responses=shapes.KitSerializer)
    def retrieve(self, request: Request, code: str) -> Response:
        """One by the code of its product."""
        return self._answer(queries.get_kit(self.actor, code))

    @extend_schema(summary="Change a kit", request=shapes.KitChangeSerializer, responses=shapes.KitSerializer)
    def partial_update(self, request: Request, code: str) -> Response:
        """Say what a product is put together from, and what of it stock counts, on the version in If-Match (0: nobody
        said anything yet)."""
        version = self.version(required=True)
        product_id = catalogue.get_id(actor=self.actor, code=code)
        data = self.validated(shapes.KitChangeSerializer)
        if (given := data.pop("components", None)) is not None:
            rows = references.resolve_rows(self.actor, given, "components")
            data["components"] = [operations.Component(**references.as_ids(row)) for row in rows]
        operations.save_kit(actor=self.actor, product_id=product_id, version=version, at=clock.now(), **data)
        return self._answer(queries.get_kit(self.actor, code))


def _rows(products: list[Any]) -> list[dict[str, Any]]:
    figures = queries.figures_of([product.pk for product in products])
    return [_row(product, figures[product.pk]) for product in products]


def _row(product: Any, figures: queries.Figures) -> dict[str, Any]:
    kit = getattr(product, "kit", None)
    return {
        "product": product.code,
        "product_name": product.name,
        "works_on": kit.works_on if kit else "",
        "is_own": figures.made.is_own,
        "buildable": None if figures.buildable is None else plain(figures.buildable),
        "components": [
            {
                "product": part.product.code,
                "quantity": plain(part.quantity),
                "is_sensor": part.is_sensor,
                "available": plain(part.available),
                "enough_for": plain(part.enough_for),
            }
            for part in figures.parts
        ],
        "missing": figures.made.missing,
        "version": kit.version if kit else 0,
    }
