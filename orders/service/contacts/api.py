"""Contacts with customers over the API (R185, R188)."""

from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from common import clock
from common.api import conditions
from common.api.fields import ReasonSerializer
from common.api.views import ApiViewSet
from orders.service.contacts import operations, queries, references, representation
from orders.service.contacts import serializers as shapes
from orders.service.contacts.filters import ContactFilter
from orders.service.rights import SERVE

if TYPE_CHECKING:
    from accounts.people.models import User


class FollowUpViewSet(ApiViewSet):
    """Contacts with customers: planned for a day, held with an outcome, dropped."""

    lookup_value_regex = r"\d{1,18}"
    serializer_class = shapes.ContactRecordSerializer
    sorts = queries.SORTS
    default_sort = queries.DEFAULT_SORT
    verbs = dict.fromkeys(("create", "write_down", "hold", "move", "drop"), SERVE)

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    def _row(self, row: Any) -> dict[str, Any]:
        return representation.contact_row(queries.told(self.actor, row))

    def _answer(self, follow_up_id: int, status: int = 200) -> Response:
        row = queries.get_contact(self.actor, follow_up_id)
        location = f"/api/v1/follow-ups/{row.pk}/" if status == 201 else ""
        return self.answer(self._row(row), version=row.version, status=status, location=location)

    @extend_schema(
        summary="List contacts with customers",
        parameters=conditions.parameters(ContactFilter, queries.SORTS, queries.DEFAULT_SORT),
        responses=shapes.ContactRecordPageSerializer,
    )
    def list(self, request: Request) -> Response:
        """With the customers and on the orders you may see, the nearest day first."""
        found = self.filtered(ContactFilter, queries.list_contacts(self.actor), actor=self.actor)
        return self.page(found, lambda rows: [self._row(one) for one in rows])

    @extend_schema(summary="Read a contact", responses=shapes.ContactRecordSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One as it stands."""
        return self._answer(int(pk))

    @extend_schema(
        summary="Plan a contact", request=shapes.ContactPlanSerializer, responses={201: shapes.ContactRecordSerializer}
    )
    def create(self, request: Request) -> Response:
        """With a customer, or about an order of his; it waits for ``owner``, who is told."""
        data = references.resolved(self.actor, self.validated(shapes.ContactPlanSerializer))
        found = operations.plan_contact(actor=self.actor, at=clock.now(), **data)
        return self._answer(found.pk, status=201)

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
        return self._answer(found.pk, status=201)

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
        version = self.version(required=True)
        operations.change_contact(actor=self.actor, follow_up_id=int(pk), version=version, at=clock.now(), **data)
        return self._answer(int(pk))

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
        given = references.resolved(self.actor, data)
        operation(actor=self.actor, follow_up_id=int(pk), version=self.version(), at=clock.now(), **given)
        return self._answer(int(pk))
