"""Exports over the API: ask, poll, fetch, cancel, delete."""

from typing import TYPE_CHECKING

from django.http import FileResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import policies
from accounts.exports import operations, permitting, queries, representation, sending
from accounts.exports.serializers import ExportInputSerializer, ExportPageSerializer, ExportSerializer
from common import clock
from common.api import conditions
from common.api.views import ApiViewSet
from common.exports import writing

if TYPE_CHECKING:
    from accounts.people.models import User


class ExportViewSet(ApiViewSet):
    """Lists as files. Yours alone: nobody else can read an export of yours, and yours go to nobody else."""

    lookup_field = "export_id"
    lookup_value_regex = r"\d{1,18}"
    serializer_class = ExportSerializer
    sorts = queries.SORTS
    default_sort = "created"
    verbs = {"create": permitting.RUN, "cancel": permitting.RUN}
    takes_no_version = frozenset({"destroy"})

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    def _answer(self, export_id: int, status: int = 200) -> Response:
        export = queries.get_export(actor=self.actor, export_id=export_id)
        location = f"/api/v1/exports/{export.pk}/" if status == 201 else ""
        return self.answer(representation.document(export), status=status, location=location)

    @extend_schema(
        summary="List your exports",
        parameters=conditions.paging(queries.SORTS, "created"),
        responses=ExportPageSerializer,
    )
    def list(self, request: Request) -> Response:
        """What you exported, newest first."""
        policies.require(self.actor, permitting.RUN)
        return self.page(
            queries.list_exports(actor=self.actor), lambda rows: [representation.document(row) for row in rows]
        )

    @extend_schema(summary="Read an export", responses=ExportSerializer)
    def retrieve(self, request: Request, export_id: str) -> Response:
        """State, progress, and the address of the file once there is one."""
        return self._answer(int(export_id))

    @extend_schema(summary="Export a list", request=ExportInputSerializer, responses={201: ExportSerializer})
    def create(self, request: Request) -> Response:
        """Take a list away as its page shows it: `query` is the page's query string, with the same conditions and
        sort. A short list is DONE at once; poll a long one until it is. Lists: `orders`, `order-lines`, `customers`,
        `products`, `stock`, `outbound`, `receipts`, `deviations` (of one `kind`), `report-rows` (what a figure
        counts) and `report` (with all its rows, as a PDF too), both set as `figures/` is."""
        data = self.validated(ExportInputSerializer)
        export = operations.start_export(
            actor=self.actor,
            list_key=data["list"],
            form=data["form"],
            query=data.get("query", ""),
            columns=data.get("columns"),
            at=clock.now(),
        )
        return self._answer(export.pk, status=201)

    @extend_schema(summary="Delete an export", responses={204: None})
    def destroy(self, request: Request, export_id: str) -> Response:
        """Drop an export with its file; cancel one that is still being written first."""
        operations.delete_export(actor=self.actor, export_id=int(export_id), at=clock.now())
        return Response(status=204)

    @extend_schema(
        summary="Fetch the file",
        responses={(200, kind.partition(";")[0]): OpenApiTypes.BINARY for kind in writing.CONTENT_TYPES.values()},
    )
    @action(detail=True, methods=["get"], url_path="file")
    def fetch(self, request: Request, export_id: str) -> FileResponse:
        """The workbook or CSV file, as long as it is kept and your rights are those it was written with."""
        return sending.send_file(actor=self.actor, export_id=int(export_id), at=clock.now())

    @extend_schema(summary="Cancel an export", request=None, responses=ExportSerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, export_id: str) -> Response:
        """Leave an export that is still being written."""
        operations.cancel_export(actor=self.actor, export_id=int(export_id), at=clock.now())
        return self._answer(int(export_id))
