"""Impact sheets over the API."""

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from common import clock, errors, typed
from common.api import strict
from orders.changes import adopting, queries
from orders.changes.api import ChangeApi
from orders.changes.impact import queries as impact
from orders.changes.impact import representation
from orders.changes.impact import serializers as shapes
from orders.changes.serializers import ChangeRequestSerializer

_SIGNATURE = OpenApiParameter("signature", int, description="The id of a signature: the sheet that he saw")
VERBS = {"adopt": "change.request"}


class ChangeImpactMixin(ChangeApi):
    """What a change does, and what could be done instead."""

    @extend_schema(
        summary="Read the impact sheet of a change request",
        parameters=[_SIGNATURE],
        responses=shapes.ChangeImpactSerializer,
    )
    @action(detail=True, methods=["get"])
    def impact(self, request: Request, reference: str) -> Response:
        """Worked out now while the request is open, as it was kept afterwards: money, credit, days, other orders,
        documents, tasks, department by department, and ranked alternatives. With ``signature``: as it was before the
        eyes of who signed."""
        strict.require_known_conditions(request.query_params, frozenset({"signature"}))
        found = queries.get_request(actor=self.actor, reference=reference)
        if (text := request.query_params.get("signature")) is None:
            return Response(representation.document(self.actor, impact.seen_by(self.actor, found, clock.now())))
        key = typed.read_key(text)
        if key is None:
            raise errors.Invalid(fields={"signature": [_("Enter a whole number.")]})
        signed = impact.signed_sheet(self.actor, impact.signature_of(found, key))
        return Response(representation.document(self.actor, signed))

    @extend_schema(
        summary="Signatures on a change request", responses=shapes.ChangeSignatureSerializer(many=True), filters=False
    )
    @action(detail=True, methods=["get"], pagination_class=None)
    def signatures(self, request: Request, reference: str) -> Response:
        """Every answer of a department, decision and acceptance of the customer, oldest first; ``impact`` tells what
        each of them saw. ``content_hash`` is that of what was asked for when he signed."""
        found = queries.get_request(actor=self.actor, reference=reference)
        return Response([representation.signature(one) for one in impact.signatures_of(found)])

    @extend_schema(
        summary="Adopt an alternative", request=shapes.ChangeAdoptSerializer, responses=ChangeRequestSerializer
    )
    @action(detail=True, methods=["post"])
    def adopt(self, request: Request, reference: str) -> Response:
        """An alternative of the impact sheet takes the place of what a draft asks for. 409 where there is none any
        more."""
        data = self.validated(shapes.ChangeAdoptSerializer)
        return self.do(adopting.adopt, reference, key=data["key"])
