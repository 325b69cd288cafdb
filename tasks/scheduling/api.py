"""The schedule over the API: moves of days and what they would do, phases, the delay ledger, conflicts."""

from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import policies as rights
from common import clock, dates
from common.api import conditions, strict
from common.api.views import ApiViewSet
from orders.order import queries as orders
from tasks.scheduling import asked, conflicts, operations, phases, previewing, queries, representation
from tasks.scheduling import serializers as shapes
from tasks.scheduling.filters import MoveFilter
from tasks.task import policies as tasks
from tasks.task import queries as all_tasks

if TYPE_CHECKING:
    from accounts.people.models import User

_DAY: Any = {"type": "string", "format": "date"}
_BACKWARD = OpenApiParameter("backward", bool, description="As late as the promises allow")
_FREES = OpenApiParameter("frees", bool, description="Also what was fixed by hand")


class Room(ApiViewSet):
    """Base of the resources of this room."""

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]


class TaskSchedulingViewSet(Room):
    """The days of a task."""

    lookup_value_regex = r"\d{1,18}"
    serializer_class = shapes.TaskDaysSerializer
    verbs = {"move": tasks.SCHEDULE, "free": tasks.SCHEDULE}

    def _answer(self, pk: str) -> Response:
        task = all_tasks.get_task(actor=self.actor, task_id=int(pk))
        return self.answer(representation.days_of(task), version=task.version)

    @extend_schema(
        summary="Preview other days for a task",
        parameters=[OpenApiParameter("start", _DAY), OpenApiParameter("end", _DAY)],
        responses=shapes.ScheduleConsequencesSerializer,
        filters=False,
    )
    @action(detail=True, methods=["get"], url_path="preview-move", pagination_class=None)
    def preview_move(self, request: Request, pk: str) -> Response:
        """The tasks that would move with it, promises kept or broken, people with too much to do."""
        strict.require_known_conditions(request.query_params, frozenset({"start", "end"}))
        days = {name: asked.day(request._request.GET, name) for name in ("start", "end")}
        found = previewing.preview_move(actor=self.actor, task_id=int(pk), at=clock.now(), **days)
        return Response(representation.consequences(found))

    @extend_schema(
        summary="Move the days of a task", request=shapes.TaskMoveInputSerializer, responses=shapes.TaskDaysSerializer
    )
    @action(detail=True, methods=["post"])
    def move(self, request: Request, pk: str) -> Response:
        """What waits for it moves as far as it must; every end that moves is a row of the delay ledger."""
        data = self.validated(shapes.TaskMoveInputSerializer)
        operations.move_task(actor=self.actor, task_id=int(pk), version=self.version(), at=clock.now(), **data)
        return self._answer(pk)

    @extend_schema(summary="Let the days of a task move again", request=None, responses=shapes.TaskDaysSerializer)
    @action(detail=True, methods=["post"])
    def free(self, request: Request, pk: str) -> Response:
        """Its days are fixed by hand no more."""
        operations.free_task(actor=self.actor, task_id=int(pk), version=self.version(), at=clock.now())
        return self._answer(pk)


class OrderScheduleViewSet(Room):
    """The tasks of an order dated by the rules."""

    serializer_class = shapes.ScheduleConsequencesSerializer
    pagination_class = None
    verbs = {"create": tasks.SCHEDULE}

    @extend_schema(
        summary="Preview an order dated by the rules",
        parameters=[_BACKWARD, _FREES],
        responses=shapes.ScheduleConsequencesSerializer,
        filters=False,
    )
    def retrieve(self, request: Request, reference: str) -> Response:
        """What would move if all that did not begin were dated anew; nothing is written."""
        strict.require_known_conditions(request.query_params, frozenset({"backward", "frees"}))
        order = orders.get_order(actor=self.actor, reference=reference)
        how = {name: asked.flag(request._request.GET, name) for name in ("backward", "frees")}
        found = previewing.preview_schedule(actor=self.actor, order=order, at=clock.now(), **how)
        return Response(representation.consequences(found))

    @extend_schema(
        summary="Date an order by the rules",
        request=shapes.OrderScheduleInputSerializer,
        responses={200: shapes.TaskDaysSerializer(many=True)},
    )
    def create(self, request: Request, reference: str) -> Response:
        """Dates all that did not begin anew and answers the tasks that moved."""
        order = orders.get_order(actor=self.actor, reference=reference)
        data = self.validated(shapes.OrderScheduleInputSerializer)
        moved = operations.schedule_order(actor=self.actor, order_id=order.pk, at=clock.now(), **data)
        return Response([representation.days_of(one) for one in moved])


