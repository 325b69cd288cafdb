"""Standard reports over the API (R239–R254)."""

from typing import TYPE_CHECKING

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from common import clock, dates
from common.api.views import ApiViewSet
from reports.builder.described import text
from reports.figures.periods import Period
from reports.figures.question import Against
from reports.layout.representation import PaperSerializer
from reports.standard import representation
from reports.standard import serializers as shapes

if TYPE_CHECKING:
    from accounts.people.models import User

WANTED = [
    text("period", "A period that moves with the day.", enum=[one.value for one in Period]),
    OpenApiParameter("since", OpenApiTypes.DATE, description="The first day, where no period is named."),
    OpenApiParameter("until", OpenApiTypes.DATE, description="The last day; of a report of one day, that day."),
    text("against", "What the figures are compared with.", enum=[one.value for one in Against if one]),
    text("by", "One of the report's `choices`."),
    OpenApiParameter("department", OpenApiTypes.INT, description="A department with all below it."),
    OpenApiParameter("salesperson", OpenApiTypes.INT, description="A person."),
    OpenApiParameter("customer", OpenApiTypes.INT, description="A customer."),
    OpenApiParameter("product", OpenApiTypes.INT, description="A product."),
    OpenApiParameter("category", OpenApiTypes.INT, description="A category with all below it."),
    text("region", "A region."),
    OpenApiParameter("top", OpenApiTypes.INT, description="So many rows at most."),
]


class StandardReportViewSet(ApiViewSet):
    """Reports that stand ready, of the orders and fields that the caller may see."""

    serializer_class = PaperSerializer
    lookup_field = "code"
    lookup_value_regex = r"[A-Za-z0-9.-]{1,40}"

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    @extend_schema(summary="List standard reports", responses=shapes.StandardReportListSerializer, filters=False)
    def list(self, request: Request) -> Response:
        """Those that the caller may see, by subject, each with its question and the parameters that set it."""
        return Response(representation.listed(self.actor))

    @extend_schema(summary="Read a standard report", parameters=WANTED, responses=PaperSerializer)
    def retrieve(self, request: Request, code: str) -> Response:
        """Its tables with sums, charts and definitions; a parameter that the report does not take is refused."""
        today = dates.business_day(clock.now())
        given = request.query_params.dict()
        return Response(representation.paper(actor=self.actor, code=code, given=given, today=today))
