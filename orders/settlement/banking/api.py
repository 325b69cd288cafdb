"""Bank statements over the API: rows come in once, and become receipts."""

from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from common import clock
from common.api import conditions
from common.api.fields import ReasonSerializer, plain
from common.api.views import ApiViewSet
from customers import queries as customers
from orders.settlement.banking import operations, queries
from orders.settlement.banking import serializers as shapes
from orders.settlement.banking.filters import BankLineFilter

if TYPE_CHECKING:
    from accounts.people.models import User

_SAME = ("id", "source", "reference", "booked_date", "payer", "payer_account", "text", "state", "is_certain", "reason")


def line_row(actor: Any, line: Any) -> dict[str, Any]:
    """A row (``BankLineSerializer``)."""
    return {
        **{name: getattr(line, name) for name in _SAME},
        "currency": line.currency_id,
        "amount": plain(line.amount, 2),
        "candidates": [
            {"customer": one["code"], "name": one["name"], "score": one["score"], "reasons": one["reasons"]}
            for one in queries.seen(actor, line.proposal.get("candidates", []))
        ],
        "receipt": line.receipt.number if line.receipt else None,
        "version": line.version,
    }


class BankLineViewSet(ApiViewSet):
    """What banks say came in, until it is recorded as receipts."""

    serializer_class = shapes.BankLineSerializer
    lookup_value_regex = r"\d{1,18}"
    sorts = queries.SORTS
    default_sort = queries.DEFAULT_SORT
    verbs = dict.fromkeys(("create", "record", "record_certain", "set_aside", "take_up"), queries.VERB)

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    def _answer(self, line_id: int, status: int = 200) -> Response:
        line = queries.get_line(self.actor, line_id)
        location = f"/api/v1/bank-lines/{line.pk}/" if status == 201 else ""
        return self.answer(line_row(self.actor, line), version=line.version, status=status, location=location)

    @extend_schema(
        summary="List rows of bank statements",
        parameters=conditions.parameters(BankLineFilter, queries.SORTS, queries.DEFAULT_SORT),
        responses=shapes.BankLinePageSerializer,
    )
    def list(self, request: Request) -> Response:
        """Newest first."""
        found = self.filtered(BankLineFilter, queries.list_lines(self.actor))
        return self.page(found, lambda rows: [line_row(self.actor, row) for row in rows])

    @extend_schema(summary="Read a row of a bank statement", responses=shapes.BankLineSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One as it stands."""
        return self._answer(int(pk))

    @extend_schema(
        summary="Bring a row of a bank statement",
        request=shapes.BankLineInputSerializer,
        responses={201: shapes.BankLineSerializer},
    )
    def create(self, request: Request) -> Response:
        """Keep a row, once per source and reference; a row that is here already comes back as it stands."""
        data = self.validated(shapes.BankLineInputSerializer)
        source = data.pop("source")
        line = operations.NewLine(**{**data, "currency": data["currency"].upper()})
        operations.load_lines(actor=self.actor, source=source, lines=[line], at=clock.now())
        return self._answer(queries.id_of(self.actor, source, line.digest), status=201)

    @extend_schema(
        summary="Record a row as a receipt",
        request=shapes.BankRecordInputSerializer,
        responses=shapes.BankLineSerializer,
    )
    @action(detail=True, methods=["post"])
    def record(self, request: Request, pk: str) -> Response:
        """Money of this customer, allocated as wished."""
        data = self.validated(shapes.BankRecordInputSerializer)
        customer_id = customers.get_id(actor=self.actor, code=data["customer"])
        operations.record_line(
            actor=self.actor,
            line_id=int(pk),
            customer_id=customer_id,
            allocate=data["allocate"],
            version=self.version(),
            at=clock.now(),
        )
        return self._answer(int(pk))

    @extend_schema(summary="Record a certain row", request=None, responses=shapes.BankLineSerializer)
    @action(detail=True, methods=["post"], url_path="record-certain")
    def record_certain(self, request: Request, pk: str) -> Response:
        """As it is proposed, if the match is still certain."""
        operations.record_certain(actor=self.actor, line_id=int(pk), at=clock.now())
        return self._answer(int(pk))

    @extend_schema(summary="Set a row aside", request=ReasonSerializer, responses=shapes.BankLineSerializer)
    @action(detail=True, methods=["post"], url_path="set-aside")
    def set_aside(self, request: Request, pk: str) -> Response:
        """It is no payment of a customer."""
        data = self.validated(ReasonSerializer)
        operations.set_line_aside(actor=self.actor, line_id=int(pk), version=self.version(), at=clock.now(), **data)
        return self._answer(int(pk))

    @extend_schema(summary="Take a row up again", request=None, responses=shapes.BankLineSerializer)
    @action(detail=True, methods=["post"], url_path="take-up")
    def take_up(self, request: Request, pk: str) -> Response:
        """It is to be recorded after all."""
        operations.take_line_up(actor=self.actor, line_id=int(pk), version=self.version(), at=clock.now())
        return self._answer(int(pk))
