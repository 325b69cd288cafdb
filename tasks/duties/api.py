"""Duties of stages over the API. Who answers for one order now stands in the order itself (``responsible``)."""

from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from common import clock, errors
from common.api.views import ApiViewSet
from tasks.duties import operations, queries
from tasks.duties import serializers as shapes

if TYPE_CHECKING:
    from accounts.people.models import User


class StageDutyViewSet(ApiViewSet):
    """Who answers for orders in which stage."""

    lookup_field = "duty_id"
    lookup_value_regex = r"\d{1,18}"
    serializer_class = shapes.StageDutySerializer
    pagination_class = None
    verbs = {"create": operations.EDIT}

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    @extend_schema(summary="List duties of stages", responses=shapes.StageDutySerializer(many=True), filters=False)
    def list(self, request: Request) -> Response:
        """By stage, the company's before those of departments, those in use first."""
        self._require()
        return Response([_row(one) for one in queries.table()])

    @extend_schema(summary="Read a duty of a stage", responses=shapes.StageDutySerializer)
    def retrieve(self, request: Request, duty_id: str) -> Response:
        """One of them."""
        self._require()
        return self._answer(queries.get_duty(int(duty_id)))

    @extend_schema(
        summary="Add a duty of a stage",
        request=shapes.StageDutyInputSerializer,
        responses={201: shapes.StageDutySerializer},
    )
    def create(self, request: Request) -> Response:
        """For orders of all departments or of one; a stage has one active duty for each."""
        changes = queries.as_columns(self.validated(shapes.StageDutyInputSerializer))
        saved = operations.save_duty(actor=self.actor, changes=changes, at=clock.now())
        return self._answer(queries.get_duty(saved.pk), status=201)

    @extend_schema(
        summary="Change a duty of a stage",
        request=shapes.StageDutyChangeSerializer,
        responses=shapes.StageDutySerializer,
    )
    def partial_update(self, request: Request, duty_id: str) -> Response:
        """What is left out stays. Needs If-Match."""
        version = self.version(required=True)
        changes = queries.as_columns(self.validated(shapes.StageDutyChangeSerializer))
        key = queries.get_duty(int(duty_id)).pk
        operations.save_duty(actor=self.actor, duty_id=key, changes=changes, version=version, at=clock.now())
        return self._answer(queries.get_duty(key))

    def _require(self) -> None:
        if not self.actor.can(queries.SEE):
            raise errors.NotAllowed()

    def _answer(self, row: Any, status: int = 200) -> Response:
        location = f"/api/v1/stage-duties/{row.pk}/" if status == 201 else ""
        return self.answer(_row(row), version=row.version, status=status, location=location)


def _row(row: Any) -> dict[str, Any]:
    return {
        **{name: getattr(row, name) for name in ("stage", "department_kind", "is_active", "version")},
        "id": row.pk,
        "area": row.area.code if row.area else None,
        "person": row.person.username if row.person else None,
        "duty": row.words,
    }
