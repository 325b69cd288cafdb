"""Rules of commissions and statements over the API (R280)."""

from typing import TYPE_CHECKING, Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import policies as rights
from common import clock
from common.api import strict
from common.api.views import ApiViewSet
from common.typed import read_key
from reports.builder.described import text
from reports.commissions import operations, policies, queries, representation, showing
from reports.commissions import serializers as shapes
from reports.commissions.operations import keeping
from reports.commissions.sheets import State

if TYPE_CHECKING:
    from accounts.people.models import User


class _Room(ApiViewSet):
    pagination_class = None

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]


class CommissionRuleViewSet(_Room):
    """What salespeople earn for what."""

    serializer_class = shapes.CommissionRuleSerializer
    lookup_value_regex = r"\d{1,18}"
    verbs = dict.fromkeys(("create", "preview"), policies.RULES)
    freely_repeatable = frozenset({"preview"})

    def _answer(self, rule_id: int, status: int = 200) -> Response:
        row = queries.get_rule(self.actor, rule_id)
        location = f"/api/v1/commission-rules/{row.pk}/" if status == 201 else ""
        return self.answer(representation.rule(row), version=row.version, status=status, location=location)

    @extend_schema(
        summary="List rules of commissions", responses=shapes.CommissionRuleSerializer(many=True), filters=False
    )
    def list(self, request: Request) -> Response:
        """All of them, those in use first."""
        return Response([representation.rule(one) for one in queries.list_rules(self.actor)])

    @extend_schema(summary="Read a rule of commissions", responses=shapes.CommissionRuleSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One of them."""
        return self._answer(int(pk))

    @extend_schema(
        summary="Add a rule of commissions",
        request=shapes.CommissionRuleInputSerializer,
        responses={201: shapes.CommissionRuleSerializer},
    )
    def create(self, request: Request) -> Response:
        """It holds for whole months; drafts of statements follow it at once."""
        changes = representation.of_rule(self.validated(shapes.CommissionRuleInputSerializer))
        return self._answer(operations.save_rule(actor=self.actor, changes=changes, at=clock.now()).pk, status=201)

    @extend_schema(
        summary="Change a rule of commissions",
        request=shapes.CommissionRuleChangeSerializer,
        responses=shapes.CommissionRuleSerializer,
    )
    def partial_update(self, request: Request, pk: str) -> Response:
        """What is left out stays; confirmed statements stay as they were. Needs If-Match."""
        given: dict[str, Any] = {"rule_id": int(pk), "version": self.version(required=True)}
        changes = representation.of_rule(self.validated(shapes.CommissionRuleChangeSerializer))
        operations.save_rule(actor=self.actor, changes=changes, at=clock.now(), **given)
        return self._answer(int(pk))

    @extend_schema(
        summary="Try a rule of commissions",
        request=shapes.CommissionTrialInputSerializer,
        responses=shapes.CommissionPreviewSerializer,
    )
    @action(detail=False, methods=["post"])
    def preview(self, request: Request) -> Response:
        """What it would have done in the last month that ended, beside the rules as they are. Changes nothing."""
        changes = representation.of_rule(self.validated(shapes.CommissionTrialInputSerializer))
        given: dict[str, Any] = {"rule_id": changes.pop("instead_of", None), "version": None}
        tried = keeping.written(actor=self.actor, changes=changes, is_trial=True, **given)
        return Response(representation.preview(queries.preview_rule(actor=self.actor, rule=tried, at=clock.now())))


class CommissionStatementViewSet(_Room):
    """What people earned in a month: drafts as the figures say now, confirmed ones as they were."""

    serializer_class = shapes.CommissionStatementSerializer
    lookup_field = "statement_key"
    lookup_value_regex = r"\d{4}-\d{2}-\d{1,18}"
    verbs = {"confirm": policies.CONFIRM, "take_back": policies.CONFIRM, "pay": policies.PAY}

    def _answer(self, statement_key: str) -> Response:
        month, person_id = representation.read_key(statement_key)
        sheet = queries.get_sheet(actor=self.actor, person_id=person_id, month=month, at=clock.now())
        version = sheet.kept.version if sheet.kept else None
        return self.answer(representation.statement(self.actor, sheet), version=version)

    @extend_schema(
        summary="List the commissions of a month",
        parameters=[
            text("month", "Like 2026-10; the last that ended unless named."),
            OpenApiParameter("department", OpenApiTypes.INT, description="With all below it."),
            OpenApiParameter("person", OpenApiTypes.INT, description="Of one person."),
            text("state", "Only those in this state.", enum=[one.value for one in State]),
        ],
        responses=shapes.CommissionMonthSerializer,
        filters=False,
    )
    def list(self, request: Request) -> Response:
        """Those that the caller may see, with their sums."""
        rights.require(self.actor, policies.VIEW)
        given, at = request.query_params.dict(), clock.now()
        strict.require_known_conditions(request.query_params, frozenset(("month", "department", "person", "state")))
        month = showing.month_of(given, at)
        narrowed = {name: read_key(given.get(name)) or 0 for name in ("department", "person")}
        rows = queries.month_sheets(actor=self.actor, month=month, at=at, state=given.get("state", ""), **narrowed)
        return Response(representation.month(self.actor, rows, month))

    @extend_schema(summary="Read a commission statement", responses=shapes.CommissionStatementSerializer)
    def retrieve(self, request: Request, statement_key: str) -> Response:
        """The statement of a person for a month."""
        return self._answer(statement_key)

    @extend_schema(
        summary="Confirm a commission statement",
        request=shapes.CommissionConfirmInputSerializer,
        responses=shapes.CommissionStatementSerializer,
    )
    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, statement_key: str) -> Response:
        """Keep it as it is now. The month must have ended; nobody confirms his own."""
        month, person_id = representation.read_key(statement_key)
        data = self.validated(shapes.CommissionConfirmInputSerializer)
        operations.confirm(actor=self.actor, person_id=person_id, month=month, at=clock.now(), **data)
        return self._answer(statement_key)

    @extend_schema(
        summary="Take back the confirmation of a commission",
        request=shapes.CommissionTakeBackInputSerializer,
        responses=shapes.CommissionStatementSerializer,
    )
    @action(detail=True, methods=["post"], url_path="take-back")
    def take_back(self, request: Request, statement_key: str) -> Response:
        """It becomes a draft again, before it is paid."""
        month, person_id = representation.read_key(statement_key)
        data = self.validated(shapes.CommissionTakeBackInputSerializer)
        given: dict[str, Any] = {"month": month, "version": self.version(), "at": clock.now(), **data}
        operations.take_back(actor=self.actor, person_id=person_id, **given)
        return self._answer(statement_key)

    @extend_schema(summary="Note a commission as paid", request=None, responses=shapes.CommissionStatementSerializer)
    @action(detail=True, methods=["post"])
    def pay(self, request: Request, statement_key: str) -> Response:
        """From then on it stays; what changes later is made good in a later month."""
        month, person_id = representation.read_key(statement_key)
        given: dict[str, Any] = {"month": month, "version": self.version(), "at": clock.now()}
        operations.pay(actor=self.actor, person_id=person_id, **given)
        return self._answer(statement_key)
