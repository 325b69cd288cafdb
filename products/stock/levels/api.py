"""Replenishment over the API: levels, what is below them, what lies there too long."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import policies as rights
from common import clock, errors
from common.api import strict
from common.api.fields import plain
from common.api.views import ApiViewSet
from products import references
from products.catalogue import queries as catalogue
from products.stock.levels import forms, operations, queries
from products.stock.levels import serializers as shapes

if TYPE_CHECKING:
    from accounts.people.models import User

_FIGURES = ("minimum", "target", "available", "planned", "wanted", "forecast", "lot", "quantity")


def _text(name: str, description: str, kind: Any = OpenApiTypes.STR) -> OpenApiParameter:
    return OpenApiParameter(name, kind, description=description)


class ReplenishmentViewSet(ApiViewSet):
    """What is below its level, and what lies there too long. Each answer is the whole list, at most 1,000 rows."""

    serializer_class = shapes.SuggestionSerializer
    verbs = {"plan": "supply.plan", "set_level": "product.edit"}

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    @extend_schema(
        summary="List what is below its level",
        parameters=[_text("q", "Product: code, name or pinyin initials"), _text("supplier", "Supplier code")],
        responses=shapes.SuggestionsSerializer,
    )
    def list(self, request: Request) -> Response:
        """What is to be filled up, the shortest first."""
        rights.require(self.actor, "stock.view")
        strict.require_known_conditions(request.query_params, frozenset({"q", "supplier"}))
        found = queries.below_level(self.actor, **forms.ReplenishmentForm(request.query_params).conditions())
        return _whole([_suggestion(row) for row in found])

    @extend_schema(
        summary="Plan what is below its level",
        request=shapes.ReplenishInputSerializer,
        responses=shapes.ReplenishedSerializer,
    )
    @action(detail=False, methods=["post"])
    def plan(self, request: Request) -> Response:
        """Make planned receipts: from the product's supplier, on the day of its lead time."""
        rows = references.resolve_rows(self.actor, self.validated(shapes.ReplenishInputSerializer)["rows"])
        wanted = [operations.Wanted(**references.as_ids(row)) for row in rows]
        made = operations.plan_replenishment(actor=self.actor, wanted=wanted, at=clock.now())
        told = [{"id": one.receipt.pk, "external_id": "", "result": one.result} for one in made]
        return Response({"rows": told})

    @extend_schema(
        summary="List slow movers",
        parameters=[
            _text("q", "Product: code, name or pinyin initials"),
            _text("days", "Nothing issued for so many days; else the company's setting", OpenApiTypes.INT),
        ],
        responses=shapes.SlowMoversSerializer,
    )
    @action(detail=False, methods=["get"], url_path="slow-movers")
    def slow_movers(self, request: Request) -> Response:
        """What was neither issued nor came in for some days, the dearest first."""
        rights.require(self.actor, "stock.view")
        strict.require_known_conditions(request.query_params, frozenset({"q", "days"}))
        asked = forms.SlowForm(request.query_params)
        if not asked.is_valid():
            raise errors.Invalid(fields={name: list(texts) for name, texts in asked.errors.items()})
        found = queries.slow_movers(self.actor, at=clock.now(), **asked.conditions())
        return _whole([_slow(row) for row in found])

    @extend_schema(
        summary="List the levels of a product",
        parameters=[_text("product", "Product code")],
        responses=shapes.StockLevelsSerializer,
    )
    @action(detail=False, methods=["get"])
    def levels(self, request: Request) -> Response:
        """Over all warehouses, and in each that has one of its own."""
        rights.require(self.actor, "stock.view")
        strict.require_known_conditions(request.query_params, frozenset({"product"}))
        return self._levels(request.query_params.get("product", ""))

    @extend_schema(
        summary="Set the level of a product",
        request=shapes.StockLevelInputSerializer,
        responses=shapes.StockLevelsSerializer,
    )
    @levels.mapping.post
    def set_level(self, request: Request) -> Response:
        """Below which quantity more is to come, up to how much, in which lots."""
        given = self.validated(shapes.StockLevelInputSerializer)
        data = references.as_ids(references.resolve(self.actor, given))
        operations.save_level(actor=self.actor, version=self.version(), at=clock.now(), **data)
        return self._levels(given["product"])

    def _levels(self, code: str) -> Response:
        product_id = catalogue.get_id(actor=self.actor, code=code)
        product = catalogue.get_product(actor=self.actor, product_id=product_id)
        rows = [_level(product, row) for row in queries.levels_of(product.pk)]
        if product.warning_level is not None and not any(row["warehouse"] is None for row in rows):
            plain_level = {"minimum": plain(product.warning_level), "target": None, "lot": plain(product.pack_multiple)}
            rows.insert(0, {"product": product.code, "warehouse": None, **plain_level, "version": 0})
        return _whole(rows)


def _whole(rows: Sequence[dict[str, Any]]) -> Response:
    """A list that has one page."""
    page = {"count": len(rows), "count_is_estimate": False, "next": None, "previous": None}
    return Response({**page, "results": rows})


def _level(product: Any, row: Any) -> dict[str, Any]:
    minimum = product.warning_level if row.warehouse_id is None else row.minimum
    return {
        "product": product.code,
        "warehouse": row.warehouse.code if row.warehouse else None,
        "minimum": None if minimum is None else plain(minimum),
        "target": None if row.target is None else plain(row.target),
        "lot": plain(row.lot),
        "version": row.version,
    }


def _suggestion(row: queries.Suggestion) -> dict[str, Any]:
    return {
        "product": row.code,
        "product_name": row.name,
        "unit": row.unit,
        "warehouse": row.warehouse,
        **{name: plain(getattr(row, name)) for name in _FIGURES},
        "supplier": row.supplier,
        "lead_time_days": row.lead_time_days,
    }


def _slow(row: queries.Slow) -> dict[str, Any]:
    return {
        "product": row.code,
        "product_name": row.name,
        "unit": row.unit,
        "category": row.category,
        "on_hand": plain(row.on_hand),
        "reserved": plain(row.reserved),
        "value": None if row.value is None else plain(row.value, 2),
        "last_issue": row.last_issue,
        "last_arrival": row.last_arrival,
        "sold_in_a_year": plain(row.sold),
        "planned": plain(row.planned),
    }
