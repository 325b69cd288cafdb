"""Exceptions, claims and contingency plans over the API."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from common import clock
from common.api import conditions, strict
from common.api.fields import ReasonSerializer
from common.api.views import ApiViewSet
from orders.exceptions import operations, policies, queries, references, representation
from orders.exceptions import serializers as shapes
from orders.exceptions.filters import ClaimFilter, ExceptionFilter, PlanFilter

if TYPE_CHECKING:
    from accounts.people.models import User


class _Room(ApiViewSet):
    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]


class ExceptionViewSet(_Room):
    """What went wrong: reported, answered, looked into, decided about, told to the customer, closed."""

    lookup_field = "number"
    lookup_value_regex = r"[A-Za-z]{2}\d{8}-\d{4,}"
    serializer_class = shapes.ExceptionSerializer
    sorts = queries.SORTS
    default_sort = queries.DEFAULT_SORT
    verbs = {
        "create": policies.RAISE,
        "claim": policies.CLAIM,
        # who owes the answer works on it with no right but to see it
        **dict.fromkeys(("answer_case", "decide", "tell_customer", "use_plan", "close", "reopen"), policies.VIEW),
    }

    def _answer(self, case_id: int, status: int = 200) -> Response:
        case = queries.get_case_by_id(self.actor, case_id)
        location = f"/api/v1/exceptions/{case.number}/" if status == 201 else ""
        body = representation.case_document(self.actor, case)
        return self.answer(body, version=case.version, status=status, location=location)

    def _do(self, operation: Callable[..., Any], number: str, **data: Any) -> Response:
        """A verb on the exception as the caller has read it (If-Match)."""
        case_id = queries.get_case(self.actor, number).pk
        operation(actor=self.actor, case_id=case_id, version=self.version(), at=clock.now(), **data)
        return self._answer(case_id)

    @extend_schema(
        summary="List exceptions",
        parameters=conditions.parameters(ExceptionFilter, queries.SORTS, queries.DEFAULT_SORT),
        responses=shapes.ExceptionPageSerializer,
    )
    def list(self, request: Request) -> Response:
        """Exceptions and complaints that you may see, newest first."""
        found = self.filtered(ExceptionFilter, queries.list_cases(self.actor))
        return self.page(found, lambda rows: [representation.case_row(self.actor, row) for row in rows])

    @extend_schema(
        summary="Count exceptions",
        parameters=conditions.of_filter(ExceptionFilter),
        responses=shapes.ExceptionFiguresSerializer,
        filters=False,
    )
    @action(detail=False, methods=["get"], pagination_class=None)
    def figures(self, request: Request) -> Response:
        """By kind, root cause, who answers for it, and month; the conditions are those of the list."""
        strict.require_known_conditions(request.query_params, frozenset(ExceptionFilter.base_filters))
        found = queries.figures(self.filtered(ExceptionFilter, queries.list_cases(self.actor)))
        return Response(representation.figures(self.actor, found))

    @extend_schema(summary="Read an exception", responses=shapes.ExceptionSerializer)
    def retrieve(self, request: Request, number: str) -> Response:
        """The exception with its history, joint decisions and claims."""
        return self._answer(queries.get_case(self.actor, number).pk)

    @extend_schema(
        summary="Report an exception",
        request=shapes.ExceptionInputSerializer,
        responses={201: shapes.ExceptionSerializer},
    )
    def create(self, request: Request) -> Response:
        """Of an order, or where it is about none, of a customer. A complaint is an exception of that kind."""
        data = references.of_case(self.actor, self.validated(shapes.ExceptionInputSerializer))
        return self._answer(operations.raise_case(actor=self.actor, at=clock.now(), **data).pk, status=201)

    @extend_schema(
        summary="Change an exception", request=shapes.ExceptionChangeSerializer, responses=shapes.ExceptionSerializer
    )
    def partial_update(self, request: Request, number: str) -> Response:
        """Root cause, remedy, cost, who answers for it, severity, owner. Needs If-Match."""
        version, data = self.version(required=True), self.validated(shapes.ExceptionChangeSerializer)
        case_id = queries.get_case(self.actor, number).pk
        changes = references.of_changes(data)
        operations.change_case(actor=self.actor, case_id=case_id, changes=changes, version=version, at=clock.now())
        return self._answer(case_id)

    @extend_schema(
        summary="Answer an exception", request=shapes.ExceptionAnswerSerializer, responses=shapes.ExceptionSerializer
    )
    @action(detail=True, methods=["post"], url_path="answer")
    def answer_case(self, request: Request, number: str) -> Response:
        """OPEN → SOLVING: what is being done; it escalates no more."""
        return self._do(operations.answer_case, number, **self.validated(shapes.ExceptionAnswerSerializer))

    @extend_schema(
        summary="Record a joint decision", request=shapes.DecisionInputSerializer, responses=shapes.ExceptionSerializer
    )
    @action(detail=True, methods=["post"])
    def decide(self, request: Request, number: str) -> Response:
        """Who took part, what was decided, who does it by when."""
        data = references.of_decision(self.validated(shapes.DecisionInputSerializer))
        return self._do(operations.record_decision, number, **data)

    @extend_schema(
        summary="Record that the customer was told", request=shapes.ToldSerializer, responses=shapes.ExceptionSerializer
    )
    @action(detail=True, methods=["post"], url_path="tell-customer")
    def tell_customer(self, request: Request, number: str) -> Response:
        """When, how, and what."""
        return self._do(operations.tell_customer, number, **self.validated(shapes.ToldSerializer))

    @extend_schema(
        summary="Take up a contingency plan", request=shapes.PlanUseSerializer, responses=shapes.ExceptionSerializer
    )
    @action(detail=True, methods=["post"], url_path="use-plan")
    def use_plan(self, request: Request, number: str) -> Response:
        """A plan for exceptions of this kind."""
        return self._do(operations.use_plan, number, plan_id=self.validated(shapes.PlanUseSerializer)["plan"])

    @extend_schema(summary="Close an exception", request=None, responses=shapes.ExceptionSerializer)
    @action(detail=True, methods=["post"])
    def close(self, request: Request, number: str) -> Response:
        """Once root cause and remedy are on record, and of a complaint that the customer was told."""
        return self._do(operations.close_case, number)

    @extend_schema(summary="Reopen an exception", request=ReasonSerializer, responses=shapes.ExceptionSerializer)
    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, number: str) -> Response:
        """CLOSED → OPEN, with a reason."""
        return self._do(operations.reopen_case, number, **self.validated(ReasonSerializer))

    @extend_schema(
        summary="Claim from a carrier", request=shapes.ClaimInputSerializer, responses=shapes.ExceptionSerializer
    )
    @action(detail=True, methods=["post"])
    def claim(self, request: Request, number: str) -> Response:
        """For damage or loss on the way."""
        data = references.of_claim(self.validated(shapes.ClaimInputSerializer))
        return self._do(operations.file_claim, number, **data)


class ClaimViewSet(_Room):
    """Claims against carriers."""

    lookup_value_regex = r"\d{1,18}"
    serializer_class = shapes.ClaimSerializer
    sorts = queries.CLAIM_SORTS
    default_sort = "id"
    verbs = dict.fromkeys(("answer_claim", "recover", "drop"), policies.CLAIM)

    def _do(self, operation: Callable[..., Any], pk: str, **data: Any) -> Response:
        operation(actor=self.actor, claim_id=int(pk), version=self.version(), at=clock.now(), **data)
        return self.retrieve(self.request, pk)

    @extend_schema(
        summary="List claims against carriers",
        parameters=conditions.parameters(ClaimFilter, queries.CLAIM_SORTS, "id"),
        responses=shapes.ClaimPageSerializer,
    )
    def list(self, request: Request) -> Response:
        """Newest first."""
        found = self.filtered(ClaimFilter, queries.list_claims(self.actor))
        return self.page(found, lambda rows: [representation.claim_row(row) for row in rows])

    @extend_schema(summary="Read a claim", responses=shapes.ClaimSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One claim."""
        claim = queries.get_claim(self.actor, int(pk))
        return self.answer(representation.claim_row(claim), version=claim.version)

    @extend_schema(
        summary="Record a carrier's answer", request=shapes.ClaimAnswerSerializer, responses=shapes.ClaimSerializer
    )
    @action(detail=True, methods=["post"], url_path="answer")
    def answer_claim(self, request: Request, pk: str) -> Response:
        """What of the claim it accepts; nothing: it refuses, with its words."""
        return self._do(operations.answer_claim, pk, **self.validated(shapes.ClaimAnswerSerializer))

    @extend_schema(
        summary="Record what a carrier paid", request=shapes.RecoverySerializer, responses=shapes.ClaimSerializer
    )
    @action(detail=True, methods=["post"])
    def recover(self, request: Request, pk: str) -> Response:
        """The money of an accepted claim came in."""
        return self._do(operations.record_recovery, pk, **self.validated(shapes.RecoverySerializer))

    @extend_schema(summary="Give a claim up", request=ReasonSerializer, responses=shapes.ClaimSerializer)
    @action(detail=True, methods=["post"])
    def drop(self, request: Request, pk: str) -> Response:
        """With a reason."""
        return self._do(operations.drop_claim, pk, **self.validated(ReasonSerializer))