class OrderPhaseViewSet(Room):
    """The phases of an order."""

    serializer_class = shapes.OrderPhaseSerializer
    pagination_class = None

    @extend_schema(
        summary="List the phases of an order", responses=shapes.OrderPhaseSerializer(many=True), filters=False
    )
    def list(self, request: Request, reference: str) -> Response:
        """With targets, what is expected, and whether they are reached."""
        order = orders.get_order(actor=self.actor, reference=reference)
        return Response([representation.phase(one) for one in phases.of_order(order)])

    @extend_schema(summary="Read a phase of an order", responses=shapes.OrderPhaseSerializer, filters=False)
    def retrieve(self, request: Request, reference: str, phase: str) -> Response:
        """One of them."""
        order = orders.get_order(actor=self.actor, reference=reference)
        found = asked.phase(order, phase)
        return self.answer(representation.phase(found), version=found.version or 0)

    @extend_schema(
        summary="Set the target of a phase",
        request=shapes.PhaseTargetSerializer,
        responses=shapes.OrderPhaseSerializer,
    )
    def update(self, request: Request, reference: str, phase: str) -> Response:
        """Until when it is to be reached, and what is there then. Needs If-Match."""
        order = orders.get_order(actor=self.actor, reference=reference)
        version, found = self.version(required=True), asked.phase(order, phase)
        data = self.validated(shapes.PhaseTargetSerializer)
        whose = {"order_id": order.pk, "phase_id": found.phase.pk}
        operations.set_target(actor=self.actor, version=version, at=clock.now(), **whose, **data)
        return self.retrieve(request, reference, phase)


class DateMoveViewSet(Room):
    """The delay ledger: every move of a planned day."""

    lookup_value_regex = r"\d{1,18}"
    serializer_class = shapes.DateMoveSerializer
    sorts = queries.SORTS
    default_sort = queries.DEFAULT_SORT
    verbs = {"tell": tasks.VIEW}  # who answers for the order: asked of the row

    @extend_schema(
        summary="List moves of days",
        parameters=conditions.parameters(MoveFilter, queries.SORTS, queries.DEFAULT_SORT),
        responses=shapes.DateMovePageSerializer,
    )
    def list(self, request: Request) -> Response:
        """Those of orders and tasks that you see, the latest first."""
        rights.require(self.actor, tasks.VIEW)
        found = self.filtered(MoveFilter, queries.list_moves(self.actor))
        return self.page(found, lambda rows: [representation.move(one) for one in rows])

    @extend_schema(
        summary="Sum moves of days",
        parameters=conditions.of_filter(MoveFilter),
        responses=shapes.DateMoveFiguresSerializer,
        filters=False,
    )
    @action(detail=False, methods=["get"], pagination_class=None)
    def figures(self, request: Request) -> Response:
        """By cause and by department; the conditions are those of the list."""
        rights.require(self.actor, tasks.VIEW)
        strict.require_known_conditions(request.query_params, frozenset(MoveFilter.base_filters))
        found = self.filtered(MoveFilter, queries.list_moves(self.actor))
        summed = {"by_cause": "cause", "by_department": "department__code"}
        return Response({name: representation.sums(queries.sums_by(found, column)) for name, column in summed.items()})

    @extend_schema(summary="Read a move of a day", responses=shapes.DateMoveSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One row."""
        return Response(representation.move(queries.get_move(self.actor, int(pk))))

    @extend_schema(
        summary="Note whether the customer was told",
        request=shapes.DateMoveToldInputSerializer,
        responses=shapes.DateMoveSerializer,
    )
    @action(detail=True, methods=["post"])
    def tell(self, request: Request, pk: str) -> Response:
        """That he was, or was not after all."""
        data = self.validated(shapes.DateMoveToldInputSerializer)
        operations.note_told(actor=self.actor, move_ids=[int(pk)], at=clock.now(), **data)
        return Response(representation.move(queries.get_move(self.actor, int(pk))))


class ScheduleConflictViewSet(Room):
    """Where capacity and promises do not go together."""

    serializer_class = shapes.ScheduleConflictsSerializer
    pagination_class = None

    @extend_schema(
        operation_id="schedule_conflicts",
        summary="Find conflicts of capacity and promises",
        parameters=[
            OpenApiParameter("weeks", {"type": "integer", "minimum": 1, "maximum": 12, "default": conflicts.WEEKS}),
            OpenApiParameter("department", str, description="Code of a department"),
        ],
        responses=shapes.ScheduleConflictsSerializer,
        filters=False,
    )
    def list(self, request: Request) -> Response:
        """In the departments whose tasks you move, each with what helps."""
        rights.require(self.actor, tasks.SCHEDULE)
        query = request._request.GET
        strict.require_known_conditions(request.query_params, frozenset({"weeks", "department"}))
        today, department = dates.business_day(clock.now()), asked.department(self.actor, query)
        found = conflicts.find(self.actor, today=today, weeks=asked.weeks(query), department_id=department)
        return Response(representation.conflicts(found))
