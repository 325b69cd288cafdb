"""Doubts and orders set aside over the API (R069, R070)."""

from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.people import queries as people
from common import clock, errors
from common.api import conditions
from common.api.views import ApiViewSet
from orders.doubts import operations, queries
from orders.doubts import serializers as shapes
from orders.doubts.filters import DoubtFilter, SetAsideFilter
from orders.order import queries as orders

if TYPE_CHECKING:
    from accounts.people.models import User


def doubt_row(doubt: Any) -> dict[str, Any]:
    """A doubt (``DoubtSerializer``)."""
    names = ("id", "line_no", "field", "text", "state", "asked_at", "answer", "answered_at", "closed_at", "version")
    people_of = ("asked_by", "asked_to", "answered_by", "closed_by")
    return {
        "order": doubt.order.reference,
        **{name: getattr(doubt, name) for name in names},
        **{name: person.username if (person := getattr(doubt, name)) else None for name in people_of},
    }


def set_aside_row(row: Any) -> dict[str, Any]:
    """An order set aside (``SetAsideSerializer``)."""
    return {"id": row.pk, "order": row.order.reference, "reason": row.reason, "by": row.by.username, "at": row.at}


class _Room(ApiViewSet):
    lookup_value_regex = r"\d{1,18}"
    sorts = queries.SORTS
    default_sort = queries.DEFAULT_SORT

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]


class DoubtViewSet(_Room):
    """Questions about orders: asked, answered, closed, on record."""

    serializer_class = shapes.DoubtSerializer
    verbs = {"create": "doubt.ask", "answer_doubt": "order.view", "close": "order.view", "reopen": "order.view"}

    @extend_schema(
        summary="List doubts",
        parameters=conditions.parameters(DoubtFilter, queries.SORTS, queries.DEFAULT_SORT),
        responses=shapes.DoubtPageSerializer,
    )
    def list(self, request: Request) -> Response:
        """Newest first; ``open=true``: those that are not closed."""
        found = self.filtered(DoubtFilter, queries.list_doubts(self.actor))
        return self.page(found, lambda rows: [doubt_row(row) for row in rows])

    @extend_schema(summary="Read a doubt", responses=shapes.DoubtSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One as it stands."""
        return self._answer(int(pk))

    @extend_schema(
        summary="Ask about an order", request=shapes.DoubtInputSerializer, responses={201: shapes.DoubtSerializer}
    )
    def create(self, request: Request) -> Response:
        """Ask about an order, a line or a field; its salesperson unless somebody else is named. Doubts keep a draft
        from being submitted as the company's setting says."""
        data = self.validated(shapes.DoubtInputSerializer)
        order_id = orders.id_of(data.pop("order"))
        name = data.pop("person")
        person = next(iter(people.by_usernames([name])), None) if name else None
        if name and person is None:
            raise errors.Invalid(fields={"person": [operations.NOBODY]})
        doubt = operations.ask_doubt(
            actor=self.actor, order_id=order_id, person_id=person.pk if person else None, at=clock.now(), **data
        )
        return self._answer(doubt.pk, status=201)

    @extend_schema(summary="Answer a doubt", request=shapes.AnswerInputSerializer, responses=shapes.DoubtSerializer)
    @action(detail=True, methods=["post"], url_path="answer")
    def answer_doubt(self, request: Request, pk: str) -> Response:
        """By who was asked, or who enters the order."""
        data = self.validated(shapes.AnswerInputSerializer)
        operations.answer_doubt(actor=self.actor, doubt_id=int(pk), version=self.version(), at=clock.now(), **data)
        return self._answer(int(pk))

    @extend_schema(summary="Close a doubt", request=None, responses=shapes.DoubtSerializer)
    @action(detail=True, methods=["post"])
    def close(self, request: Request, pk: str) -> Response:
        """By who asked, or who closes doubts of such orders."""
        operations.close_doubt(actor=self.actor, doubt_id=int(pk), version=self.version(), at=clock.now())
        return self._answer(int(pk))

    @extend_schema(summary="Ask again", request=None, responses=shapes.DoubtSerializer)
    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, pk: str) -> Response:
        """The answer does not do, or the doubt came back."""
        operations.reopen_doubt(actor=self.actor, doubt_id=int(pk), version=self.version(), at=clock.now())
        return self._answer(int(pk))

    def _answer(self, doubt_id: int, status: int = 200) -> Response:
        doubt = queries.get_doubt(actor=self.actor, doubt_id=doubt_id)
        location = f"/api/v1/doubts/{doubt.pk}/" if status == 201 else ""
        return self.answer(doubt_row(doubt), version=doubt.version, status=status, location=location)


class SetAsideViewSet(_Room):
    """Drafts that the first screening, or a person, set aside: not submitted until somebody releases them."""

    serializer_class = shapes.SetAsideSerializer
    lookup_field = "reference"
    lookup_value_regex = r"[A-Za-z]{2}\d{8}-\d{4,12}|draft-\d{1,18}"
    verbs = {"create": "order.screen", "release": "order.screen"}

    @extend_schema(
        summary="List orders set aside",
        parameters=conditions.parameters(SetAsideFilter, queries.SORTS, queries.DEFAULT_SORT),
        responses=shapes.SetAsidePageSerializer,
    )
    def list(self, request: Request) -> Response:
        """Those that wait to be cleared, newest first."""
        found = self.filtered(SetAsideFilter, queries.list_set_aside(self.actor))
        return self.page(found, lambda rows: [set_aside_row(row) for row in rows])

    @extend_schema(
        summary="Set an order aside", request=shapes.SetAsideInputSerializer, responses={201: shapes.SetAsideSerializer}
    )
    def create(self, request: Request) -> Response:
        """Put a draft aside, with a reason."""
        data = self.validated(shapes.SetAsideInputSerializer)
        order = operations.set_order_aside(
            actor=self.actor, order_id=orders.id_of(data["order"]), reason=data["reason"], at=clock.now()
        )
        row = queries.set_aside_of(order)
        assert row is not None  # it was set aside just now
        row.order = order
        return Response(set_aside_row(row), status=201)

    @extend_schema(summary="Release an order", request=shapes.ReleaseInputSerializer, responses={204: None})
    @action(detail=True, methods=["post"])
    def release(self, request: Request, reference: str) -> Response:
        """Let an order that was set aside go on."""
        data = self.validated(shapes.ReleaseInputSerializer)
        operations.release_order(actor=self.actor, order_id=orders.id_of(reference), at=clock.now(), **data)
        return Response(status=204)
