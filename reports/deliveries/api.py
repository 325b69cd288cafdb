"""Reports sent by mail over the API (R257)."""

from typing import TYPE_CHECKING

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import policies as rights
from common import clock, errors
from common.api import conditions
from common.api.views import ApiViewSet
from reports.deliveries import operations, policies, previewing, queries, representation, showing
from reports.deliveries import serializers as shapes

if TYPE_CHECKING:
    from accounts.people.models import User


class ReportScheduleViewSet(ApiViewSet):
    """Kept reports sent by mail as files. Each recipient gets the figures of his own rights, in his own language."""

    serializer_class = shapes.ReportScheduleSerializer
    lookup_value_regex = r"\d{1,18}"
    sorts = queries.SORTS
    default_sort = "id"
    verbs = {
        **dict.fromkeys(("create", "pause", "resume", "send_now"), policies.EXPORT),
        "leave": policies.VIEW,
    }

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    def _answer(self, schedule_id: int, status: int = 200) -> Response:
        row = queries.get_schedule(actor=self.actor, schedule_id=schedule_id)
        location = f"/api/v1/report-schedules/{row.pk}/" if status == 201 else ""
        shown = representation.schedule(row, self.actor)
        return self.answer(shown, version=row.version, status=status, location=location)

    @extend_schema(
        summary="List reports sent by mail",
        parameters=conditions.paging(queries.SORTS, "id"),
        responses=shapes.ReportSchedulePageSerializer,
    )
    def list(self, request: Request) -> Response:
        """Those that you set up, and those by which you get a report."""
        rows = queries.list_schedules(self.actor)
        return self.page(rows, lambda items: [representation.schedule(row, self.actor) for row in items])

    @extend_schema(summary="Read how a report is sent", responses=shapes.ReportScheduleSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """When it is sent, as what, to whom."""
        return self._answer(int(pk))

    @extend_schema(
        summary="Have a report sent by mail",
        request=shapes.ReportScheduleInputSerializer,
        responses={201: shapes.ReportScheduleSerializer},
    )
    def create(self, request: Request) -> Response:
        """Send a kept report again and again: every day of work, every week or every month. On a day off it waits for
        the next day of work. To others only with the right to share reports."""
        data = self.validated(shapes.ReportScheduleInputSerializer)
        report_id = data.pop("report")
        saved = operations.save_schedule(actor=self.actor, report_id=report_id, at=clock.now(), **data)
        return self._answer(saved.pk, status=201)

    @extend_schema(
        summary="Change how a report is sent",
        request=shapes.ReportScheduleChangeSerializer,
        responses=shapes.ReportScheduleSerializer,
    )
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change one of yours, on the version in If-Match."""
        version, data = self.version(required=True), self.validated(shapes.ReportScheduleChangeSerializer)
        operations.save_schedule(actor=self.actor, schedule_id=int(pk), version=version, at=clock.now(), **data)
        return self._answer(int(pk))

    @extend_schema(summary="Send a report no more", responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        """Remove one of yours, on the version in If-Match."""
        version = self.version(required=True)
        operations.remove(actor=self.actor, schedule_id=int(pk), version=version, at=clock.now())
        return Response(status=204)

    @extend_schema(summary="Pause a report", request=None, responses=shapes.ReportScheduleSerializer)
    @action(detail=True, methods=["post"])
    def pause(self, request: Request, pk: str) -> Response:
        """Send nothing by it until it is resumed."""
        operations.pause(actor=self.actor, schedule_id=int(pk), version=self.version(), at=clock.now())
        return self._answer(int(pk))

    @extend_schema(summary="Resume a report", request=None, responses=shapes.ReportScheduleSerializer)
    @action(detail=True, methods=["post"])
    def resume(self, request: Request, pk: str) -> Response:
        """Go on at its next time; what fell into the pause is not sent."""
        operations.resume(actor=self.actor, schedule_id=int(pk), version=self.version(), at=clock.now())
        return self._answer(int(pk))

    @extend_schema(
        summary="Send a report to yourself now", request=None, responses={202: shapes.ReportDeliverySerializer}
    )
    @action(detail=True, methods=["post"], url_path="send-now")
    def send_now(self, request: Request, pk: str) -> Response:
        """As a trial, or because you want it today. Nobody else gets it."""
        row = operations.send_now(actor=self.actor, schedule_id=int(pk), at=clock.now())
        return Response(representation.delivery(row), status=202)

    @extend_schema(summary="Get a report no more", request=None, responses={204: None})
    @action(detail=True, methods=["post"])
    def leave(self, request: Request, pk: str) -> Response:
        """Take yourself off its recipients; whose it is, is told."""
        operations.leave(actor=self.actor, schedule_id=int(pk), at=clock.now())
        return Response(status=204)

    @extend_schema(summary="What was sent", responses=shapes.ReportDeliveriesSerializer)
    @action(detail=True, methods=["get"])
    def deliveries(self, request: Request, pk: str) -> Response:
        """The latest fifty, newest first: all of a schedule of yours, else those to you."""
        row = queries.get_schedule(actor=self.actor, schedule_id=int(pk))
        rows = queries.deliveries_of(self.actor, row)[: showing.PAGE]
        return Response({"results": [representation.delivery(one) for one in rows]})

    @extend_schema(
        summary="What somebody would get",
        parameters=[OpenApiParameter("person", OpenApiTypes.INT, description="One of the recipients; left out: you")],
        responses=shapes.ReportPreviewSerializer,
    )
    @action(detail=True, methods=["get"])
    def preview(self, request: Request, pk: str) -> Response:
        """Whether he gets it, in which language, which columns: not his figures."""
        text = request.query_params.get("person", "") or str(self.actor.pk)
        if not text.isdecimal() or len(text) > 18:
            raise errors.NotFound()
        rights.require(self.actor, policies.VIEW)
        found = previewing.preview(actor=self.actor, schedule_id=int(pk), person_id=int(text), at=clock.now())
        return Response(representation.preview(found))
