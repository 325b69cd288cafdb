"""Figures and kept reports over the API (R239–R259)."""

from typing import TYPE_CHECKING

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from common import clock, dates, keyset
from common.api import conditions
from common.api.views import ApiViewSet
from reports.builder import looks, operations, policies, queries, representation
from reports.builder import serializers as shapes
from reports.builder.described import FILTERS, text
from reports.figures.measures import Side
from reports.figures.periods import Period
from reports.figures.question import Against
from reports.layout.representation import PaperSerializer

if TYPE_CHECKING:
    from accounts.people.models import User


ASKED = [
    text("measures", "Codes of measures, told apart by commas; `figures/catalogue/` lists them."),
    text("rows", "Codes of axes for the rows, told apart by commas."),
    text("column", "The axis of the columns."),
    text("period", "A period that moves with the day.", enum=[one.value for one in Period]),
    OpenApiParameter("since", OpenApiTypes.DATE, description="The first day, where no period is named."),
    OpenApiParameter("until", OpenApiTypes.DATE, description="The last day."),
    text("against", "What the figures are compared with.", enum=[one.value for one in Against if one]),
    text("targets", "1: beside what is to be reached.", enum=["1"]),
    OpenApiParameter("as_of", OpenApiTypes.DATE, description="A past day: as it was known when that day ended."),
    text("order_by", "The measure by which rows are sorted; `name`: by their names."),
    OpenApiParameter("top", OpenApiTypes.INT, description="So many rows; the others become one."),
    OpenApiParameter("segment", OpenApiTypes.INT, description="A saved condition on orders."),
    text("chart", "How the chart is drawn, where that fits.", enum=[one.value for one in looks.SHAPES]),
    *FILTERS,
]
SIDE = text(
    "side",
    "Of a quotient only the rows of its numerator (`above`), of its denominator (`below`), or those of the denominator"
    " that the numerator does not count (`missed`).",
    enum=[one.value for one in Side if one],
)
SORTS = {"name": keyset.Sort("name", descending=False)}


class FigureViewSet(ApiViewSet):
    """Statistics: any measure by anything, over any period, of the orders that the caller may see."""

    serializer_class = PaperSerializer

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    @extend_schema(summary="Ask for figures", parameters=ASKED, responses=PaperSerializer, filters=False)
    def list(self, request: Request) -> Response:
        """Sums and shares with their definitions; each figure carries the address of what it counts."""
        at = clock.now()
        given = request.query_params.dict()
        return Response(representation.paper(actor=self.actor, given=given, today=dates.business_day(at)))

    @extend_schema(summary="What can be asked for", responses=shapes.FigureCatalogueSerializer)
    @action(detail=False, methods=["get"])
    def catalogue(self, request: Request) -> Response:
        """Measures that the caller may see, with their definitions; axes; periods."""
        return Response(representation.catalogue(self.actor))

    @extend_schema(
        summary="What a figure counts",
        parameters=[*ASKED, SIDE, text("after", "What the page before said.")],
        responses=shapes.FactsSerializer,
    )
    @action(detail=False, methods=["get"])
    def facts(self, request: Request) -> Response:
        """The rows behind the figures, fifty a page, the latest first."""
        at = clock.now()
        given = request.query_params.dict()
        return Response(representation.facts(actor=self.actor, given=given, today=dates.business_day(at)))


class KeptReportViewSet(ApiViewSet):
    """Questions kept under a name. Whoever asks gets the figures of his own rights."""

    serializer_class = shapes.KeptReportSerializer
    lookup_value_regex = r"\d{1,18}"
    sorts = SORTS
    default_sort = "name"
    verbs = {"create": policies.VIEW}

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    def _answer(self, report_id: int, status: int = 200) -> Response:
        report = queries.get_report(actor=self.actor, report_id=report_id)
        location = f"/api/v1/kept-reports/{report.pk}/" if status == 201 else ""
        return self.answer(representation.kept(report), version=report.version, status=status, location=location)

    @extend_schema(
        summary="List kept reports",
        parameters=conditions.paging(SORTS, "name"),
        responses=shapes.KeptReportPageSerializer,
    )
    def list(self, request: Request) -> Response:
        """One's own and those shared with one."""
        return self.page(queries.list_reports(self.actor), lambda rows: [representation.kept(row) for row in rows])

    @extend_schema(summary="Read a kept report", responses=shapes.KeptReportSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """What it asks; ask `figures/` with it for its figures."""
        return self._answer(int(pk))

    @extend_schema(
        summary="Keep a report", request=shapes.KeptReportInputSerializer, responses={201: shapes.KeptReportSerializer}
    )
    def create(self, request: Request) -> Response:
        """Keep a question under a name."""
        data = self.validated(shapes.KeptReportInputSerializer)
        return self._answer(operations.save_report(actor=self.actor, at=clock.now(), **data).pk, status=201)

    @extend_schema(
        summary="Change a kept report",
        request=shapes.KeptReportChangeSerializer,
        responses=shapes.KeptReportSerializer,
    )
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change one's own, on the version in If-Match."""
        version, data = self.version(required=True), self.validated(shapes.KeptReportChangeSerializer)
        operations.save_report(actor=self.actor, report_id=int(pk), version=version, at=clock.now(), **data)
        return self._answer(int(pk))

    @extend_schema(summary="Drop a kept report", responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        """Keep it no more, on the version in If-Match."""
        version = self.version(required=True)
        operations.drop_report(actor=self.actor, report_id=int(pk), version=version, at=clock.now())
        return Response(status=204)
