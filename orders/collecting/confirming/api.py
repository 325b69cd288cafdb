"""Statements of account confirmed by customers, over the API."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from common import clock
from common.api.fields import ReasonSerializer
from common.api.parsing import JSONParser
from common.api.views import ApiViewSet
from orders.collecting import queries
from orders.collecting.confirming import operations, representation
from orders.collecting.confirming import serializers as shapes
from orders.collecting.rights import ASK

if TYPE_CHECKING:
    from accounts.people.models import User

VERBS = dict.fromkeys(("ask", "resend", "revoke", "record_answer"), ASK)


class StatementConfirmingMixin(ApiViewSet):
    """A customer's word on a statement."""

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    @extend_schema(
        summary="Have a statement confirmed",
        request=shapes.StatementAskInputSerializer,
        responses=shapes.ConfirmedStatementSerializer,
    )
    @action(detail=True, methods=["post"])
    def ask(self, request: Request, number: str) -> Response:
        """Send it by mail, with a signed link under which the customer confirms or objects."""
        return self._do(operations.ask_customer, number, **self.validated(shapes.StatementAskInputSerializer))

    @extend_schema(summary="Send the question again", request=None, responses=shapes.ConfirmedStatementSerializer)
    @action(detail=True, methods=["post"])
    def resend(self, request: Request, number: str) -> Response:
        """The same mail with the same link."""
        return self._do(operations.resend, number)

    @extend_schema(
        summary="Take the question back", request=ReasonSerializer, responses=shapes.ConfirmedStatementSerializer
    )
    @action(detail=True, methods=["post"])
    def revoke(self, request: Request, number: str) -> Response:
        """The link opens nothing any more."""
        return self._do(operations.revoke, number, **self.validated(ReasonSerializer))

    @extend_schema(
        summary="Record what the customer said of a statement",
        request={
            "application/json": shapes.StatementAnswerInputSerializer,
            "multipart/form-data": shapes.StatementAnswerInputSerializer,
        },
        responses=shapes.ConfirmedStatementSerializer,
    )
    @action(detail=True, methods=["post"], url_path="record-answer", parser_classes=[JSONParser, MultiPartParser])
    def record_answer(self, request: Request, number: str) -> Response:
        """By phone, mail, chat, visit or on paper; a confirmation with its proof."""
        return self._do(operations.record_answer, number, **self.validated(shapes.StatementAnswerInputSerializer))

    def _do(self, operation: Callable[..., Any], number: str, **data: Any) -> Response:
        """A verb on the statement as the caller has read it (If-Match)."""
        at, row = clock.now(), queries.get_statement(self.actor, number)
        operation(actor=self.actor, statement_id=row.pk, version=self.version(), at=at, **data)
        return self.shown(row.pk)

    def shown(self, statement_id: int) -> Response:
        """The statement with what its customer was asked and said."""
        row = queries.get_statement_by_id(self.actor, statement_id)
        return self.answer(representation.document(self.actor, row, clock.now()), version=row.version)
