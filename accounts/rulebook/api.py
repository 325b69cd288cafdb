"""The rulebook over the API (R315, R316)."""

from datetime import timedelta
from typing import TYPE_CHECKING

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import policies as rights
from accounts.rulebook import forms, operations, policies, queries, representation
from accounts.rulebook import serializers as shapes
from common import clock, dates, errors
from common.api import strict
from common.api.views import ApiViewSet

if TYPE_CHECKING:
    from accounts.people.models import User

REVIEWED = timedelta(days=90)
_DAYS = [
    OpenApiParameter("since", OpenApiTypes.DATE, description="First day; 90 days before the last"),
    OpenApiParameter("until", OpenApiTypes.DATE, description="Last day; today"),
]


class ClauseViewSet(ApiViewSet):
    """The company's rules as numbered clauses, and the checks that enforce them."""

    lookup_field = "clause_number"
    lookup_value_regex = r"[0-9.]{1,12}"
    serializer_class = shapes.RulebookClauseSerializer
    pagination_class = None
    verbs = {"create": policies.MANAGE}

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    def _answer(self, number: str, status: int = 200) -> Response:
        shown = queries.get_clause(number, dates.business_day(clock.now()))
        location = f"/api/v1/rulebook/{number}/" if status == 201 else ""
        version = shown.clause.version
        return self.answer(representation.clause_row(shown), version=version, status=status, location=location)

    @extend_schema(summary="Read the rulebook", responses=shapes.RulebookClauseSerializer(many=True))
    def list(self, request: Request) -> Response:
        """The clauses that hold today, in order."""
        strict.require_known_conditions(request.query_params, frozenset())
        clauses = queries.list_clauses(dates.business_day(clock.now()))
        return Response([representation.clause_row(one) for one in clauses])

    @extend_schema(summary="Read a clause", responses=shapes.RulebookClauseSerializer)
    def retrieve(self, request: Request, clause_number: str) -> Response:
        """One clause, also one that does not hold yet or no more."""
        return self._answer(clause_number)

    @extend_schema(
        summary="Add a clause",
        request=shapes.RulebookClauseInputSerializer,
        responses={201: shapes.RulebookClauseSerializer},
    )
    def create(self, request: Request) -> Response:
        """A clause with its first wording."""
        data = self.validated(shapes.RulebookClauseInputSerializer)
        return self._answer(operations.add_clause(actor=self.actor, at=clock.now(), **data).number, status=201)

    @extend_schema(
        summary="Give a clause its next wording",
        request=shapes.RulebookWordingInputSerializer,
        responses=shapes.RulebookClauseSerializer,
    )
    def update(self, request: Request, clause_number: str) -> Response:
        """It holds from its first day on; what held before stays on record. With `valid_to` the clause ends. Needs
        If-Match."""
        version, data = self.version(required=True), self.validated(shapes.RulebookWordingInputSerializer)
        operations.reword_clause(actor=self.actor, number=clause_number, version=version, at=clock.now(), **data)
        return self._answer(clause_number)

    @extend_schema(
        summary="Bind checks to a clause",
        request=shapes.RulebookChecksInputSerializer,
        responses=shapes.RulebookClauseSerializer,
    )
    @action(detail=True, methods=["put"], url_path="checks")
    def bind_checks(self, request: Request, clause_number: str) -> Response:
        """These checks enforce it, and no others. Needs If-Match."""
        version, data = self.version(required=True), self.validated(shapes.RulebookChecksInputSerializer)
        operations.bind_checks(
            actor=self.actor, number=clause_number, keys=data["checks"], version=version, at=clock.now()
        )
        return self._answer(clause_number)

    @extend_schema(
        summary="Review the rulebook", parameters=_DAYS, responses=shapes.RulebookReviewSerializer, filters=False
    )
    @action(detail=False, methods=["get"])
    def review(self, request: Request) -> Response:
        """How often which clause was run against; clauses without a check, checks without a clause."""
        rights.require(self.actor, policies.REVIEW)
        strict.require_known_conditions(request.query_params, frozenset(("since", "until")))
        form = forms.PeriodForm(request.query_params)
        if not form.is_valid():
            raise errors.Invalid(fields={name: [str(text) for text in texts] for name, texts in form.errors.items()})
        today = dates.business_day(clock.now())
        until = form.cleaned_data["until"] or today
        since = form.cleaned_data["since"] or dates.back(until, REVIEWED)
        return Response(representation.review_row(queries.review(since, until, today), since, until))
