"""Reasons of changes over the API."""

from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import policies as rights
from common import clock
from common.api.views import ApiViewSet
from orders.changes.reasons import operations, queries
from orders.changes.reasons import serializers as shapes

if TYPE_CHECKING:
    from accounts.people.models import User

VIEW = "order.view"


class ChangeReasonViewSet(ApiViewSet):
    """Why orders change: the company's list."""

    lookup_field = "code"
    lookup_value_regex = r"[^/]{1,20}"
    serializer_class = shapes.ChangeReasonSerializer
    pagination_class = None
    verbs = {"create": operations.EDIT}

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    @extend_schema(summary="List reasons of changes", responses=shapes.ChangeReasonSerializer(many=True), filters=False)
    def list(self, request: Request) -> Response:
        """All of them, the customer's first; those out of use say so."""
        rights.require(self.actor, VIEW)
        return Response([_row(one) for one in queries.reasons()])

    @extend_schema(summary="Read a reason of changes", responses=shapes.ChangeReasonSerializer)
    def retrieve(self, request: Request, code: str) -> Response:
        """One as it stands."""
        rights.require(self.actor, VIEW)
        return self._answer(queries.get_reason(code))

    @extend_schema(
        summary="Add a reason of changes",
        request=shapes.ChangeReasonInputSerializer,
        responses={201: shapes.ChangeReasonSerializer},
    )
    def create(self, request: Request) -> Response:
        """Requests may name it from now on."""
        data = self.validated(shapes.ChangeReasonInputSerializer)
        return self._answer(operations.save_reason(actor=self.actor, at=clock.now(), **data), status=201)

    @extend_schema(
        summary="Change a reason of changes",
        request=shapes.ChangeReasonChangeSerializer,
        responses=shapes.ChangeReasonSerializer,
    )
    def partial_update(self, request: Request, code: str) -> Response:
        """Change what is sent, on the version in If-Match. The code stays."""
        version = self.version(required=True)
        row = queries.get_reason(code)
        changes = self.validated(shapes.ChangeReasonChangeSerializer)
        if changes.get("name") == str(row):
            del changes["name"]  # a shipped name as it was read: it stays one that every reader reads in his language
        seen = {"actor": self.actor, "version": version, "at": clock.now()}
        return self._answer(operations.save_reason(reason_id=row.pk, **seen, **changes))

    def _answer(self, row: Any, status: int = 200) -> Response:
        location = f"/api/v1/change-reasons/{row.code}/" if status == 201 else ""
        return self.answer(_row(row), version=row.version, status=status, location=location)


def _row(row: Any) -> dict[str, Any]:
    return {
        "code": row.code,
        "name": str(row),
        "side": row.side,
        "is_active": row.is_active,
        "version": row.version,
    }
