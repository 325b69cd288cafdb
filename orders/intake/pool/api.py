"""Intake over the API: orders of web shops and other systems into the pool, and everything that is done with a piece
(R058, R060, R137)."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.people import queries as people
from common import clock, errors
from common.api import conditions
from common.api.fields import ReasonSerializer
from common.api.views import ApiViewSet
from customers import queries as customers
from orders.intake.pool import operations, policies, proposing, queries, representation, telling
from orders.intake.pool import serializers as shapes
from orders.intake.pool.filters import IntakeFilter

if TYPE_CHECKING:
    from accounts.people.models import User


class IntakeViewSet(ApiViewSet):
    """What came in by any channel, until it is an order or known to be none."""

    lookup_value_regex = r"\d{1,18}"
    serializer_class = shapes.IntakeSerializer
    sorts = queries.SORTS
    default_sort = queries.DEFAULT_SORT
    verbs = {
        "create": "intake.register",
        "customer": "intake.enter",
        "give": "intake.dispatch",
        "enter": "intake.enter",
        "link": "intake.enter",
        "request_change": "intake.enter",
        "set_aside": "intake.settle",
        "discard": "intake.settle",
        "release": "intake.settle",
    }

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    def _answer(self, item_id: int, status: int = 200) -> Response:
        item = queries.get_item(actor=self.actor, item_id=item_id)
        location = f"/api/v1/intake-items/{item.pk}/" if status == 201 else ""
        return self.answer(
            representation.item(telling.told(self.actor, [item])[0], clock.now()),
            version=item.version,
            status=status,
            location=location,
        )

    def _do(self, operation: Callable[..., Any], pk: str, **data: Any) -> Response:
        operation(actor=self.actor, item_id=int(pk), version=self.version(), at=clock.now(), **data)
        return self._answer(int(pk))

    @extend_schema(
        summary="List intake",
        parameters=conditions.parameters(IntakeFilter, queries.SORTS, queries.DEFAULT_SORT),
        responses=shapes.IntakePageSerializer,
    )
    def list(self, request: Request) -> Response:
        """Newest first; ``open=true``: to be entered, ``late=true``: those whose time is up."""
        at = clock.now()
        found = self.filtered(IntakeFilter, queries.list_items(self.actor), at=at, actor=self.actor)
        return self.page(found, lambda rows: [representation.item(row, at) for row in telling.told(self.actor, rows)])

    @extend_schema(summary="Read a piece of intake", responses=shapes.IntakeSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One as it stands."""
        return self._answer(int(pk))

    @extend_schema(
        summary="Send an order into the pool",
        request=shapes.IntakeInputSerializer,
        responses={201: shapes.IntakeSerializer, 200: shapes.IntakeSerializer},
    )
    def create(self, request: Request) -> Response:
        """Taken in once per system and external number: the same again (200) answers how it stands, another content
        is refused with 409. It waits in the pool for somebody to enter it; obvious errors set it aside."""
        at = clock.now()
        arrival = representation.arrival(self.validated(shapes.IntakeInputSerializer), at)
        found = operations.receive(actor=self.actor, arrival=arrival, at=at)
        return self._answer(found.item.pk, status=201 if found.is_new else 200)

    @extend_schema(
        summary="Name the customer of a piece",
        request=shapes.IntakeCustomerSerializer,
        responses=shapes.IntakeSerializer,
    )
    @action(detail=True, methods=["post"])
    def customer(self, request: Request, pk: str) -> Response:
        """Say whose it is, in place of the guess."""
        code = self.validated(shapes.IntakeCustomerSerializer)["customer"]
        found = customers.get_customer_by_code(actor=self.actor, code=code)
        return self._do(operations.assign_customer, pk, customer_id=found.pk)

    @extend_schema(summary="Who could enter a piece", responses=shapes.IntakeCandidatesSerializer)
    @action(detail=True, methods=["get"])
    def candidates(self, request: Request, pk: str) -> Response:
        """Salespeople by workload, ability and region, the best first, with the reasons."""
        item = queries.get_item(actor=self.actor, item_id=int(pk))
        policies.require(self.actor, policies.DISPATCH, item)  # it tells of colleagues' work and customers
        ranked = proposing.propose([item], clock.now())[item.pk]
        usernames = {person.pk: person.username for person in proposing.candidates()}
        return Response({"candidates": [representation.candidate(one, usernames) for one in ranked]})

    @extend_schema(
        summary="Dispatch to a salesperson", request=shapes.DispatchInputSerializer, responses=shapes.IntakeSerializer
    )
    @action(detail=True, methods=["post"], url_path="dispatch")
    def give(self, request: Request, pk: str) -> Response:
        """To the person who is named, or to who is proposed at this moment."""
        name = self.validated(shapes.DispatchInputSerializer)["person"]
        if not name:
            return self._do(operations.dispatch_proposed, pk)
        person = next(iter(people.by_usernames([name])), None)
        if person is None:
            raise errors.Invalid(fields={"person": [operations.NOBODY]})
        return self._do(operations.dispatch_item, pk, person_id=person.pk)

    @extend_schema(summary="Make a draft of a piece", request=None, responses=shapes.IntakeSerializer)
    @action(detail=True, methods=["post"])
    def enter(self, request: Request, pk: str) -> Response:
        """Its customer, its channel, its rows and files; rows that are no lines yet are kept as typed."""
        return self._do(operations.enter_item, pk)

    @extend_schema(summary="Link to an order", request=shapes.LinkInputSerializer, responses=shapes.IntakeSerializer)
    @action(detail=True, methods=["post"])
    def link(self, request: Request, pk: str) -> Response:
        """Somebody had entered it already."""
        order = queries.find_order(self.actor, self.validated(shapes.LinkInputSerializer)["order"])
        return self._do(operations.link_order, pk, order_id=order.pk)

    @extend_schema(
        summary="Request a change of an order",
        request=shapes.IntakeChangeInputSerializer,
        responses=shapes.IntakeSerializer,
    )
    @action(detail=True, methods=["post"], url_path="request-change")
    def request_change(self, request: Request, pk: str) -> Response:
        """It is no order but wants one changed: a draft of a change request with its words and files; one that is open
        gets them added. Without ``order`` of the one that it is linked to. The answer names the order; its open change
        request is under ``change-requests/?order=…``."""
        number = self.validated(shapes.IntakeChangeInputSerializer)["order"]
        order_id = queries.find_order(self.actor, number).pk if number else None
        return self._do(operations.request_change, pk, order_id=order_id)

    @extend_schema(summary="Set a piece aside", request=ReasonSerializer, responses=shapes.IntakeSerializer)
    @action(detail=True, methods=["post"], url_path="set-aside")
    def set_aside(self, request: Request, pk: str) -> Response:
        """Nobody enters it until it is taken up again."""
        return self._do(operations.set_aside_item, pk, **self.validated(ReasonSerializer))

    @extend_schema(summary="Discard a piece", request=ReasonSerializer, responses=shapes.IntakeSerializer)
    @action(detail=True, methods=["post"])
    def discard(self, request: Request, pk: str) -> Response:
        """It is no order; it stays on record."""
        return self._do(operations.discard_item, pk, **self.validated(ReasonSerializer))

    @extend_schema(summary="Take a piece up again", request=None, responses=shapes.IntakeSerializer)
    @action(detail=True, methods=["post"])
    def release(self, request: Request, pk: str) -> Response:
        """One that was set aside or discarded, or whose order was made void."""
        return self._do(operations.release_item, pk)
