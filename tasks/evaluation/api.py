"""Evaluations, performance, rewards and cases over the API."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import policies as rights
from accounts.people import queries as people
from common import clock, dates, errors
from common.api import conditions, strict
from common.api.fields import ReasonSerializer
from common.api.views import ApiViewSet
from orders.order import queries as orders
from tasks.evaluation import cases, operations, performance, policies, queries, representation
from tasks.evaluation import serializers as shapes
from tasks.evaluation.filters import CaseFilter, EvaluationFilter, RewardFilter

if TYPE_CHECKING:
    from accounts.people.models import User

_PERIOD = ("by", "first", "last")


class _Room(ApiViewSet):
    lookup_value_regex = r"\d{1,18}"

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]


def _person(username: str | None) -> int | None:
    """The key behind a sign-in name. Raises Invalid."""
    if not username:
        return None
    found = people.by_usernames([username]).values_list("pk", flat=True).first()
    if found is None:
        raise errors.Invalid(fields={"person": [_("Nothing is known under “%(text)s”.") % {"text": username[:80]}]})
    return found


def _order(actor: "User", number: str) -> int | None:
    return orders.get_order(actor=actor, reference=number).pk if number else None


class EvaluationViewSet(_Room):
    """How closed orders were carried out: figures, scores, reasons, conclusion."""

    serializer_class = shapes.EvaluationSerializer
    sorts = queries.SORTS
    default_sort = queries.DEFAULT_SORT
    verbs = {
        "create": policies.VIEW,
        "score": policies.SCORE,
        "explain": policies.VIEW,
        "end": policies.END,
        "reopen": policies.END,
    }

    def _answer(self, pk: int, status: int = 200) -> Response:
        found = queries.get_evaluation(self.actor, pk)
        location = f"/api/v1/evaluations/{found.pk}/" if status == 201 else ""
        body = representation.evaluation_document(self.actor, found)
        return self.answer(body, version=found.version, status=status, location=location)

    def _do(self, operation: Callable[..., Any], pk: str, **data: Any) -> Response:
        operation(actor=self.actor, evaluation_id=int(pk), version=self.version(), at=clock.now(), **data)
        return self._answer(int(pk))

    @extend_schema(
        summary="List evaluations",
        parameters=conditions.parameters(EvaluationFilter, queries.SORTS, queries.DEFAULT_SORT),
        responses=shapes.EvaluationPageSerializer,
    )
    def list(self, request: Request) -> Response:
        """Of the orders that you see, and of those that you worked on."""
        rights.require(self.actor, policies.VIEW)
        found = self.filtered(EvaluationFilter, queries.list_evaluations(self.actor))
        return self.page(found, lambda rows: [representation.evaluation_row(row) for row in rows])

    @extend_schema(summary="Read an evaluation", responses=shapes.EvaluationSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """Figures as the rows say now, as kept once it ended; costs only for who sees them."""
        return self._answer(int(pk))

    @extend_schema(
        summary="Open an evaluation",
        request=shapes.OpenEvaluationSerializer,
        responses={201: shapes.EvaluationSerializer},
    )
    def create(self, request: Request) -> Response:
        """Of a closed order; the one that is there where it was opened before."""
        number = self.validated(shapes.OpenEvaluationSerializer)["order"]
        order_id = orders.get_order(actor=self.actor, reference=number).pk
        made = operations.open_evaluation(actor=self.actor, order_id=order_id, at=clock.now())
        return self._answer(made.pk, status=201)

    @extend_schema(summary="Score", request=shapes.ScoresInputSerializer, responses=shapes.EvaluationSerializer)
    @action(detail=True, methods=["post"])
    def score(self, request: Request, pk: str) -> Response:
        """How a person, or the order as a whole, worked: 1 to 5 an aspect. Said again it replaces what you said."""
        data = self.validated(shapes.ScoresInputSerializer)
        operations.give_scores(
            actor=self.actor,
            evaluation_id=int(pk),
            person_id=_person(data["person"]),
            values=data["values"],
            words=data["words"],
            at=clock.now(),
        )
        return self._answer(int(pk))

    @extend_schema(
        summary="Explain a deviation", request=shapes.ExplainSerializer, responses=shapes.EvaluationSerializer
    )
    @action(detail=True, methods=["post"])
    def explain(self, request: Request, pk: str) -> Response:
        """Why a figure is not as planned; no words take your reason back."""
        return self._do(operations.explain, pk, **self.validated(shapes.ExplainSerializer))

    @extend_schema(
        summary="End an evaluation", request=shapes.EndEvaluationSerializer, responses=shapes.EvaluationSerializer
    )
    @action(detail=True, methods=["post"])
    def end(self, request: Request, pk: str) -> Response:
        """With a conclusion; its figures are kept as they are now."""
        return self._do(operations.end_evaluation, pk, **self.validated(shapes.EndEvaluationSerializer))

    @extend_schema(
        summary="Take an evaluation up again", request=ReasonSerializer, responses=shapes.EvaluationSerializer
    )
    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, pk: str) -> Response:
        """With a reason."""
        return self._do(operations.reopen_evaluation, pk, **self.validated(ReasonSerializer))


class PerformanceViewSet(_Room):
    """What people and departments did in a period."""

    serializer_class = shapes.PerformanceSerializer
    pagination_class = None

    @extend_schema(
        summary="Performance of people or departments",
        parameters=[
            OpenApiParameter("by", str, enum=["person", "department"], description="Default: person"),
            OpenApiParameter("first", date, description="First day; default: of this month"),
            OpenApiParameter("last", date, description="Last day; default: of this month"),
        ],
        responses=shapes.PerformanceSerializer(many=True),
        filters=False,
    )
    def list(self, request: Request) -> Response:
        """Those whose work you look after, and yourself: finished tasks, punctuality, hours, scores, rewards."""
        strict.require_known_conditions(request.query_params, frozenset(_PERIOD))
        rights.require(self.actor, policies.VIEW)
        today = dates.business_day(clock.now())
        first = _day(request, "first") or today.replace(day=1)
        last = _day(request, "last") or dates.month_end(today)
        by = request.query_params.get("by") or "person"
        if by not in ("person", "department"):
            raise errors.Invalid(fields={"by": [_("Choose one of the list.")]})
        rows = performance.performance(self.actor, by=by, first=first, last=last)
        return Response([representation.performance_row(one) for one in rows])


def _day(request: Request, name: str) -> date | None:
    """A day of the address. Raises Invalid."""
    text = request.query_params.get(name)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise errors.Invalid(fields={name: [_("Enter a day like 2026-11-21.")]}) from None


class RewardViewSet(_Room):
    """Rewards and penalties."""

    serializer_class = shapes.RewardSerializer
    sorts = queries.REWARD_SORTS
    verbs = {"create": policies.REWARD, "undo": policies.REWARD}

    @extend_schema(
        summary="List rewards and penalties",
        parameters=conditions.parameters(RewardFilter, queries.REWARD_SORTS, "id"),
        responses=shapes.RewardPageSerializer,
    )
    def list(self, request: Request) -> Response:
        """Your own, those that you gave, and those of people whom you reward."""
        found = self.filtered(RewardFilter, queries.list_rewards(self.actor))
        return self.page(found, lambda rows: [representation.reward_row(row) for row in rows])

    @extend_schema(summary="Read a reward or penalty", responses=shapes.RewardSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """As it was recorded."""
        return Response(representation.reward_row(queries.get_reward(self.actor, int(pk))))

    @extend_schema(
        summary="Record a reward or penalty",
        request=shapes.RewardInputSerializer,
        responses={201: shapes.RewardSerializer},
    )
    def create(self, request: Request) -> Response:
        """For an order or a month; what the person did then is kept with it."""
        data = self.validated(shapes.RewardInputSerializer)
        person, order_id = _person(data.pop("person")), _order(self.actor, data.pop("order"))
        made = operations.give_reward(
            actor=self.actor, person_id=person or 0, order_id=order_id, at=clock.now(), **data
        )
        body = representation.reward_row(queries.get_reward(self.actor, made.pk))
        return self.answer(body, status=201, location=f"/api/v1/rewards/{made.pk}/")

    @extend_schema(summary="Take a reward or penalty back", request=ReasonSerializer, responses=shapes.RewardSerializer)
    @action(detail=True, methods=["post"])
    def undo(self, request: Request, pk: str) -> Response:
        """With a reason; it stays on record."""
        reason = self.validated(ReasonSerializer)["reason"]
        operations.undo_reward(actor=self.actor, reward_id=int(pk), reason=reason, at=clock.now())
        return self.retrieve(request, pk)


class CaseViewSet(_Room):
    """The case library."""

    serializer_class = shapes.CaseSerializer
    sorts = cases.SORTS
    verbs = {"create": policies.WRITE}

    def _answer(self, pk: int, status: int = 200) -> Response:
        found = cases.get_case(self.actor, pk)
        location = f"/api/v1/cases/{found.pk}/" if status == 201 else ""
        return self.answer(representation.case_row(found), version=found.version, status=status, location=location)

    def _save(self, data: dict[str, Any], **seen: Any) -> int:
        order_id = _order(self.actor, data.pop("order"))
        texts = {name: data.pop(name) for name in cases.TEXTS}
        made = cases.save_case(actor=self.actor, order_id=order_id, texts=texts, at=clock.now(), **data, **seen)
        return made.pk

    @extend_schema(
        summary="List cases",
        parameters=conditions.parameters(CaseFilter, cases.SORTS, "id"),
        responses=shapes.CasePageSerializer,
    )
    def list(self, request: Request) -> Response:
        """Newest first; ``q`` looks at everything that they say."""
        rights.require(self.actor, policies.VIEW)
        found = self.filtered(CaseFilter, cases.list_cases(self.actor))
        return self.page(found, lambda rows: [representation.case_row(row) for row in rows])

    @extend_schema(summary="Read a case", responses=shapes.CaseSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One case."""
        return self._answer(int(pk))

    @extend_schema(summary="Write a case", request=shapes.CaseInputSerializer, responses={201: shapes.CaseSerializer})
    def create(self, request: Request) -> Response:
        """What was done, how it went, why, what to learn from it."""
        return self._answer(self._save(self.validated(shapes.CaseInputSerializer)), status=201)

    @extend_schema(summary="Change a case", request=shapes.CaseInputSerializer, responses=shapes.CaseSerializer)
    def update(self, request: Request, pk: str) -> Response:
        """All of it, on the version in If-Match."""
        version = self.version(required=True)
        data = self.validated(shapes.CaseInputSerializer)
        return self._answer(self._save(data, case_id=int(pk), version=version))
