"""Order lines over the API: the list of the page, its sums, its areas, and the shipments of a line."""

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import policies
from common import clock, dates, doors
from common.api import conditions, strict
from common.api.views import ApiViewSet
from orders.lines import figures, queries, representation, sensor_lines, sensors
from orders.lines.areas import At
from orders.lines.filters import LineFilter
from orders.lines.serializers import (
    LineAreaSerializer,
    LineShipmentSerializer,
    LineTotalsSerializer,
    OrderLinePageSerializer,
    SensorDemandsSerializer,
    SensorLinesSerializer,
)
from products.fields import VIEW as OF_PRODUCTS
from segments.filters import FREE

if TYPE_CHECKING:
    from accounts.people.models import User

_CONDITIONS = conditions.of_filter(LineFilter)


class OrderLineViewSet(ApiViewSet):
    """Lines of the orders that you may see, with the conditions of the page."""

    lookup_field = "pk"
    lookup_url_kwarg = "line_id"
    lookup_value_regex = r"\d{1,18}"
    serializer_class = OrderLinePageSerializer
    sorts = queries.SORTS
    default_sort: ClassVar[str] = "order_date"
    free_conditions = FREE

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    @property
    def today(self) -> date:
        """The company's day, for what is relative to it."""
        return dates.business_day(clock.now())

    @property
    def shown(self) -> dict[str, bool]:
        """Which sums are the caller's to know."""
        with_products = policies.can(self.actor, OF_PRODUCTS)
        return {"with_money": not policies.effect(self.actor, "order.amount"), "with_products": with_products}

    def _found(self) -> LineFilter:
        self.conditions = frozenset(LineFilter.base_filters)
        lines, query = queries.list_lines(self.actor), self.request._request.GET
        return doors.filter_of(LineFilter, query, lines, actor=self.actor, today=self.today)

    def _all_found(self) -> LineFilter:
        """For answers that are no pages: they know no parameter but the conditions."""
        strict.require_known_conditions(self.request.query_params, frozenset(LineFilter.base_filters))
        return self._found()

    @extend_schema(
        summary="List order lines",
        parameters=conditions.parameters(LineFilter, queries.SORTS, "order_date"),
        responses=OrderLinePageSerializer,
    )
    def list(self, request: Request) -> Response:
        """Lines of the orders you may see, of the newest orders first; the filters are those of the list page.
        `as_of` takes tags, deviations, facets, areas and sensors as the rules gave them on that day, in conditions,
        in rows and in sums."""
        found, today = self._found(), self.today
        return self.page(
            queries.shown(found.qs), lambda lines: representation.line_rows(self.actor, lines, today, found.rules_day)
        )

    @extend_schema(
        summary="Sums of order lines",
        parameters=_CONDITIONS,
        responses=LineTotalsSerializer,
        filters=False,
    )
    @action(detail=False, pagination_class=None)
    def totals(self, request: Request) -> Response:
        """How many lines, quantity by unit, sensors asked for, amount by currency; exact, so large sets take long: what
        takes more than some seconds is refused (400 `too_much`)."""
        asked = self._all_found()
        options = {**self.shown, "with_sums": True, "as_of": asked.rules_day}
        found = figures.added_up(lambda: figures.totals(asked.qs, **options))
        return Response(representation.totals_document(found, **self.shown))

    @extend_schema(
        summary="Order lines by region and province",
        parameters=_CONDITIONS,
        responses=LineAreaSerializer(many=True),
        filters=False,
    )
    @action(detail=False, pagination_class=None)
    def areas(self, request: Request) -> Response:
        """The same sums by region, province and sub-territory, each before those inside it; ``area_at`` chooses whose
        department in charge counts."""
        asked = self._all_found()
        at = At(request.query_params.get("area_at") or queries.possible_areas(self.actor)[0])
        queries.require_area(self.actor, at)
        options = {**self.shown, "as_of": asked.rules_day}
        whole = figures.added_up(lambda: figures.by_area(asked.qs, at, **options))
        return Response(representation.area_rows(whole, **self.shown))

    @extend_schema(summary="Read the sensor demand", responses=SensorDemandsSerializer)
    @action(detail=False, methods=["get"], url_path="sensor-demand")
    def sensor_demand(self, request: Request) -> Response:
        """Sensors that open kits ask for: overdue, in each of the coming weeks, later, on no day yet; the shortest
        first, over all orders."""
        policies.require(self.actor, "stock.view")
        strict.require_known_conditions(request.query_params, frozenset())
        weeks = [day.isoformat() for day in sensors.week_starts(self.today)]
        rows = [representation.sensor_row(one) for one in sensors.demand(self.today)]
        return Response({"weeks": weeks, "results": rows})

    @extend_schema(
        summary="Read the lines behind a figure of the sensor demand",
        parameters=[
            OpenApiParameter("sensor", str, required=True, description="As the demand names it"),
            OpenApiParameter("in", str, enum=sensor_lines.COLUMNS, description="Column of the demand; default: total"),
        ],
        responses=SensorLinesSerializer,
    )
    @action(detail=False, methods=["get"], url_path="sensor-demand/lines")
    def sensor_demand_lines(self, request: Request) -> Response:
        """The kits of order lines that make up a figure; ``others`` is the sum of what belongs to orders that you do
        not see: ``sensors`` of the results and ``others`` add up to ``total``."""
        policies.require(self.actor, "stock.view")
        asked = request.query_params
        strict.require_known_conditions(asked, frozenset({"sensor", "in"}))
        found = sensor_lines.behind(self.actor, asked.get("sensor", ""), asked.get("in", "total"), self.today)
        return Response(representation.sensor_lines(found))

    @extend_schema(summary="Shipments of an order line", responses=LineShipmentSerializer(many=True), filters=False)
    @action(detail=True, pagination_class=None)
    def shipments(self, request: Request, line_id: str) -> Response:
        """What of the line went out when, oldest first (audited documents, services performed)."""
        line = queries.get_line(actor=self.actor, line_id=int(line_id))
        return Response(representation.shipment_rows(queries.shipments(self.actor, line)))
