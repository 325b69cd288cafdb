"""Contacts with customers over the API (R185, R188)."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from common import clock
from common.api import conditions
from common.api.fields import ReasonSerializer
from orders.service.contacts import operations, queries, references, representation
from orders.service.contacts import serializers as shapes
from orders.service.contacts.filters import ContactFilter
from orders.service.resource import ServiceViewSet
from orders.service.rights import SERVE


class FollowUpViewSet(ServiceViewSet):
    """Contacts with customers: planned for a day, held with an outcome, dropped."""

    place, named = "follow-ups", "follow_up_id"
    serializer_class = shapes.ContactRecordSerializer
    sorts = queries.SORTS
    default_sort = queries.DEFAULT_SORT
    verbs = dict.fromkeys(("create", "write_down", "hold", "move", "drop"), SERVE)

    def find(self, row_id: int) -> Any:
        """One of them."""
        return queries.get_contact(self.actor, row_id)

    def shown(self, row: Any) -> dict[str, Any]:
        """With the people of the customer as the caller may see them."""
        return representation.contact_row(queries.told(self.actor, row))

    @extend_schema(
        summary="List contacts with customers",
        parameters=conditions.parameters(ContactFilter, queries.SORTS, queries.DEFAULT_SORT),
        responses=shapes.ContactRecordPageSerializer,
    )
    def list(self, request: Request) -> Response:
        """With the customers and on the orders you may see, the nearest day first."""
        return self.listed(ContactFilter, queries.list_contacts(self.actor), actor=self.actor)

    @extend_schema(summary="Read a contact", responses=shapes.ContactRecordSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One as it stands."""
        return self.one(pk)

    @extend_schema(
        summary="Plan a contact", request=shapes.ContactPlanSerializer, responses={201: shapes.ContactRecordSerializer}
    )
    def create(self, request: Request) -> Response:
        """With a customer, or about an order of his; it waits for ``owner``, who is told."""
        data = references.resolved(self.actor, self.validated(shapes.ContactPlanSerializer))
        found = operations.plan_contact(actor=self.actor, at=clock.now(), **data)
        return self.one(found.pk, status=201)

    @extend_schema(
        summary="Write down a contact",
        request=shapes.ContactWriteDownSerializer,
        responses={201: shapes.ContactRecordSerializer},
    )
    @action(detail=False, methods=["post"], url_path="write-down")
    def write_down(self, request: Request) -> Response:
        """One that nobody planned: held already, perhaps with the next one agreed."""
        data = references.resolved(self.actor, self.validated(shapes.ContactWriteDownSerializer))
        found = operations.write_down_contact(actor=self.actor, at=clock.now(), **data)
        return self.one(found.pk, status=201)

    @extend_schema(
        summary="Change a planned contact",
        request=shapes.ContactPlanChangeSerializer,
        responses=shapes.ContactRecordSerializer,
    )
    def partial_update(self, request: Request, pk: str) -> Response:
        """What is left out stays. Who holds it is changed by ``move``."""
        data = self.validated(shapes.ContactPlanChangeSerializer)
        if "contact_id" in data:
            data["contact"] = data.pop("contact_id")
        return self.act(operations.change_contact, pk, must_match=True, **data)

    @extend_schema(
        summary="Hold a contact", request=shapes.ContactHoldSerializer, responses=shapes.ContactRecordSerializer
    )
    @action(detail=True, methods=["post"])
    def hold(self, request: Request, pk: str) -> Response:
        """What came of it, what was said, and the next one where one was agreed."""
        return self._do(operations.hold_contact, pk, self.validated(shapes.ContactHoldSerializer))

    @extend_schema(
        summary="Give a contact to another",
        request=shapes.ContactMoveSerializer,
        responses=shapes.ContactRecordSerializer,
    )
    @action(detail=True, methods=["post"])
    def move(self, request: Request, pk: str) -> Response:
        """Somebody who works here and sees the customer."""
        return self._do(operations.move_contact, pk, self.validated(shapes.ContactMoveSerializer))

    @extend_schema(summary="Drop a contact", request=ReasonSerializer, responses=shapes.ContactRecordSerializer)
    @action(detail=True, methods=["post"])
    def drop(self, request: Request, pk: str) -> Response:
        """It is not needed any more."""
        return self._do(operations.drop_contact, pk, self.validated(ReasonSerializer))

    @extend_schema(summary="What to ask and say", responses=shapes.ContactGuideSerializer(many=True))
    @action(detail=False, methods=["get"])
    def guides(self, request: Request) -> Response:
        """The guides in use, by purpose."""
        return Response([{"purpose": one.purpose, "name": one.name, "text": one.text} for one in queries.guides()])

    def _do(self, operation: Any, pk: str, data: dict[str, Any]) -> Response:
        return self.act(operation, pk, **references.resolved(self.actor, data))
