"""Checks of orders, corrective actions and cadences over the API."""

from typing import TYPE_CHECKING

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import policies as rights
from common import clock
from common.api import conditions
from common.api.views import ApiViewSet
from orders.order import queries as orders
from tasks.checks import operations, policies, queries, references
from tasks.checks import serializers as shapes
from tasks.checks.filters import ActionFilter, CheckFilter

if TYPE_CHECKING:
    from accounts.people.models import User

SEE = "task.view"


class _Room(ApiViewSet):
    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]


class ProgressCheckViewSet(_Room):
    """Checks of orders under way: those that wait, were made, or were missed."""

    lookup_field = "check_id"
    lookup_value_regex = r"\d{1,18}"
    serializer_class = shapes.ProgressCheckSerializer
    sorts = queries.SORTS
    default_sort = queries.DEFAULT_SORT
    verbs = {"create": SEE, "move": SEE}  # who is named for a check makes it with no right but to see it

    @extend_schema(
        summary="List checks",
        parameters=conditions.parameters(CheckFilter, queries.SORTS, queries.DEFAULT_SORT),
        responses=shapes.ProgressCheckPageSerializer,
    )
    def list(self, request: Request) -> Response:
        """Of the orders that you may see, the earliest due first."""
        rows = self.filtered(CheckFilter, queries.list_checks(self.actor), actor=self.actor)
        return self.page(rows, lambda found: [references.check(one) for one in found])

    @extend_schema(summary="Read a check", responses=shapes.ProgressCheckSerializer)
    def retrieve(self, request: Request, check_id: str) -> Response:
        """With what was found and what is done about it."""
        return self._answer(int(check_id))

    @extend_schema(
        summary="Record a check",
        request=shapes.ProgressCheckInputSerializer,
        responses={201: shapes.ProgressCheckSerializer},
    )
    def create(self, request: Request) -> Response:
        """How an order stands now: makes the check that waits for it, else one beside; the next one is made by days of
        work. If-Match: the version of the check that waits."""
        data = self.validated(shapes.ProgressCheckInputSerializer)
        order = orders.get_order(actor=self.actor, reference=data.pop("order"))
        data["actions"] = references.actions(data.get("actions", ()))
        saved = operations.record_check(
            actor=self.actor, order_id=order.pk, version=self.version(), at=clock.now(), **data
        )
        return self._answer(saved.pk, status=201)

    @extend_schema(
        summary="Move a check",
        request=shapes.ProgressCheckMoveSerializer,
        responses=shapes.ProgressCheckSerializer,
    )
    @action(detail=True, methods=["post"])
    def move(self, request: Request, check_id: str) -> Response:
        """To another day, or to somebody else; only one that waits."""
        data = self.validated(shapes.ProgressCheckMoveSerializer)
        owner_id = references.person_id(data.pop("owner"), "owner")
        given = {**data, "owner_id": owner_id, "version": self.version()}
        operations.move_check(actor=self.actor, check_id=int(check_id), at=clock.now(), **given)
        return self._answer(int(check_id))

    def _answer(self, check_id: int, status: int = 200) -> Response:
        found = queries.get_check(self.actor, check_id)
        location = f"/api/v1/checks/{found.pk}/" if status == 201 else ""
        return self.answer(references.check(found), version=found.version, status=status, location=location)


class CorrectiveActionViewSet(_Room):
    """What is done about problems that checks found."""

    lookup_field = "action_id"
    lookup_value_regex = r"\d{1,18}"
    serializer_class = shapes.CorrectiveActionSerializer
    sorts = queries.ACTION_SORTS
    default_sort = "due_date"
    verbs = {"finish": SEE}  # its owner does it, whatever his rights

    @extend_schema(
        summary="List corrective actions",
        parameters=conditions.parameters(ActionFilter, queries.ACTION_SORTS, "due_date"),
        responses=shapes.CorrectiveActionPageSerializer,
    )
    def list(self, request: Request) -> Response:
        """Yours and those of the orders that you may see, the earliest due first."""
        rows = self.filtered(ActionFilter, queries.list_actions(self.actor), actor=self.actor)
        return self.page(rows, lambda found: [references.corrective(one) for one in found])

    @extend_schema(summary="Read a corrective action", responses=shapes.CorrectiveActionSerializer)
    def retrieve(self, request: Request, action_id: str) -> Response:
        """One of them."""
        found = queries.get_action(self.actor, int(action_id))
        return self.answer(references.corrective(found), version=found.version)

    @extend_schema(
        summary="Finish a corrective action",
        request=shapes.ActionResultSerializer,
        responses=shapes.CorrectiveActionSerializer,
    )
    @action(detail=True, methods=["post"])
    def finish(self, request: Request, action_id: str) -> Response:
        """It was done: what came of it."""
        data = self.validated(shapes.ActionResultSerializer)
        operations.finish_action(
            actor=self.actor, action_id=int(action_id), version=self.version(), at=clock.now(), **data
        )
        return self.retrieve(request, action_id)


class CheckCadenceViewSet(_Room):
    """How often orders are checked."""

    lookup_field = "cadence_id"
    lookup_value_regex = r"\d{1,18}"
    serializer_class = shapes.CheckCadenceSerializer
    pagination_class = None

    @extend_schema(summary="List cadences of checks", responses=shapes.CheckCadenceSerializer(many=True), filters=False)
    def list(self, request: Request) -> Response:
        """In the order in which they are asked: the first that holds for an order counts."""
        rights.require(self.actor, policies.CHECK)
        return Response([references.cadence(one) for one in queries.cadences()])

    @extend_schema(
        summary="Change a cadence of checks",
        request=shapes.CheckCadenceChangeSerializer,
        responses=shapes.CheckCadenceSerializer,
    )
    def partial_update(self, request: Request, cadence_id: str) -> Response:
        """What is left out stays. Needs If-Match."""
        rights.require(self.actor, operations.RULES)
        version = self.version(required=True)
        changes = self.validated(shapes.CheckCadenceChangeSerializer)
        key = queries.get_cadence(int(cadence_id)).pk
        operations.save_cadence(actor=self.actor, cadence_id=key, changes=changes, version=version, at=clock.now())
        found = queries.get_cadence(key)
        return self.answer(references.cadence(found), version=found.version)
