"""Forecasts over the API (R256)."""

from typing import TYPE_CHECKING

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from common import clock, dates
from common.api import conditions
from common.api.views import ApiViewSet
from reports.builder.described import FILTERS, text
from reports.builder.policies import VIEW
from reports.layout import representation as layout
from reports.layout.representation import PaperSerializer
from reports.outlook import kept, operations, representation, showing
from reports.outlook import serializers as shapes
from reports.outlook.filters import KeptFilter
from reports.outlook.wanted import LONGEST, MEASURES, MEMBERS, RHYTHMS, USUAL

if TYPE_CHECKING:
    from accounts.people.models import User

_HERE, _ROWS = "/api/v1/forecasts/", "/api/v1/figures/facts/"
WANTED = [
    text("measures", "The measure; the first that the caller may see, unless named.", enum=list(MEASURES)),
    OpenApiParameter("ahead", OpenApiTypes.INT, description=f"Months ahead, 1 to {LONGEST}; {USUAL} unless named."),
    text("rhythm", "How long a period is; MONTH unless named.", enum=[one.value for one in RHYTHMS]),
    text("by", "The largest members of this axis, each by itself, instead of the whole.", enum=list(MEMBERS)),
    *FILTERS,
]


class ForecastViewSet(ApiViewSet):
    """What comes, told from all history of the orders that the caller may see."""

    serializer_class = PaperSerializer

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    @extend_schema(summary="Ask for a forecast", parameters=WANTED, responses=PaperSerializer, filters=False)
    def list(self, request: Request) -> Response:
        """Course, forecast and intervals by period, with the errors of all methods that were tried on the past (in
        `parts`). `problem` says why nothing is forecast. With `by` a row for each of the largest twenty members."""
        given, today = request.query_params.dict(), dates.business_day(clock.now())
        found = showing.told(actor=self.actor, given=given, today=today, here=_HERE, rows_at=_ROWS)
        return Response(layout.document(found.paper))


class KeptForecastViewSet(ApiViewSet):
    """Forecasts that were kept, by people and every month by themselves, beside what came. The caller gets those made
    from the very orders that his figures count."""

    serializer_class = shapes.KeptForecastSerializer
    lookup_value_regex = r"\d{1,18}"
    sorts = kept.SORTS
    default_sort = kept.DEFAULT_SORT
    verbs = {"create": VIEW}

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    def _answer(self, kept_id: int, status: int = 200) -> Response:
        data = representation.whole(self.actor, kept_id, dates.business_day(clock.now()))
        location = f"/api/v1/kept-forecasts/{kept_id}/" if status == 201 else ""
        return self.answer(data, version=data["version"], status=status, location=location)

    @extend_schema(
        summary="List kept forecasts",
        parameters=conditions.parameters(KeptFilter, kept.SORTS, kept.DEFAULT_SORT),
        responses=shapes.KeptForecastPageSerializer,
    )
    def list(self, request: Request) -> Response:
        """The latest first; not those from other orders than the caller sees now."""
        rows = self.filtered(KeptFilter, kept.list_kept(self.actor), actor_id=self.actor.pk)
        return self.page(rows, lambda items: representation.many(self.actor, items))

    @extend_schema(summary="Read a kept forecast", responses=shapes.WholeKeptForecastSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """What was expected, period by period, what came, and how near it was so far."""
        return self._answer(int(pk))

    @extend_schema(
        summary="Keep a forecast",
        request=shapes.KeepForecastSerializer,
        responses={201: shapes.WholeKeptForecastSerializer},
    )
    def create(self, request: Request) -> Response:
        """As it stands now, to be held against what comes."""
        data = self.validated(shapes.KeepForecastSerializer)
        row = operations.keep_forecast(actor=self.actor, at=clock.now(), **data)
        return self._answer(row.pk, status=201)

    @extend_schema(summary="Drop a kept forecast", responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        """One's own, on the version in If-Match; those of the monthly job with the right to share reports."""
        version = self.version(required=True)
        operations.drop_forecast(actor=self.actor, kept_id=int(pk), version=version, at=clock.now())
        return Response(status=204)
