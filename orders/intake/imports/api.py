"""Imports over the API: files in, dry run, report, commit."""

from typing import TYPE_CHECKING

from django.http import FileResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from common import clock
from common.api import conditions
from common.api.parsing import JSONParser
from common.api.views import ApiViewSet
from orders.intake.imports import downloads, operations, queries, representation
from orders.intake.imports.serializers import (
    ImportInputSerializer,
    ImportIssuePageSerializer,
    ImportPageSerializer,
    ImportSerializer,
)

if TYPE_CHECKING:
    from accounts.people.models import User

_NARROWED = [
    OpenApiParameter(name, OpenApiTypes.STR, description=f"Only problems of this {name}")
    for name in ("severity", "entity", "code")
]


class ImportViewSet(ApiViewSet):
    """Imports of files by a profile. A dry run begins when the files are here; nothing is written before
    ``commit``. The same files with the same profile are written once, so uploading them again does no harm."""

    lookup_field = "run_id"
    lookup_value_regex = r"\d{1,18}"
    serializer_class = ImportSerializer
    parser_classes = [JSONParser, MultiPartParser]
    sorts = queries.SORTS
    default_sort = "created"
    freely_repeatable = frozenset({"create"})
    verbs = {"commit": "import.run", "discard": "import.run"}

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    def _answer(self, run_id: int, status: int = 200) -> Response:
        run = queries.get_run(actor=self.actor, run_id=run_id)
        location = f"/api/v1/imports/{run.pk}/" if status == 202 else ""
        return self.answer(representation.run_document(run), status=status, location=location)

    @extend_schema(
        summary="List imports", parameters=conditions.paging(queries.SORTS, "created"), responses=ImportPageSerializer
    )
    def list(self, request: Request) -> Response:
        """Imports you may see, newest first."""
        return self.page(
            queries.list_runs(actor=self.actor), lambda rows: [representation.run_document(row) for row in rows]
        )

    @extend_schema(summary="Read an import", responses=ImportSerializer)
    def retrieve(self, request: Request, run_id: str) -> Response:
        """State, progress, and the counts of the dry run."""
        return self._answer(int(run_id))

    @extend_schema(
        summary="Upload files and start the dry run",
        request={"multipart/form-data": ImportInputSerializer},
        responses={202: ImportSerializer},
    )
    def create(self, request: Request) -> Response:
        """Take files in with a profile; a worker reads and checks them. Poll the import until it is CHECKED."""
        data = self.validated(ImportInputSerializer)
        text = data.get("profile", "")
        if not text:
            text = queries.get_profile_text(actor=self.actor, name=data.get("profile_name", ""))
        run = operations.start_import(actor=self.actor, files=data["files"], profile_text=text, at=clock.now())
        return self._answer(run.pk, status=202)

    @extend_schema(
        summary="Read the report",
        parameters=[*conditions.paging(queries.ISSUE_SORTS, "+place"), *_NARROWED],
        responses=ImportIssuePageSerializer,
    )
    @action(detail=True, methods=["get"])
    def issues(self, request: Request, run_id: str) -> Response:
        """Every refused or doubtful row: file, line, column, value, reason."""
        run = queries.get_run(actor=self.actor, run_id=int(run_id))
        wanted = {name: request.query_params.get(name, "") for name in ("severity", "entity", "code")}
        self.sorts, self.default_sort = queries.ISSUE_SORTS, "+place"  # type: ignore[misc]
        self.conditions = frozenset(wanted)
        return self.page(queries.list_issues(run, **wanted), lambda rows: representation.issue_documents(run, rows))

    @extend_schema(
        summary="Take the report away",
        parameters=[OpenApiParameter("form", OpenApiTypes.STR, enum=[*downloads.FORMS], default="xlsx")],
        responses={(200, content_type): OpenApiTypes.BINARY for content_type in downloads.FORMS.values()},
    )
    @action(detail=True, methods=["get"])
    def report(self, request: Request, run_id: str) -> FileResponse:
        """The whole report as a workbook, CSV or JSON file."""
        form = request.query_params.get("form", "xlsx")
        return downloads.send_report(actor=self.actor, run_id=int(run_id), form=form, at=clock.now())

    @extend_schema(summary="Write a checked import", request=None, responses={202: ImportSerializer})
    @action(detail=True, methods=["post"])
    def commit(self, request: Request, run_id: str) -> Response:
        """Have everything that the dry run took written, all or nothing, by a worker."""
        operations.request_commit(actor=self.actor, run_id=int(run_id), at=clock.now())
        return self._answer(int(run_id), status=202)

    @extend_schema(summary="Discard an import", request=None, responses=ImportSerializer)
    @action(detail=True, methods=["post"])
    def discard(self, request: Request, run_id: str) -> Response:
        """Drop what was read; the report stays."""
        operations.discard_import(actor=self.actor, run_id=int(run_id), at=clock.now())
        return self._answer(int(run_id))
