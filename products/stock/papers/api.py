"""Papers of the warehouse over the API; they are addressed by number."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import policies as rights
from common import clock
from common.api import conditions
from common.api.views import ApiViewSet
from products import references
from products.stock.papers import operations, queries, representation
from products.stock.papers import serializers as shapes
from products.stock.papers.filters import StockPaperFilter

if TYPE_CHECKING:
    from accounts.people.models import User


class StockPaperViewSet(ApiViewSet):
    """Goods arrivals, transfers, counts and adjustments."""

    lookup_field = "number"
    lookup_value_regex = r"[A-Z]{2}\d{8}-\d{4,}"
    serializer_class = shapes.StockPaperSerializer
    sorts = queries.SORTS
    default_sort = "recent"
    verbs = {
        **dict.fromkeys(("create", "undo"), "stock.view"),  # each kind of paper has its own, asked by the operation
        **dict.fromkeys(("sheets", "counts", "post_sheet", "drop"), "stock.count"),
    }

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    def _answer(self, number: str, status: int = 200) -> Response:
        paper = queries.get_paper(actor=self.actor, number=number)
        body = representation.paper_document(paper, queries.lines_of(paper))
        location = f"/api/v1/stock-papers/{number}/" if status == 201 else ""
        return self.answer(body, version=paper.version, status=status, location=location)

    def _do(self, operation: Callable[..., Any], number: str, **data: Any) -> Response:
        paper = queries.get_paper(actor=self.actor, number=number)
        operation(actor=self.actor, paper_id=paper.pk, version=self.version(), at=clock.now(), **data)
        return self._answer(number)

    @extend_schema(
        summary="List papers of the warehouse",
        parameters=conditions.parameters(StockPaperFilter, queries.SORTS, "recent"),
        responses=shapes.StockPaperPageSerializer,
    )
    def list(self, request: Request) -> Response:
        """The newest first."""
        rights.require(self.actor, "stock.view")
        found = self.filtered(StockPaperFilter, queries.papers(self.actor))
        return self.page(found, lambda rows: [representation.paper_row(row) for row in rows])

    @extend_schema(summary="Read a paper of the warehouse", responses=shapes.StockPaperDocumentSerializer)
    def retrieve(self, request: Request, number: str) -> Response:
        """One with its lines."""
        return self._answer(number)

    @extend_schema(
        summary="Post a paper of the warehouse",
        request=shapes.StockPaperInputSerializer,
        responses={201: shapes.StockPaperDocumentSerializer},
    )
    def create(self, request: Request) -> Response:
        """Move the stock of all lines, or of none. With ``provider`` and ``external_id`` it is accepted once, however
        often it is sent: the same content answers how that paper stands, another is 409 ``external_id_used``."""
        data = references.as_ids(references.resolve(self.actor, self.validated(shapes.StockPaperInputSerializer)))
        rows = references.resolve_rows(self.actor, data.pop("lines"), "lines")
        entries = [operations.Entry(**references.as_ids(row)) for row in rows]
        paper = operations.post_paper(actor=self.actor, entries=entries, at=clock.now(), **data)
        return self._answer(paper.number, status=201)

    @extend_schema(
        summary="Undo a paper of the warehouse",
        request=shapes.UndoInputSerializer,
        responses=shapes.StockPaperDocumentSerializer,
    )
    @action(detail=True, methods=["post"])
    def undo(self, request: Request, number: str) -> Response:
        """Movements the other way; the paper stays."""
        return self._do(operations.undo_paper, number, **self.validated(shapes.UndoInputSerializer))

    @extend_schema(
        summary="Begin a count",
        request=shapes.CountSheetInputSerializer,
        responses={201: shapes.StockPaperDocumentSerializer},
    )
    @action(detail=False, methods=["post"])
    def sheets(self, request: Request) -> Response:
        """A sheet of everything that a warehouse holds, with the book as it stands now."""
        data = references.as_ids(references.resolve(self.actor, self.validated(shapes.CountSheetInputSerializer)))
        paper = operations.start_sheet(actor=self.actor, at=clock.now(), **data)
        return self._answer(paper.number, status=201)

    @extend_schema(
        summary="Write down what was counted",
        request=shapes.CountedInputSerializer,
        responses=shapes.StockPaperDocumentSerializer,
    )
    @action(detail=True, methods=["post"])
    def counts(self, request: Request, number: str) -> Response:
        """What was counted so far; nothing moves."""
        rows = references.resolve_rows(self.actor, self.validated(shapes.CountedInputSerializer)["lines"], "lines")
        counted = {row["product"].pk: row["counted"] for row in rows}
        return self._do(operations.count_products, number, counted=counted)

    @extend_schema(summary="Post a count", request=None, responses=shapes.StockPaperDocumentSerializer)
    @action(detail=True, methods=["post"], url_path="post")
    def post_sheet(self, request: Request, number: str) -> Response:
        """The differences to the book move the stock; what is not counted is left alone."""
        return self._do(operations.post_sheet, number)

    @extend_schema(summary="Drop a count", request=None, responses=shapes.StockPaperDocumentSerializer)
    @action(detail=True, methods=["post"])
    def drop(self, request: Request, number: str) -> Response:
        """Give up a sheet that was not posted."""
        return self._do(operations.drop_sheet, number)
