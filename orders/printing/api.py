"""Papers of an order over the API."""

from typing import Any

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from common import clock, errors
from orders.order import queries as orders
from orders.order.api import OrderApi
from orders.printing import operations, queries
from orders.printing.doors import as_answer
from orders.printing.order_papers import SUBJECT
from orders.printing.papers import LANGUAGES
from orders.printing.serializers import KeepPaperSerializer, PaperPrintSerializer

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
        data = self.validated(KeepPaperSerializer)
        printed = operations.keep_paper(actor=self.actor, at=clock.now(), **data, **self._of(reference, kind))
        return Response(print_row(printed.record), status=201)

    def _of(self, reference: str, kind: str) -> dict[str, Any]:
        if queries.get_paper(kind).subject != SUBJECT:
            raise errors.NotFound()
        return {"kind": kind, "subject_id": self.order_id(reference)}
