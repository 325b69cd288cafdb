"""Departments that are asked about changes, over the API."""

from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import policies as rights
from common import clock
from common.api.fields import plain
from common.api.views import ApiViewSet
from orders.changes import queries as requests
from orders.changes.api import ChangeApi
from orders.changes.assessing import operations, queries
from orders.changes.assessing import serializers as shapes

if TYPE_CHECKING:
    from accounts.people.models import User

VIEW = "order.view"
VERBS = {"assess": "change.assess"}
_ASSESSED = ("kind", "asked_at", "due_at", "verdict", "conditions", "days", "cost_kind", "answered_at", "version")
_SHOWN = ("kind", "aspects", "hours", "urgent_hours", "is_active", "version")


class ChangeDepartmentViewSet(ApiViewSet):
    """Which departments are asked about changes: the company's table."""

    lookup_field = "kind"
    lookup_value_regex = r"[A-Za-z_-]{1,20}"
    serializer_class = shapes.ChangeDepartmentSerializer
    pagination_class = None

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    @extend_schema(
        summary="List departments asked about changes",
        responses=shapes.ChangeDepartmentSerializer(many=True),
        filters=False,
    )
    def list(self, request: Request) -> Response:
        """What each is asked about, and how many hours of work it has."""
        rights.require(self.actor, VIEW)
        return Response([_row(one) for one in queries.departments()])

    @extend_schema(summary="Read a department asked about changes", responses=shapes.ChangeDepartmentSerializer)
    def retrieve(self, request: Request, kind: str) -> Response:
        """One as it stands."""
        rights.require(self.actor, VIEW)
        return self._answer(queries.get_department(kind))

    @extend_schema(
        summary="Change a department asked about changes",
        request=shapes.ChangeDepartmentChangeSerializer,
        responses=shapes.ChangeDepartmentSerializer,
    )
    def partial_update(self, request: Request, kind: str) -> Response:
        """Change what is sent, on the version in If-Match."""
        version = self.version(required=True)
        kind = queries.get_department(kind).kind
        changes = self.validated(shapes.ChangeDepartmentChangeSerializer)
        saved = operations.save_department(actor=self.actor, kind=kind, version=version, at=clock.now(), **changes)
        return self._answer(saved)

    def _answer(self, row: Any) -> Response:
        return self.answer(_row(row), version=row.version)


class ChangeAssessmentsMixin(ChangeApi):
    """What departments say of a change request."""

    @extend_schema(
        summary="What departments say of a change request",
        responses=shapes.ChangeAssessmentSerializer(many=True),
        filters=False,
    )
    @action(detail=True, methods=["get"], pagination_class=None)
    def assessments(self, request: Request, reference: str) -> Response:
        """Those that were asked about it as it stands, whether they answered or not."""
        return self._assessments(reference)

    @extend_schema(
        summary="Answer for a department",
        request=shapes.ChangeAnswerInputSerializer,
        responses=shapes.ChangeAssessmentSerializer(many=True),
    )
    @assessments.mapping.post
    def assess(self, request: Request, reference: str) -> Response:
        """Once, or again while departments are asked. ``assessment_version``: of the assessment as it was read."""
        data = self.validated(shapes.ChangeAnswerInputSerializer)
        version = data.pop("assessment_version", None)
        key = requests.id_of(reference)
        operations.answer(actor=self.actor, request_id=key, version=version, at=clock.now(), **data)
        return self._assessments(reference)

    def _assessments(self, reference: str) -> Response:
        found = requests.get_request(actor=self.actor, reference=reference)
        return Response([_assessment(one) for one in queries.panel(self.actor, found, clock.now())])


def _assessment(shown: queries.Shown) -> dict[str, Any]:
    row = shown.row
    return {
        **{name: getattr(row, name) for name in _ASSESSED},
        "is_late": shown.is_late,
        "cost": None if shown.cost is None else plain(shown.cost, 2),
        "answered_by": row.answered_by.username if row.answered_by else None,
    }


def _row(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in _SHOWN}
