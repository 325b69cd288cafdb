"""Invoices over the API: from accounting software and back (R224, R230)."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from common import clock
from common.api import conditions
from common.api.fields import ReasonSerializer
from common.api.views import ApiViewSet
from orders.invoicing import operations, queries, representation
from orders.invoicing import serializers as shapes
from orders.invoicing.filters import InvoiceFilter, OpenLineFilter
from orders.invoicing.rights import CREDIT, DRAFT, ISSUE, TAKE_BACK
from orders.order import queries as orders

if TYPE_CHECKING:
    from accounts.people.models import User


class InvoiceViewSet(ApiViewSet):
    """What customers are asked to pay, as tax law wants it."""

    lookup_field = "reference"
    lookup_value_regex = r"[A-Za-z]{2}\d{8}-\d{4,12}|draft-\d{1,18}"
    serializer_class = shapes.InvoiceSerializer
    sorts = queries.SORTS
    default_sort = queries.DEFAULT_SORT
    verbs = {
        "create": DRAFT,
        **dict.fromkeys(("issue", "tax_state"), ISSUE),
        **dict.fromkeys(("void", "reverse"), TAKE_BACK),
        "credit": CREDIT,
    }

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    def _answer(self, invoice_id: int, status: int = 200) -> Response:
        invoice = queries.get_invoice_by_id(self.actor, invoice_id)
        body = representation.invoice_document(invoice, queries.lines_of(invoice))
        location = f"/api/v1/invoices/{body['reference']}/" if status == 201 else ""
        return self.answer(body, version=invoice.version, status=status, location=location)

    @extend_schema(
        summary="List invoices",
        parameters=conditions.parameters(InvoiceFilter, queries.SORTS, queries.DEFAULT_SORT),
        responses=shapes.InvoicePageSerializer,
    )
    def list(self, request: Request) -> Response:
        """Invoices you may see, newest first."""
        found = self.filtered(InvoiceFilter, queries.list_invoices(self.actor))
        return self.page(found, lambda rows: [representation.invoice_row(row) for row in rows])

    @extend_schema(summary="Read an invoice", responses=shapes.InvoiceSerializer)
    def retrieve(self, request: Request, reference: str) -> Response:
        """The invoice with its lines."""
        return self._answer(queries.get_invoice(self.actor, reference).pk)

    @extend_schema(
        summary="Make an invoice", request=shapes.InvoiceInputSerializer, responses={201: shapes.InvoiceSerializer}
    )
    def create(self, request: Request) -> Response:
        """Draft an invoice, and issue it at once if asked; once per provider and external number."""
        data = self.validated(shapes.InvoiceInputSerializer)
        issue = {name: data.pop(name) for name in ("issue", "invoice_date", "tax_code", "tax_serial")}
        pairs = queries.line_ids(self.actor, [(row["order"], row["line_no"]) for row in data["lines"]])
        lines = [(pairs[row["order"].upper(), row["line_no"]], row["quantity"]) for row in data.pop("lines")]
        freight = [orders.id_of(number) for number in data.pop("freight_of")]
        made = operations.draft_invoice(actor=self.actor, lines=lines, freight_of=freight, at=clock.now(), **data)
        if issue.pop("issue") and made.status == "DRAFT":
            operations.issue_invoice(actor=self.actor, invoice_id=made.pk, at=clock.now(), **issue)
        return self._answer(made.pk, status=201)

    @extend_schema(
        summary="Change a draft", request=shapes.InvoiceChangesSerializer, responses=shapes.InvoiceSerializer
    )
    def partial_update(self, request: Request, reference: str) -> Response:
        """What a draft says of its buyer."""
        self.version(required=True)
        return self._do(operations.update_invoice, reference, changes=self.validated(shapes.InvoiceChangesSerializer))

    @extend_schema(summary="Issue an invoice", request=shapes.IssueInputSerializer, responses=shapes.InvoiceSerializer)
    @action(detail=True, methods=["post"])
    def issue(self, request: Request, reference: str) -> Response:
        """DRAFT → ISSUED: it gets its number, its pieces count as invoiced."""
        return self._do(operations.issue_invoice, reference, **self.validated(shapes.IssueInputSerializer))

    @extend_schema(
        summary="Note the tax platform's state",
        request=shapes.TaxStateInputSerializer,
        responses=shapes.InvoiceSerializer,
    )
    @action(detail=True, methods=["post"], url_path="tax-state")
    def tax_state(self, request: Request, reference: str) -> Response:
        """The state of the e-invoice, and its number."""
        return self._do(operations.note_tax_state, reference, **self.validated(shapes.TaxStateInputSerializer))

    @extend_schema(summary="Void an invoice", request=ReasonSerializer, responses=shapes.InvoiceSerializer)
    @action(detail=True, methods=["post"])
    def void(self, request: Request, reference: str) -> Response:
        """Drop a draft, or an issued one that has no tax number."""
        return self._do(operations.void_invoice, reference, **self.validated(ReasonSerializer))

    @extend_schema(
        summary="Reverse an invoice", request=shapes.ReverseInputSerializer, responses={201: shapes.InvoiceSerializer}
    )
    @action(detail=True, methods=["post"])
    def reverse(self, request: Request, reference: str) -> Response:
        """A red invoice takes it back, in whole or in part; answers with the red one."""
        data = self.validated(shapes.ReverseInputSerializer)
        rows = data.pop("lines")
        lines = None if rows is None else [(row["position"], row["quantity"]) for row in rows]
        return self._do(operations.reverse_invoice, reference, status=201, lines=lines, **data)

    @extend_schema(
        summary="Credit an amount of an invoice",
        request=shapes.CreditInputSerializer,
        responses={201: shapes.InvoiceSerializer},
    )
    @action(detail=True, methods=["post"])
    def credit(self, request: Request, reference: str) -> Response:
        """A price reduction without goods: a red invoice of an amount alone; answers with it."""
        data = self.validated(shapes.CreditInputSerializer)
        rows = data.pop("lines")
        lines = None if rows is None else [(row["position"], row["amount"]) for row in rows]
        return self._do(operations.credit_invoice, reference, status=201, lines=lines, **data)

    def _do(self, operation: Callable[..., Any], reference: str, status: int = 200, **data: Any) -> Response:
        """A verb on the invoice as the caller has read it (If-Match)."""
        invoice = queries.get_invoice(self.actor, reference)
        done = operation(actor=self.actor, invoice_id=invoice.pk, version=self.version(), at=clock.now(), **data)
        return self._answer(done.pk, status=status)


class ToInvoiceViewSet(ApiViewSet):
    """What was delivered and is on no invoice yet."""

    serializer_class = shapes.ToInvoiceSerializer
    sorts = queries.OPEN_SORTS
    default_sort = queries.OPEN_SORT

    @extend_schema(
        summary="List what is to be invoiced",
        parameters=conditions.parameters(OpenLineFilter, queries.OPEN_SORTS, queries.OPEN_SORT),
        responses=shapes.ToInvoicePageSerializer,
    )
    def list(self, request: Request) -> Response:
        """Lines of orders, the oldest first."""
        found = self.filtered(OpenLineFilter, queries.list_open_lines(request.user))
        return self.page(found, _open_rows)


def _open_rows(lines: list[Any]) -> list[dict[str, Any]]:
    waits = queries.waiting_lines(lines)
    return [representation.open_line(one, waits.get(one.pk)) for one in lines]
