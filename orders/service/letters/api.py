"""Progress letters over the API (R182)."""

from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from common import clock
from common.api import conditions
from common.api.views import ApiViewSet
from customers import queries as customers
from orders.service.letters import operations, queries, representation
from orders.service.letters import serializers as shapes
from orders.service.letters.filters import ProgressLetterFilter
from orders.service.rights import SERVE

if TYPE_CHECKING:
    from accounts.people.models import User


class ProgressLetterViewSet(ApiViewSet):
    """Letters that tell customers how their orders stand: drafted from facts, read over, sent once."""

    lookup_value_regex = r"\d{1,18}"
    serializer_class = shapes.ProgressLetterSerializer
    sorts = queries.SORTS
    default_sort = queries.DEFAULT_SORT
    verbs = dict.fromkeys(("create", "send", "drop"), SERVE)

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    def _row(self, row: Any) -> dict[str, Any]:
        return representation.letter_row(row, queries.shown(self.actor, row))

    def _answer(self, letter_id: int, status: int = 200) -> Response:
        row = queries.get_letter(self.actor, letter_id)
        location = f"/api/v1/progress-letters/{row.pk}/" if status == 201 else ""
        return self.answer(self._row(row), version=row.version, status=status, location=location)

    @extend_schema(
        summary="List progress letters",
        parameters=conditions.parameters(ProgressLetterFilter, queries.SORTS, queries.DEFAULT_SORT),
        responses=shapes.ProgressLetterPageSerializer,
    )
    def list(self, request: Request) -> Response:
        """To the customers you look after, the newest first."""
        found = self.filtered(ProgressLetterFilter, queries.list_letters(self.actor))
        return self.page(found, lambda rows: [self._row(one) for one in rows])

    @extend_schema(summary="Read a progress letter", responses=shapes.ProgressLetterSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One as it reads."""
        return self._answer(int(pk))

    @extend_schema(
        summary="Draft a progress letter",
        request=shapes.ProgressLetterDraftSerializer,
        responses={201: shapes.ProgressLetterSerializer},
    )
    def create(self, request: Request) -> Response:
        """From what the customer's open orders say now, in his language."""
        code = self.validated(shapes.ProgressLetterDraftSerializer)["customer"]
        customer = customers.get_customer_by_code(actor=self.actor, code=code)
        row = operations.draft_letter(actor=self.actor, customer_id=customer.pk, at=clock.now())
        return self._answer(row.pk, status=201)

    @extend_schema(
        summary="Change a draft",
        request=shapes.ProgressLetterWordsSerializer,
        responses=shapes.ProgressLetterSerializer,
    )
    def partial_update(self, request: Request, pk: str) -> Response:
        """Its subject and text."""
        data = self.validated(shapes.ProgressLetterWordsSerializer)
        version = self.version(required=True)
        operations.change_letter(actor=self.actor, letter_id=int(pk), version=version, at=clock.now(), **data)
        return self._answer(int(pk))

    @extend_schema(
        summary="Send a progress letter",
        request=shapes.ProgressLetterSendSerializer,
        responses=shapes.ProgressLetterSerializer,
    )
    @action(detail=True, methods=["post"])
    def send(self, request: Request, pk: str) -> Response:
        """As it reads, once."""
        data = self.validated(shapes.ProgressLetterSendSerializer)
        operations.send_letter(actor=self.actor, letter_id=int(pk), version=self.version(), at=clock.now(), **data)
        return self._answer(int(pk))

    @extend_schema(summary="Drop a draft", request=None, responses=shapes.ProgressLetterSerializer)
    @action(detail=True, methods=["post"])
    def drop(self, request: Request, pk: str) -> Response:
        """It is not sent."""
        operations.drop_letter(actor=self.actor, letter_id=int(pk), version=self.version(), at=clock.now())
        return self._answer(int(pk))
