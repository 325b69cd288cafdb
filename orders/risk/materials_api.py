"""Raw materials and their prices over the API (R112)."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from common import clock, errors
from common.api import conditions
from common.api.fields import plain
from orders.risk import operations, policies, queries
from orders.risk import serializers as shapes
from orders.risk.api import Room
from orders.risk.filters import MaterialPriceFilter


def _material(row: Any) -> dict[str, Any]:
    """A material (``MaterialSerializer``)."""
    names = ("id", "name", "is_active", "version")
    own = {name: getattr(row, name) for name in names}
    return {**own, "category": row.category.code, "share": plain(row.share, 2)}


def _price(row: Any) -> dict[str, Any]:
    """A price (``MaterialPriceRowSerializer``)."""
    own = {name: getattr(row, name) for name in ("day", "source", "created_at")}
    return {**own, "material": row.material.name, "price": plain(row.price), "created_by": row.created_by.username}


class MaterialViewSet(Room):
    """Raw materials, each with the product family whose cost it moves."""

    serializer_class = shapes.MaterialSerializer
    lookup_value_regex = r"\d{1,18}"
    pagination_class = None
    verbs = {"create": policies.MATERIAL}

    @extend_schema(summary="List materials", responses=shapes.MaterialSerializer(many=True), filters=False)
    def list(self, request: Request) -> Response:
        """All of them, those in use first."""
        return Response([_material(row) for row in queries.list_materials(self.actor)])

    @extend_schema(summary="Read a material", responses=shapes.MaterialSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One as it stands."""
        return self._answer(int(pk))

    @extend_schema(
        summary="Add a material", request=shapes.MaterialInputSerializer, responses={201: shapes.MaterialSerializer}
    )
    def create(self, request: Request) -> Response:
        """The product family whose cost it moves, and the share of the cost that it is."""
        data = self._named(self.validated(shapes.MaterialInputSerializer))
        made = operations.save_material(actor=self.actor, at=clock.now(), **data)
        return self._answer(made.pk, status=201)

    @extend_schema(
        summary="Change a material", request=shapes.MaterialChangeSerializer, responses=shapes.MaterialSerializer
    )
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change what is sent, on the version in If-Match."""
        version = self.version(required=True)
        row = queries.get_material(self.actor, int(pk))
        now = {name: getattr(row, name) for name in ("name", "category_id", "share", "is_active")}
        changes = now | self._named(self.validated(shapes.MaterialChangeSerializer))
        operations.save_material(actor=self.actor, material_id=row.pk, version=version, at=clock.now(), **changes)
        return self._answer(row.pk)

    def _named(self, data: dict[str, Any]) -> dict[str, Any]:
        """The body with the key of the family in the place of its code."""
        if "category" in data:
            data["category_id"] = queries.family_by_code(data.pop("category"))
        return data

    def _answer(self, material_id: int, status: int = 200) -> Response:
        row = queries.get_material(self.actor, material_id)
        location = f"/api/v1/materials/{row.pk}/" if status == 201 else ""
        return self.answer(_material(row), version=row.version, status=status, location=location)


class MaterialPriceViewSet(Room):
    """Prices of raw materials, which move the cost of product families."""

    serializer_class = shapes.MaterialPricesSerializer
    sorts = queries.PRICE_SORTS
    default_sort = "day"
    verbs = {"create": policies.MATERIAL}

    @extend_schema(
        summary="List material prices",
        parameters=conditions.parameters(MaterialPriceFilter, queries.PRICE_SORTS, "day"),
        responses=shapes.MaterialPricePageSerializer,
    )
    def list(self, request: Request) -> Response:
        """The latest day first."""
        found = self.filtered(MaterialPriceFilter, queries.list_prices(self.actor))
        return self.page(found, lambda rows: [_price(row) for row in rows])

    @extend_schema(
        summary="Load material prices",
        request=shapes.MaterialPricesInputSerializer,
        responses={200: shapes.MaterialPricesSerializer},
    )
    def create(self, request: Request) -> Response:
        """All or none; a day that was said before takes the new price."""
        data = self.validated(shapes.MaterialPricesInputSerializer)
        material = queries.material_by_name(self.actor, data["material"])
        if material is None:
            words = _("There is no material “%(name)s”.") % {"name": data["material"]}
            raise errors.Invalid(fields={"material": [words]})
        prices = [(one["day"], one["price"]) for one in data["prices"]]
        changed = operations.load_prices(
            actor=self.actor, material_id=material.pk, prices=prices, source=data["source"], at=clock.now()
        )
        return Response({"changed": changed})
