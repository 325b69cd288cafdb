"""The bands of classes and the weights of the score over the API (R074–R081)."""

from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import policies as rights
from common import clock
from common.api.fields import plain
from common.api.views import ApiViewSet
from orders.priority import operations, queries
from orders.priority import serializers as shapes
from orders.priority.models import PriorityRules

if TYPE_CHECKING:
    from accounts.people.models import User


class PriorityRulesViewSet(ApiViewSet):
    """Bands, weights and points, as versions that hold from a day on."""

    serializer_class = shapes.PriorityRulesSerializer
    pagination_class = None
    verbs = {"create": operations.EDIT}

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    @extend_schema(summary="List the bands of classes", responses=shapes.PriorityRulesSerializer(many=True))
    def list(self, request: Request) -> Response:
        """Every version that was saved, newest first; none: what is shipped holds."""
        rights.require(self.actor, operations.EDIT)
        return Response([_row(row) for row in queries.versions()])

    @extend_schema(
        summary="Save the bands of classes",
        request=shapes.PriorityRulesInputSerializer,
        responses={201: shapes.PriorityRulesSerializer},
    )
    def create(self, request: Request) -> Response:
        """The next version, from its day on; ``number`` is that of the last one, 0 for the first. Orders follow in the
        background."""
        values = self.validated(shapes.PriorityRulesInputSerializer)
        number = values.pop("number")
        made = operations.save_rules(actor=self.actor, values=values, number=number, at=clock.now())
        return Response(_row(made), status=201)


def _row(row: PriorityRules) -> dict[str, Any]:
    """A version (``PriorityRulesSerializer``)."""
    own = {name: getattr(row, name) for name in operations.FIELDS}
    amounts = {name: plain(own[name], 2) for name in ("medium_from", "large_from")}
    return {"number": row.number, **own, **amounts, "saved_by": row.saved_by.username, "saved_at": row.saved_at}