class ContingencyViewSet(_Room):
    """Contingency plans: what was agreed beforehand for a kind of exception."""

    lookup_value_regex = r"\d{1,18}"
    serializer_class = shapes.ContingencySerializer
    sorts = queries.PLAN_SORTS
    default_sort = "name"
    verbs = {"create": policies.PLAN}

    def _answer(self, plan_id: int, status: int = 200) -> Response:
        plan = queries.get_plan(self.actor, plan_id)
        location = f"/api/v1/contingency-plans/{plan.pk}/" if status == 201 else ""
        return self.answer(representation.plan_row(plan), version=plan.version, status=status, location=location)

    @extend_schema(
        summary="List contingency plans",
        parameters=conditions.parameters(PlanFilter, queries.PLAN_SORTS, "name"),
        responses=shapes.ContingencyPageSerializer,
    )
    def list(self, request: Request) -> Response:
        """By name, each with how often it was used."""
        found = self.filtered(PlanFilter, queries.list_plans(self.actor))
        return self.page(found, lambda rows: [representation.plan_row(row) for row in rows])

    @extend_schema(summary="Read a contingency plan", responses=shapes.ContingencySerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One plan with its steps."""
        return self._answer(int(pk))

    @extend_schema(
        summary="Prepare a contingency plan",
        request=shapes.ContingencyInputSerializer,
        responses={201: shapes.ContingencySerializer},
    )
    def create(self, request: Request) -> Response:
        """For a kind of exception, all goods or some, with steps and who does them."""
        data = references.of_plan(self.validated(shapes.ContingencyInputSerializer))
        return self._answer(operations.save_plan(actor=self.actor, at=clock.now(), **data).pk, status=201)

    @extend_schema(
        summary="Change a contingency plan",
        request=shapes.ContingencyChangeSerializer,
        responses=shapes.ContingencySerializer,
    )
    def partial_update(self, request: Request, pk: str) -> Response:
        """What is left out stays; steps are given whole. Needs If-Match."""
        version = self.version(required=True)
        data = references.of_plan(self.validated(shapes.ContingencyChangeSerializer))
        plan = queries.get_plan(self.actor, int(pk))
        changes = references.plan_as_it_is(plan) | data
        operations.save_plan(actor=self.actor, plan_id=plan.pk, version=version, at=clock.now(), **changes)
        return self._answer(plan.pk)
