"""Impact sheets over the API."""

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from common import clock
from orders.changes import adopting, queries
from orders.changes.api import ChangeApi
from orders.changes.impact import queries as impact
from orders.changes.impact import representation
from orders.changes.impact import serializers as shapes
from orders.changes.serializers import ChangeRequestSerializer

VERBS = {"adopt": "change.request"}


class ChangeImpactMixin(ChangeApi):
    """What a change does, and what could be done instead."""

    @extend_schema(summary="Read the impact sheet of a change request", responses=shapes.ChangeImpactSerializer)
    @action(detail=True, methods=["get"])
    def impact(self, request: Request, reference: str) -> Response:
        """Worked out now while the request is open, as it was kept afterwards: money, credit, days, other orders,
        documents, tasks, department by department, and ranked alternatives."""
        found = queries.get_request(actor=self.actor, reference=reference)
        return Response(representation.document(self.actor, impact.seen_by(self.actor, found, clock.now())))

    @extend_schema(
        summary="Adopt an alternative", request=shapes.ChangeAdoptSerializer, responses=ChangeRequestSerializer
    )
    @action(detail=True, methods=["post"])
    def adopt(self, request: Request, reference: str) -> Response:
        """An alternative of the impact sheet takes the place of what a draft asks for. 409 where there is none any
        more."""
        data = self.validated(shapes.ChangeAdoptSerializer)
        return self.do(adopting.adopt, reference, key=data["key"])
