"""Promotions over the API; they are addressed by code."""

from typing import TYPE_CHECKING

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import policies as rights
from common import clock
from common.api import conditions
from common.api.views import ApiViewSet
from products.promotions import operations, queries, references, representation
from products.promotions import serializers as shapes

if TYPE_CHECKING:
    from accounts.people.models import User


class PromotionViewSet(ApiViewSet):
    """Promotions: for so many pieces bought so many given. They apply to drafts; see ``gift_of`` of their lines."""

    lookup_field = "code"
    lookup_value_regex = r"[^/]+"
    serializer_class = shapes.PromotionSerializer
    sorts = queries.SORTS
    default_sort = "code"
    verbs = {"create": "promotion.edit"}

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    def _answer(self, code: str, status: int = 200) -> Response:
        row = queries.get_by_code(actor=self.actor, code=code)
        location = f"/api/v1/promotions/{row.code}/" if status == 201 else ""
        return self.answer(representation.promotion(row), version=row.version, status=status, location=location)

    @extend_schema(
        summary="List promotions",
        parameters=conditions.paging(queries.SORTS, "code"),
        responses=shapes.PromotionPageSerializer,
    )
    def list(self, request: Request) -> Response:
        """All promotions, in use or not."""
        rights.require(self.actor, "promotion.view")
        found = queries.promotions(self.actor).prefetch_related("listed__product")
        return self.page(found, lambda rows: [representation.promotion(row) for row in rows])

    @extend_schema(summary="Read a promotion", responses=shapes.PromotionSerializer)
    def retrieve(self, request: Request, code: str) -> Response:
        """A promotion by its code."""
        return self._answer(code)

    @extend_schema(
        summary="Add a promotion",
        request=shapes.PromotionInputSerializer,
        responses={201: shapes.PromotionSerializer},
    )
    def create(self, request: Request) -> Response:
        """Add a promotion by mark, by tag or by a list of products."""
        data = references.resolve(self.actor, self.validated(shapes.PromotionInputSerializer))
        row = operations.save_promotion(actor=self.actor, at=clock.now(), **data)
        return self._answer(row.code, status=201)

    @extend_schema(
        summary="Change a promotion",
        request=shapes.PromotionChangeSerializer,
        responses=shapes.PromotionSerializer,
    )
    def partial_update(self, request: Request, code: str) -> Response:
        """Change what is sent, on the version in If-Match. Orders that were submitted keep their gifts."""
        version, row = self.version(required=True), queries.get_by_code(actor=self.actor, code=code)
        data = references.resolve(self.actor, self.validated(shapes.PromotionChangeSerializer))
        saved = operations.save_promotion(
            actor=self.actor, promotion_id=row.pk, version=version, at=clock.now(), **data
        )
        return self._answer(saved.code)
