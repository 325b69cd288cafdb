"""The approval of orders over the API: who decides, deciding, returning, asking others."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.people import queries as people
from common import clock, errors
from orders.lifecycle import operations as lifecycle
from orders.lifecycle.deciding import operations, queries, representation
from orders.lifecycle.deciding import serializers as shapes
from orders.order import queries as orders
from orders.order.api import OrderApi
from orders.order.serializers import OrderSerializer


class OrderApprovalMixin(OrderApi):
    """Approve, send back, return to a step, ask another approver."""

    def _decide(self, reference: str, operation: Any, **arguments: Any) -> Response:
        order_id = self.order_id(reference)
        done = operation(actor=self.actor, order_id=order_id, version=self.version(), at=clock.now(), **arguments)
        return self.answer_order(done)

    @extend_schema(summary="Approval of an order", responses=shapes.OrderApprovalSerializer)
    @action(detail=True, methods=["get"])
    def approval(self, request: Request, reference: str) -> Response:
        """Of a draft who would have to approve it and why; then everybody who was asked, and what they said."""
        order = orders.get_order(actor=self.actor, reference=reference)
        simulation = queries.simulate(self.actor, order, clock.now())
        return Response(representation.approval(simulation, queries.history(self.actor, order)))

    @extend_schema(summary="Approve", request=shapes.DecideSerializer, responses=OrderSerializer)
    @action(detail=True, methods=["post"])
    def approve(self, request: Request, reference: str) -> Response:
        """Take the decision that waits for you; the last one makes the order effective."""
        data = self.validated(shapes.DecideSerializer)
        return self._decide(reference, lifecycle.approve_order, **data)

    @extend_schema(summary="Send back", request=shapes.SendBackSerializer, responses=OrderSerializer)
    @action(detail=True, methods=["post"])
    def reject(self, request: Request, reference: str) -> Response:
        """SUBMITTED → DRAFT with a reason."""
        return self._decide(reference, lifecycle.reject_order, **self.validated(shapes.SendBackSerializer))

    @extend_schema(summary="Return to a step", request=shapes.ReturnSerializer, responses=OrderSerializer)
    @action(detail=True, methods=["post"], url_path="return")
    def return_to_step(self, request: Request, reference: str) -> Response:
        """An earlier step is asked again, and every step after it."""
        return self._decide(reference, operations.return_order, **self.validated(shapes.ReturnSerializer))

    @extend_schema(summary="Ask another approver", request=shapes.AddApproverSerializer, responses=OrderSerializer)
    @action(detail=True, methods=["post"], url_path="add-approver")
    def add_approver(self, request: Request, reference: str) -> Response:
        """Somebody else decides as well, before you or after you."""
        data = self.validated(shapes.AddApproverSerializer)
        person = people.by_usernames([data["person"]]).first()
        if person is None:
            raise errors.Invalid(fields={"person": [_("Choose somebody who works here.")]})
        return self._decide(
            reference,
            operations.add_approver,
            person_id=person.pk,
            is_before=data["before"],
            question=data["question"],
        )
