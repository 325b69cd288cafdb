"""Forecasts over the API (R256)."""

from typing import TYPE_CHECKING

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from common import clock, dates
from common.api.views import ApiViewSet
from reports.builder.described import FILTERS, text
from reports.layout import representation
from reports.layout.representation import PaperSerializer
from reports.outlook import showing
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
        return Response(representation.document(found.paper))
