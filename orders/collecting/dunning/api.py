"""Dunning over the API: what is due, letters, levels (R228)."""

from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import policies as rights
from common import clock, dates
from common.api import conditions
from common.api.fields import plain
from common.api.views import ApiViewSet
from customers import queries as customers
from orders.collecting import policies
from orders.collecting.dunning import operations, queries
from orders.collecting.dunning import serializers as shapes
from orders.collecting.dunning.filters import LetterFilter
from orders.collecting.rights import SEND

if TYPE_CHECKING:
    from accounts.people.models import User

_LEVEL = ("level", "days", "channel", "text_zh", "text_en", "is_active", "version")


def part(one: Any) -> dict[str, Any]:
    """A part that is asked for (``DunningPartSerializer``)."""
    return {
        "order": str(one.order),
        **{name: getattr(one, name) for name in ("sequence", "level", "due_date", "days")},
        **{name: plain(getattr(one, name), 2) for name in ("open", "disputed")},
    }


def proposal(one: queries.Proposal) -> dict[str, Any]:
    """A letter that is due (``DunningProposalSerializer``)."""
    return {
        "customer": {"code": one.customer.code, "name": one.customer.name},
        "currency": one.currency,
        "level": one.level.level,
        "level_name": one.level.shown_name,
        "channel": one.level.channel,
        "total": plain(one.total, 2),
        "parts": [part(each) for each in one.parts],
    }


def letter_row(actor: Any, one: Any) -> dict[str, Any]:
    """A letter in a list (``DunningLetterRowSerializer``)."""
    return {
        "customer": {"code": one.customer.code, "name": one.customer.name},
        "currency": one.currency_id,
        "level_name": one.shown_level,
        "recipient": rights.shown(actor, "customer.contact", one.recipient) or "",
        "total": plain(one.total, 2),
        "statement": one.statement.number,
        "sent_by": one.sent_by.username,
        **{name: getattr(one, name) for name in ("number", "level", "channel", "sent_at")},
    }


def level_row(one: Any) -> dict[str, Any]:
    """A level (``DunningLevelSerializer``)."""
    return {"name": one.shown_name, **{name: getattr(one, name) for name in _LEVEL}}


class DunningProposalViewSet(ApiViewSet):
    """Letters that are due today."""

    serializer_class = shapes.DunningProposalSerializer

    @extend_schema(
        summary="List dunning proposals", responses=shapes.DunningProposalSerializer(many=True), filters=False
    )
    def list(self, request: Request) -> Response:
        """Customers to remind, the highest level first; what is disputed is left out."""
        actor: Any = request.user
        rights.require(actor, policies.VIEW)
        found = queries.proposals(actor, dates.business_day(clock.now()))
        return Response([proposal(one) for one in found])


class DunningLetterViewSet(ApiViewSet):
    """Letters that were sent; as PDF under ``/papers/dunning-letter/{number}/``."""

    lookup_field = "number"
    lookup_value_regex = r"[A-Za-z]{2}\d{8}-\d{4,12}"
    serializer_class = shapes.DunningLetterSerializer
    sorts = queries.SORTS
    default_sort = queries.DEFAULT_SORT
    verbs = {"create": SEND}

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    def _document(self, number: str) -> dict[str, Any]:
        letter = queries.get_letter(self.actor, number)
        return {
            **letter_row(self.actor, letter),
            **{name: getattr(letter, name) for name in ("language", "text", "note")},
            "parts": [part(one) for one in queries.rows_of(letter)],
        }

    @extend_schema(
        summary="List dunning letters",
        parameters=conditions.parameters(LetterFilter, queries.SORTS, queries.DEFAULT_SORT),
        responses=shapes.DunningLetterPageSerializer,
    )
    def list(self, request: Request) -> Response:
        """Letters you may see, newest first."""
        found = self.filtered(LetterFilter, queries.list_letters(self.actor))
        return self.page(found, lambda rows: [letter_row(self.actor, row) for row in rows])

    @extend_schema(summary="Read a dunning letter", responses=shapes.DunningLetterSerializer)
    def retrieve(self, request: Request, number: str) -> Response:
        """The letter with what it asked for."""
        return Response(self._document(number))

    @extend_schema(
        summary="Send a dunning letter",
        request=shapes.DunningLetterInputSerializer,
        responses={201: shapes.DunningLetterSerializer},
    )
    def create(self, request: Request) -> Response:
        """Send the letter that is due to a customer, with his statement of account."""
        data = self.validated(shapes.DunningLetterInputSerializer)
        customer = customers.get_customer_by_code(actor=self.actor, code=data.pop("customer"))
        made = operations.send_letter(actor=self.actor, customer_id=customer.pk, at=clock.now(), **data)
        headers = {"Location": f"/api/v1/dunning-letters/{made.number}/"}
        return Response(self._document(made.number), status=201, headers=headers)


class DunningLevelViewSet(ApiViewSet):
    """The levels of dunning."""

    lookup_field = "level"
    lookup_value_regex = r"\d{1,5}"
    serializer_class = shapes.DunningLevelSerializer
    verbs = {"create": operations.EDIT}

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    @extend_schema(summary="List dunning levels", responses=shapes.DunningLevelSerializer(many=True), filters=False)
    def list(self, request: Request) -> Response:
        """All levels, the lowest first."""
        rights.require(self.actor, policies.VIEW)
        return Response([level_row(one) for one in queries.levels()])

    @extend_schema(summary="Read a dunning level", responses=shapes.DunningLevelSerializer)
    def retrieve(self, request: Request, level: str) -> Response:
        """One as it stands."""
        rights.require(self.actor, policies.VIEW)
        return self._answer(queries.get_level(int(level)))

    @extend_schema(
        summary="Add a dunning level",
        request=shapes.DunningLevelInputSerializer,
        responses={201: shapes.DunningLevelSerializer},
    )
    def create(self, request: Request) -> Response:
        """A higher level comes later than those below it."""
        data = self.validated(shapes.DunningLevelInputSerializer)
        return self._answer(operations.save_level(actor=self.actor, at=clock.now(), **data), status=201)

    @extend_schema(
        summary="Change a dunning level",
        request=shapes.DunningLevelChangeSerializer,
        responses=shapes.DunningLevelSerializer,
    )
    def partial_update(self, request: Request, level: str) -> Response:
        """Change what is sent, on the version in If-Match. Letters that were sent stay as they are."""
        version = self.version(required=True)
        row = queries.get_level(int(level))
        changes = self.validated(shapes.DunningLevelChangeSerializer)
        if changes.get("name") == row.shown_name:
            del changes["name"]  # a shipped name as it was read: it stays one that every reader reads in his language
        seen = {"actor": self.actor, "version": version, "at": clock.now()}
        return self._answer(operations.save_level(level_id=row.pk, **seen, **changes))

    def _answer(self, row: Any, status: int = 200) -> Response:
        location = f"/api/v1/dunning-levels/{row.level}/" if status == 201 else ""
        return self.answer(level_row(row), version=row.version, status=status, location=location)
