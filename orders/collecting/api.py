"""Accounts and statements over the API (SEMANTICS 12)."""

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from common import clock, dates
from common.api import conditions
from customers import queries as customers
from orders.collecting import operations, queries, representation
from orders.collecting import serializers as shapes
from orders.collecting.confirming.api import VERBS, StatementConfirmingMixin
from orders.collecting.confirming.serializers import ConfirmedStatementSerializer
from orders.collecting.filters import StatementFilter
from orders.collecting.rights import DRAW


class StatementViewSet(StatementConfirmingMixin):
    """What customers were told of their accounts; as PDF under ``/papers/statement/{number}/``."""

    lookup_field = "number"
    lookup_value_regex = r"[A-Za-z]{2}\d{8}-\d{4,12}"
    serializer_class = shapes.StatementSerializer
    sorts = queries.SORTS
    default_sort = queries.DEFAULT_SORT
    verbs = {"create": DRAW, **VERBS}

    @extend_schema(
        summary="List statements of account",
        parameters=conditions.parameters(StatementFilter, queries.SORTS, queries.DEFAULT_SORT),
        responses=shapes.StatementPageSerializer,
    )
    def list(self, request: Request) -> Response:
        """Statements you may see, newest first."""
        found = self.filtered(StatementFilter, queries.list_statements(self.actor))
        return self.page(found, lambda rows: [representation.statement_row(row) for row in rows])

    @extend_schema(summary="Read a statement of account", responses=ConfirmedStatementSerializer)
    def retrieve(self, request: Request, number: str) -> Response:
        """The statement as it was drawn up, and what its customer was asked and said."""
        return self.shown(queries.get_statement(self.actor, number).pk)

    @extend_schema(
        summary="Draw up a statement of account",
        request=shapes.StatementInputSerializer,
        responses={201: shapes.StatementSerializer},
    )
    def create(self, request: Request) -> Response:
        """Keep the account as it stands: movements, balance, and what is open today."""
        data = self.validated(shapes.StatementInputSerializer)
        customer = customers.get_customer_by_code(actor=self.actor, code=data.pop("customer"))
        made = operations.draw_statement(actor=self.actor, customer_id=customer.pk, at=clock.now(), **data)
        body = representation.statement_document(queries.get_statement_by_id(self.actor, made.pk))
        return Response(body, status=201, headers={"Location": f"/api/v1/statements/{made.number}/"})

    @extend_schema(
        summary="Read an account", parameters=[shapes.StatementInputSerializer], responses=shapes.AccountSerializer
    )
    @action(detail=False, methods=["get"])
    def account(self, request: Request) -> Response:
        """The account as it stands now; nothing is kept."""
        asked = shapes.StatementInputSerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        data = dict(asked.validated_data)
        today = dates.business_day(clock.now())
        operations.require_days(data["first"], data["last"], today)
        customer = customers.get_customer_by_code(actor=self.actor, code=data.pop("customer"))
        found = queries.ledger(self.actor, customer.pk, **data)
        return Response(representation.account(self.actor, found, today))
