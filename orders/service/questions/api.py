"""What customers ask and suggest, over the API (R177)."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from common import clock, dates
from common.api import conditions
from customers.voice.operations import VERB
from orders.service.questions import operations, queries, representation
from orders.service.questions import serializers as shapes
from orders.service.questions.filters import QuestionFilter
from orders.service.resource import ServiceViewSet


class QuestionViewSet(ServiceViewSet):
    """Questions and suggestions of customers, from their pages or written down by our people, and our answers."""

    place, named = "customer-questions", "note_id"
    serializer_class = shapes.CustomerQuestionSerializer
    sorts = queries.SORTS
    default_sort = queries.DEFAULT_SORT
    verbs = dict.fromkeys(("give_answer",), VERB)

    def find(self, row_id: int) -> Any:
        """One of them."""
        return queries.get_question(self.actor, row_id)

    def shown(self, row: Any) -> dict[str, Any]:
        """With whether he was told."""
        return self._rows([row])[0]

    def _rows(self, rows: list[Any]) -> list[dict[str, Any]]:
        today, told = dates.business_day(clock.now()), queries.told_at(rows)
        return [representation.question_row(self.actor, one, today, told) for one in rows]

    @extend_schema(
        summary="List questions of customers",
        parameters=conditions.parameters(QuestionFilter, queries.SORTS, queries.DEFAULT_SORT),
        responses=shapes.CustomerQuestionPageSerializer,
    )
    def list(self, request: Request) -> Response:
        """Of the customers you may see; what is to be answered next stands first."""
        rows = queries.list_questions(self.actor)
        return self.page(self.filtered(QuestionFilter, rows, actor=self.actor), self._rows)

    @extend_schema(summary="Read a question", responses=shapes.CustomerQuestionSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One as it stands."""
        return self.one(pk)

    @extend_schema(
        summary="Answer a question",
        request=shapes.CustomerQuestionAnswerSerializer,
        responses=shapes.CustomerQuestionSerializer,
    )
    @action(detail=True, methods=["post"], url_path="answer")
    def give_answer(self, request: Request, pk: str) -> Response:
        """He is told by mail, once; a later answer takes the place of an earlier one."""
        return self.act(operations.answer, pk, **self.validated(shapes.CustomerQuestionAnswerSerializer))
