"""Departments that are asked about changes, over the API."""

from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import policies as rights
from common import clock
from common.api.views import ApiViewSet
from orders.changes.assessing import operations, queries
from orders.changes.assessing import serializers as shapes

if TYPE_CHECKING:
    from accounts.people.models import User

VIEW = "order.view"
_SHOWN = ("kind", "aspects", "hours", "urgent_hours", "is_active", "version")


class ChangeDepartmentViewSet(ApiViewSet):
    """Which departments are asked about changes: the company's table."""

    lookup_field = "kind"
    lookup_value_regex = r"[A-Za-z_]{1,20}"
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


def _row(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in _SHOWN}
