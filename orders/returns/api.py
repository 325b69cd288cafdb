"""Returns over the API."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from common import clock, errors
from common.api import conditions
from common.api.fields import ReasonSerializer
from common.api.views import ApiViewSet
from orders.entry.drafts import LineDraft
from orders.fulfilment import queries as outbound
from orders.order import queries as orders
from orders.order.api import OrderApi
from orders.order.serializers import OrderSerializer
from orders.returns import operations, policies, queries, representation
from orders.returns import serializers as shapes
from orders.returns.filters import ReturnFilter
from orders.returns.rules import Decision, Inspected
from products.stock import queries as stock

if TYPE_CHECKING:
    from accounts.people.models import User

Rows = list[dict[str, Any]]


def _by_line(rows: Rows, shape: Callable[..., Any]) -> dict[int, Any]:
    """Line number → what is said of it. Raises Invalid for a line that is named twice."""
    found = {row["line_no"]: shape(**{name: row[name] for name in row if name != "line_no"}) for row in rows}
    if len(found) < len(rows):
        raise errors.Invalid(fields={"lines": [_("Name each line once.")]})
    return found


def _inspected(numbers: Rows, **found: Any) -> Inspected:
    return Inspected(numbers=[(one["number"], one["quantity"]) for one in numbers], **found)


class ReturnViewSet(ApiViewSet):
    """Goods that come back: announced, approved, received and inspected, decided."""

    lookup_field = "number"
    lookup_value_regex = r"[A-Za-z]{2}\d{8}-\d{4,}"
    serializer_class = shapes.ReturnSerializer
    sorts = queries.SORTS
    default_sort = queries.DEFAULT_SORT
    verbs = {
        "create": policies.DRAFT,
        "approve": policies.APPROVE,
        "receive": policies.RECEIVE,
        "settle": policies.SETTLE,
        "void": policies.DRAFT,
        "exchange": policies.DRAFT,
        "refund": policies.REFUND,
        "unsettle": policies.REVERSE,
        "unreceive": policies.REVERSE,
        "reverse_refund": policies.REFUND,
    }

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    def _answer(self, return_id: int, status: int = 200) -> Response:
        document = queries.get_return_by_id(self.actor, return_id)
        with_amounts = policies.sees_amounts(self.actor)
        body = representation.return_document(
            document, queries.lines_of(document), queries.reversals_of(document), with_amounts
        )
        location = f"/api/v1/returns/{document.number}/" if status == 201 else ""
        return self.answer(body, version=document.version, status=status, location=location)

    def _do(self, operation: Callable[..., Any], number: str, **data: Any) -> Response:
        """A verb on the return as the caller has read it (If-Match)."""
        return_id = queries.get_return(self.actor, number).pk
        operation(actor=self.actor, return_id=return_id, version=self.version(), at=clock.now(), **data)
        return self._answer(return_id)

    @extend_schema(
        summary="List returns",
        parameters=conditions.parameters(ReturnFilter, queries.SORTS, queries.DEFAULT_SORT),
        responses=shapes.ReturnPageSerializer,
    )
    def list(self, request: Request) -> Response:
        """Returns you may see, newest first; ``refund_due=true``: those for which money is to be given back."""
        found = self.filtered(ReturnFilter, queries.list_returns(self.actor))
        return self.page(found, lambda rows: [representation.return_row(row) for row in rows])

    @extend_schema(summary="Read a return", responses=shapes.ReturnSerializer)
    def retrieve(self, request: Request, number: str) -> Response:
        """The return with its lines."""
        return self._answer(queries.get_return(self.actor, number).pk)

    @extend_schema(
        summary="Announce a return", request=shapes.ReturnInputSerializer, responses={201: shapes.ReturnSerializer}
    )
    def create(self, request: Request) -> Response:
        """Pieces of shipped lines of one order; never more than were shipped and did not come back yet."""
        data = self.validated(shapes.ReturnInputSerializer)
        order = orders.get_order(actor=self.actor, reference=data.pop("order"))
        lines = _by_line(data.pop("lines"), lambda quantity: quantity)
        made = operations.draft_return(actor=self.actor, order_id=order.pk, lines=lines, at=clock.now(), **data)
        return self._answer(made.pk, status=201)

    @extend_schema(summary="Approve a return", request=None, responses=shapes.ReturnSerializer)
    @action(detail=True, methods=["post"])
    def approve(self, request: Request, number: str) -> Response:
        """DRAFT → APPROVED: the goods may come back. Not by who wrote it."""
        return self._do(operations.approve_return, number)

    @extend_schema(summary="Receive and inspect", request=shapes.ReceiveSerializer, responses=shapes.ReturnSerializer)
    @action(detail=True, methods=["post"])
    def receive(self, request: Request, number: str) -> Response:
        """APPROVED → RECEIVED: what is fit goes back to stock, ``returned`` of the order lines rises."""
        data = self.validated(shapes.ReceiveSerializer)
        if code := data.pop("warehouse", ""):
            data["warehouse_id"] = stock.warehouse_by_code(code).pk
        lines = _by_line(data.pop("lines"), _inspected)
        return self._do(operations.receive_return, number, lines=lines, **data)

    @extend_schema(summary="Decide about a return", request=shapes.SettleSerializer, responses=shapes.ReturnSerializer)
    @action(detail=True, methods=["post"])
    def settle(self, request: Request, number: str) -> Response:
        """RECEIVED → SETTLED: pieces to re-ship open their lines, refunds become open items."""
        data = self.validated(shapes.SettleSerializer)
        lines = _by_line(data.pop("lines"), Decision)
        return self._do(operations.settle_return, number, lines=lines, **data)

    @extend_schema(summary="Void a return", request=ReasonSerializer, responses=shapes.ReturnSerializer)
    @action(detail=True, methods=["post"])
    def void(self, request: Request, number: str) -> Response:
        """DRAFT or APPROVED → VOID; the number stays."""
        return self._do(operations.void_return, number, **self.validated(ReasonSerializer))

    @extend_schema(
        summary="Write the exchange order", request=shapes.ExchangeSerializer, responses=shapes.ReturnSerializer
    )
    @action(detail=True, methods=["post"])
    def exchange(self, request: Request, number: str) -> Response:
        """A draft order of other products for what is to be replaced; once per return."""
        rows = self.validated(shapes.ExchangeSerializer)["lines"]
        lines = [LineDraft(product_code=row["product"], quantity=row["quantity"]) for row in rows]
        return self._do(operations.write_exchange_order, number, lines=lines)

    @extend_schema(summary="Record the refund", request=shapes.RefundSerializer, responses=shapes.ReturnSerializer)
    @action(detail=True, methods=["post"])
    def refund(self, request: Request, number: str) -> Response:
        """The credit note or payment with which it was made; nothing is due for it any more."""
        return self._do(operations.settle_refund, number, **self.validated(shapes.RefundSerializer))

    @extend_schema(summary="Take a decision back", request=ReasonSerializer, responses=shapes.ReturnSerializer)
    @action(detail=True, methods=["post"])
    def unsettle(self, request: Request, number: str) -> Response:
        """SETTLED → RECEIVED, with a reason: refused once money was given back, an exchange order stands, goods went
        out again, or the month is closed; the answer says what comes first."""
        return self._do(operations.unsettle_return, number, **self.validated(ReasonSerializer))

    @extend_schema(summary="Take a receipt back", request=ReasonSerializer, responses=shapes.ReturnSerializer)
    @action(detail=True, methods=["post"])
    def unreceive(self, request: Request, number: str) -> Response:
        """RECEIVED → APPROVED, with a reason: what went into stock leaves it again; refused (409 with the figures)
        where it is promised or gone."""
        return self._do(operations.unreceive_return, number, **self.validated(ReasonSerializer))

    @extend_schema(
        summary="Take the record of a refund back", request=ReasonSerializer, responses=shapes.ReturnSerializer
    )
    @action(detail=True, methods=["post"], url_path="reverse-refund")
    def reverse_refund(self, request: Request, number: str) -> Response:
        """The money is due again."""
        return self._do(operations.reverse_refund, number, **self.validated(ReasonSerializer))


class OrderLossesMixin(OrderApi):
    """What of an order was lost on the way."""

    @extend_schema(summary="Ship lost pieces again", request=shapes.LossSerializer, responses=OrderSerializer)
    @action(detail=True, methods=["post"], url_path="reship-loss")
    def reship_loss(self, request: Request, reference: str) -> Response:
        """Pieces recorded as lost at a signing go out once more: what had closed by itself opens."""
        order_id, data = self.order_id(reference), self.validated(shapes.LossSerializer)
        document = outbound.get_document(self.actor, data.pop("document").upper())
        number = orders.get_order_by_id(actor=self.actor, order_id=order_id).reference
        operations.reship_loss(actor=self.actor, document_id=document.pk, order=number, at=clock.now(), **data)
        return self.answer_order(order_id)
