"""Group chat robots over the API (R193)."""

from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import policies as rights
from common import clock, keyset
from common.api import conditions
from common.api.views import ApiViewSet
from reminders.channels import operations, queries
from reminders.channels import serializers as shapes

if TYPE_CHECKING:
    from accounts.people.models import User

SORTS = {"name": keyset.Sort("name", descending=False)}
_SHOWN = ("id", "name", "kind", "language", "is_active", "last_sent_at", "last_error", "version")


def robot_row(robot: Any) -> dict[str, Any]:
    """A robot (``RobotSerializer``)."""
    return {**{name: getattr(robot, name) for name in _SHOWN}, "is_signing": bool(robot.is_signing)}


class RobotViewSet(ApiViewSet):
    """Robots that write reminders into group chats of WeCom, DingTalk and Feishu."""

    serializer_class = shapes.RobotSerializer
    lookup_value_regex = r"\d{1,18}"
    sorts = SORTS
    default_sort = "name"
    verbs = dict.fromkeys(("create", "test", "switch_off"), operations.RIGHT)

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    def _answer(self, robot_id: int, status: int = 200) -> Response:
        robot = queries.get_robot(robot_id)
        location = f"/api/v1/reminder-robots/{robot.pk}/" if status == 201 else ""
        return self.answer(robot_row(robot), version=robot.version, status=status, location=location)

    @extend_schema(
        summary="List group chat robots",
        parameters=conditions.paging(SORTS, "name"),
        responses=shapes.RobotPageSerializer,
    )
    def list(self, request: Request) -> Response:
        """All robots, also those switched off. Keys and secrets are never told."""
        rights.require(self.actor, operations.RIGHT)
        return self.page(queries.all_robots(), lambda rows: [robot_row(row) for row in rows])

    @extend_schema(summary="Read a group chat robot", responses=shapes.RobotSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One as it stands, and what its service said last."""
        rights.require(self.actor, operations.RIGHT)
        return self._answer(int(pk))

    @extend_schema(
        summary="Add a group chat robot", request=shapes.RobotInputSerializer, responses={201: shapes.RobotSerializer}
    )
    def create(self, request: Request) -> Response:
        """Add a robot by the address that its group chat shows."""
        data = self.validated(shapes.RobotInputSerializer)
        return self._answer(operations.save_robot(actor=self.actor, at=clock.now(), **data).pk, status=201)

    @extend_schema(
        summary="Change a group chat robot", request=shapes.RobotChangeSerializer, responses=shapes.RobotSerializer
    )
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change what is sent, on the version in If-Match; another kind needs its own key."""
        version, data = self.version(required=True), self.validated(shapes.RobotChangeSerializer)
        operations.save_robot(actor=self.actor, robot_id=int(pk), version=version, at=clock.now(), **data)
        return self._answer(int(pk))

    @extend_schema(summary="Write a test message", request=None, responses={202: None})
    @action(detail=True, methods=["post"])
    def test(self, request: Request, pk: str) -> Response:
        """Written into the chat within a minute; how it went stands with the robot then."""
        operations.test_robot(actor=self.actor, robot_id=int(pk), at=clock.now())
        return Response(status=202)

    @extend_schema(summary="Switch a robot off", request=None, responses=shapes.RobotSerializer)
    @action(detail=True, methods=["post"], url_path="switch-off")
    def switch_off(self, request: Request, pk: str) -> Response:
        """Nothing is written through it any more; rules that use it go on by their other channels."""
        operations.switch_off(actor=self.actor, robot_id=int(pk), version=self.version(), at=clock.now())
        return self._answer(int(pk))
