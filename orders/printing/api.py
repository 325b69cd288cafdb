"""Papers over the API: those of orders among the order's own addresses, all others by kind and reference."""

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from common import clock, errors
from common.api.views import ApiViewSet
from orders.order import queries as orders
from orders.order.api import OrderApi
from orders.printing import making, operations, queries
from orders.printing.doors import as_answer
from orders.printing.order_papers import SUBJECT
from orders.printing.papers import LANGUAGES
from orders.printing.serializers import KeepPaperSerializer, PaperKindSerializer, PaperPrintSerializer

if TYPE_CHECKING:
    from accounts.people.models import User

_LANGUAGE = OpenApiParameter(
    "language",
    {"type": "string", "enum": list(LANGUAGES)},  # type: ignore[arg-type]
    description="Without it the customer's",
)
_KIND = r"papers/(?P<kind>[a-z-]{1,40})"


def print_row(row: Any) -> dict[str, Any]:
    """A printed paper (``PaperPrintSerializer``)."""
    own = ("kind", "revision", "language", "is_binding", "printed_at", "sha256", "size")
    return {
        "id": row.pk,
        **{name: getattr(row, name) for name in own},
        "form": row.form_number,
        "printed_by": row.printed_by.username,
        "attachment": row.attachment_id,
    }


class OrderPapersMixin(OrderApi):
    """The order on paper."""

    prepares = {"keep_paper": "make_paper"}

    @extend_schema(summary="Papers printed of an order", responses=PaperPrintSerializer(many=True))
    @action(detail=True, methods=["get"])
    def papers(self, request: Request, reference: str) -> Response:
        """What was printed, newest first: the last hundred."""
        order = orders.get_order(actor=self.actor, reference=reference)
        return Response([print_row(row) for row in queries.prints_of(self.actor, SUBJECT, order.pk, limit=100)])

    @extend_schema(
        summary="Print a paper of an order",
        parameters=[_LANGUAGE],
        responses={(200, "application/pdf"): OpenApiTypes.BINARY},
    )
    @action(detail=True, methods=["get"], url_path=_KIND)
    def paper(self, request: Request, reference: str, kind: str) -> HttpResponse:
        """The PDF: order-confirmation, sales-contract or pro-forma. Every print is recorded."""
        printed = operations.print_paper(
            actor=self.actor,
            at=clock.now(),
            language=request.query_params.get("language", ""),
            **self._of(reference, kind),
        )
        return as_answer(printed)

    @extend_schema(
        summary="Print a paper and keep it", request=KeepPaperSerializer, responses={201: PaperPrintSerializer}
    )
    @action(detail=True, methods=["post"], url_path=f"{_KIND}/keep")
    def keep_paper(self, request: Request, reference: str, kind: str) -> Response:
        """Print a paper and keep the file with the order, as an attachment."""
        printed = operations.keep_made(actor=self.actor, made=self.prepared, at=clock.now())
        return Response(print_row(printed.record), status=201)

    def make_paper(self, request: Request, reference: str, kind: str) -> making.Made:
        """What ``keep_paper`` keeps."""
        data = self.validated(KeepPaperSerializer)
        return making.make_paper(actor=self.actor, at=clock.now(), **data, **self._of(reference, kind))

    def _of(self, reference: str, kind: str) -> dict[str, Any]:
        if queries.get_paper(kind).subject != SUBJECT:
            raise errors.NotFound()
        return {"kind": kind, "subject_id": self.order_id(reference)}


_ADDRESS = r"(?P<kind>[a-z-]{1,40})/(?P<reference>[A-Za-z0-9-]{1,60})"


class PaperViewSet(ApiViewSet):
    """Papers of everything but orders: quotations, delivery notes and whatever is printed of shipments."""

    serializer_class = PaperPrintSerializer
    prepares = {"keep": "make"}
    verbs = {"keep": ""}  # whoever sees what is printed

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    @extend_schema(summary="Kinds of papers", responses=PaperKindSerializer(many=True))
    def list(self, request: Request) -> Response:
        """Which papers there are, and what their addresses name; papers of orders stand with the orders."""
        rows = [
            {"kind": kind, "label": str(paper.label), "reference": str(finder.words)}
            for kind, paper, finder in queries.addressed()
        ]
        return Response(rows)

    @extend_schema(
        summary="Print a paper", parameters=[_LANGUAGE], responses={(200, "application/pdf"): OpenApiTypes.BINARY}
    )
    @action(detail=False, methods=["get"], url_path=_ADDRESS)
    def paper(self, request: Request, kind: str, reference: str) -> HttpResponse:
        """The PDF of what you may see. Every print is recorded."""
        printed = operations.print_paper(
            actor=self.actor,
            kind=kind,
            subject_id=queries.subject_of(self.actor, kind, reference),
            language=request.query_params.get("language", ""),
            at=clock.now(),
        )
        return as_answer(printed)

    @extend_schema(summary="Papers printed of a row", responses=PaperPrintSerializer(many=True))
    @action(detail=False, methods=["get"], url_path=f"{_ADDRESS}/prints")
    def prints(self, request: Request, kind: str, reference: str) -> Response:
        """What was printed of it, newest first: the last hundred."""
        subject_id = queries.subject_of(self.actor, kind, reference)
        rows = queries.prints_of(self.actor, queries.get_paper(kind).subject, subject_id, limit=100)
        return Response([print_row(row) for row in rows if row.kind == kind])

    @extend_schema(
        summary="Print a paper and keep it", request=KeepPaperSerializer, responses={201: PaperPrintSerializer}
    )
    @action(detail=False, methods=["post"], url_path=f"{_ADDRESS}/keep")
    def keep(self, request: Request, kind: str, reference: str) -> Response:
        """Print a paper and keep the file with what it is about, as an attachment."""
        printed = operations.keep_made(actor=self.actor, made=self.prepared, at=clock.now())
        return Response(print_row(printed.record), status=201)

    def make(self, request: Request, kind: str, reference: str) -> making.Made:
        """What ``keep`` keeps."""
        data = self.validated(KeepPaperSerializer)
        subject_id = queries.subject_of(self.actor, kind, reference)
        return making.make_paper(actor=self.actor, kind=kind, subject_id=subject_id, at=clock.now(), **data)
