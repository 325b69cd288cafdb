"""Assessments of risks and their preventive measures over the API (R116)."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.people import queries as people
from common import clock, errors
from common.api import conditions
from orders.risk import operations, policies, queries
from orders.risk import serializers as shapes
from orders.risk.api import Room
from orders.risk.filters import AssessmentFilter
from orders.risk.operations.assessing import Measure


def _measure(row: Any) -> dict[str, Any]:
    """A measure (``RiskMeasureSerializer``)."""
    own = {name: getattr(row, name) for name in ("id", "text", "due_date", "done_at", "version")}
    return {**own, "owner": row.owner.username, "done_by": row.done_by.username if row.done_by else None}


def _assessment(row: Any) -> dict[str, Any]:
    """An assessment (``RiskAssessmentSerializer``)."""
    names = ("id", "day", "title", "findings", "numbers", "next_on", "created_at")
    measures = sorted(row.measures.all(), key=lambda one: one.pk)
    return {
        **{name: getattr(row, name) for name in names},
        "created_by": row.created_by.username,
        "measures": [_measure(one) for one in measures],
    }


def _measures(rows: list[dict[str, Any]]) -> list[Measure]:
    """Their owners by sign-in name. Raises Invalid."""
    known = {one.username: one.pk for one in people.by_usernames({row["owner"] for row in rows})}
    if wrong := next((row["owner"] for row in rows if row["owner"].lower() not in known), None):
        words = _("There is nobody called “%(name)s” here.") % {"name": wrong}
        raise errors.Invalid(fields={"measures": [words]})
    return [Measure(row["text"], known[row["owner"].lower()], row["due_date"]) for row in rows]


class RiskAssessmentViewSet(Room):
    """Looks at the risks of order management at intervals: what was found, the numbers of that day, what is done."""

    serializer_class = shapes.RiskAssessmentSerializer
    lookup_value_regex = r"\d{1,18}"
    sorts = queries.ASSESSMENT_SORTS
    default_sort = "day"
    verbs = {"create": policies.ASSESS, "finish": policies.VIEW}

    @extend_schema(
        summary="List risk assessments",
        parameters=conditions.parameters(AssessmentFilter, queries.ASSESSMENT_SORTS, "day"),
        responses=shapes.RiskAssessmentPageSerializer,
    )
    def list(self, request: Request) -> Response:
        """The latest first, each with its measures."""
        found = self.filtered(AssessmentFilter, queries.list_assessments(self.actor))
        return self.page(found, lambda rows: [_assessment(row) for row in rows])

    @extend_schema(summary="Read a risk assessment", responses=shapes.RiskAssessmentSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One with its measures."""
        return Response(_assessment(queries.get_assessment(self.actor, int(pk))))

    @extend_schema(
        summary="Record a risk assessment",
        request=shapes.RiskAssessmentInputSerializer,
        responses={201: shapes.RiskAssessmentSerializer},
    )
    def create(self, request: Request) -> Response:
        """Today's, with the hit rate of every rule as it is now. Owners of measures are told."""
        data = self.validated(shapes.RiskAssessmentInputSerializer)
        data["measures"] = _measures(data["measures"])
        made = operations.assess(actor=self.actor, at=clock.now(), **data)
        headers = {"Location": f"/api/v1/risk-assessments/{made.pk}/"}
        return Response(_assessment(queries.get_assessment(self.actor, made.pk)), status=201, headers=headers)

    @extend_schema(summary="A preventive measure is done", request=None, responses=shapes.RiskMeasureSerializer)
    @action(detail=True, methods=["post"], url_path=r"measures/(?P<measure_id>\d{1,18})/finish")
    def finish(self, request: Request, pk: str, measure_id: str) -> Response:
        """Said by its owner, or by who assesses; ``version`` of the measure goes in If-Match."""
        queries.require_measure(int(pk), int(measure_id))
        done = operations.finish_measure(measure_id=int(measure_id), **self.seen())
        return self.answer(_measure(done), version=done.version)
