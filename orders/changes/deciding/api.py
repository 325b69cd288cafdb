"""The approval of change requests over the API: who decides and why, asking others, an earlier step."""

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.people import queries as people
from common import clock, errors
from orders.changes import policies, queries
from orders.changes.api import ChangeApi
from orders.changes.deciding import operations
from orders.changes.deciding import queries as deciding
from orders.changes.deciding import serializers as shapes
from orders.changes.serializers import ChangeRequestSerializer
from orders.lifecycle.deciding import representation

VERBS = dict.fromkeys(("add_approver", "return_to_step"), policies.APPROVE)


class ChangeApprovalMixin(ChangeApi):
    """Who decides about a change, and what he may do beside deciding."""

    @extend_schema(summary="Approval of a change request", responses=shapes.ChangeApprovalTraceSerializer)
    @action(detail=True, methods=["get"])
    def approval(self, request: Request, reference: str) -> Response:
        """Of one that is not submitted yet who would have to approve it and why, by its impact of now; then everybody
        who was asked, and what they said."""
        found = queries.get_request(actor=self.actor, reference=reference)
        simulation = deciding.simulate(self.actor, found, clock.now())
        return Response(representation.approval(simulation, deciding.history(self.actor, found)))

    @extend_schema(
        summary="Ask another approver of a change",
        request=shapes.ChangeAddApproverSerializer,
        responses=ChangeRequestSerializer,
    )
    @action(detail=True, methods=["post"], url_path="add-approver")
    def add_approver(self, request: Request, reference: str) -> Response:
        """Somebody else decides as well, before you or after you."""
        data = self.validated(shapes.ChangeAddApproverSerializer)
        person = people.by_usernames([data["person"]]).first()
        if person is None:
            raise errors.Invalid(fields={"person": [_("Choose somebody who works here.")]})
        what = {"person_id": person.pk, "is_before": data["before"], "question": data["question"]}
        return self.do(operations.add_approver, reference, **what)

    @extend_schema(
        summary="Return a change to a step", request=shapes.ChangeReturnSerializer, responses=ChangeRequestSerializer
    )
    @action(detail=True, methods=["post"], url_path="return-to-step")
    def return_to_step(self, request: Request, reference: str) -> Response:
        """An earlier step is asked again, and every step after it; the request stays SUBMITTED."""
        return self.do(operations.return_to_step, reference, **self.validated(shapes.ChangeReturnSerializer))
