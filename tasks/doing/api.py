"""Tasks over the API: lists, one's own, and every verb."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from common import clock, dates
from common.api import conditions
from common.api.views import ApiViewSet
from tasks.doing import operations, queries, references, representation
from tasks.doing import serializers as shapes
from tasks.doing.filters import TaskFilter
from tasks.task import operations as ground
from tasks.task import policies
from tasks.task import queries as tasks

if TYPE_CHECKING:
    from accounts.people.models import User

_VERBS = ("start", "progress", "log_hours", "block", "resume", "finish", "reopen", "hand_over")


class TaskViewSet(ApiViewSet):
    """Work for people: what is to be done for orders, by whom, until when, and how far it is."""

    lookup_value_regex = r"\d{1,18}"
    serializer_class = shapes.TaskSerializer
    sorts = tasks.SORTS
    default_sort = tasks.DEFAULT_SORT
    verbs = {
        **dict.fromkeys(_VERBS, policies.WORK),
        "create": policies.DECOMPOSE,
        "drop": policies.VIEW,  # who takes the order apart may, or who gives the task out: asked of the task
        "mark_key": policies.SCHEDULE,
        "set_predecessors": policies.VIEW,  # who moves its days may, or who takes the order apart: asked of the task
    }

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    def _answer(self, task_id: int, status: int = 200) -> Response:
        task = tasks.get_task(actor=self.actor, task_id=task_id)
        location = f"/api/v1/tasks/{task.pk}/" if status == 201 else ""
        body = representation.document(task, dates.business_day(clock.now()))
        return self.answer(body, version=task.version, status=status, location=location)

    def _do(self, operation: Callable[..., Any], pk: str, **data: Any) -> Response:
        """A verb on the task as the caller has read it (If-Match)."""
        operation(actor=self.actor, task_id=int(pk), version=self.version(), at=clock.now(), **data)
        return self._answer(int(pk))

    @extend_schema(
        summary="List tasks",
        parameters=conditions.parameters(TaskFilter, tasks.SORTS, tasks.DEFAULT_SORT),
        responses=shapes.TaskPageSerializer,
    )
    def list(self, request: Request) -> Response:
        """Released tasks that you may see, those due first at the top."""
        found = self.filtered(TaskFilter, tasks.list_tasks(self.actor), actor=self.actor)
        today = dates.business_day(clock.now())
        return self.page(found, lambda rows: [representation.row(one, today) for one in rows])

    @extend_schema(summary="Read my tasks", responses=shapes.MyTasksSerializer, filters=False)
    @action(detail=False, methods=["get"], pagination_class=None)
    def mine(self, request: Request) -> Response:
        """Your own: at work, late, of today, of this week, waiting, later, done lately."""
        today = dates.business_day(clock.now())
        return Response(representation.mine(queries.my_tasks(self.actor, today=today), today))

    @extend_schema(summary="Read a task", responses=shapes.TaskSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """The task with what comes before and after it, its history, assignments, hours and moves of its end."""
        return self._answer(int(pk))

    @extend_schema(summary="Add a task", request=shapes.TaskInputSerializer, responses={201: shapes.TaskSerializer})
    def create(self, request: Request) -> Response:
        """To an order in force, by hand; released at once."""
        data = references.of_task(self.actor, self.validated(shapes.TaskInputSerializer))
        return self._answer(ground.add_task(actor=self.actor, at=clock.now(), **data).pk, status=201)

    @extend_schema(summary="Change a task", request=shapes.TaskChangeSerializer, responses=shapes.TaskSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Its words and hours; days move by their own verb. Needs If-Match."""
        version, changes = self.version(required=True), self.validated(shapes.TaskChangeSerializer)
        operations.change_task(actor=self.actor, task_id=int(pk), changes=changes, version=version, at=clock.now())
        return self._answer(int(pk))

    @extend_schema(summary="Start a task", request=shapes.TaskStartSerializer, responses=shapes.TaskSerializer)
    @action(detail=True, methods=["post"])
    def start(self, request: Request, pk: str) -> Response:
        """OPEN → RUNNING; with a reason while something before it is still to be done."""
        return self._do(operations.start_task, pk, **self.validated(shapes.TaskStartSerializer))

    @extend_schema(
        summary="Report the progress of a task",
        request=shapes.TaskProgressSerializer,
        responses=shapes.TaskSerializer,
    )
    @action(detail=True, methods=["post"])
    def progress(self, request: Request, pk: str) -> Response:
        """0–99 %, with hours; one that had not begun begins."""
        return self._do(operations.report_progress, pk, **self.validated(shapes.TaskProgressSerializer))

    @extend_schema(summary="Log hours of a task", request=shapes.TaskHoursSerializer, responses=shapes.TaskSerializer)
    @action(detail=True, methods=["post"], url_path="log-hours")
    def log_hours(self, request: Request, pk: str) -> Response:
        """Also after it is done."""
        data = references.with_person(self.validated(shapes.TaskHoursSerializer))
        return self._do(operations.log_hours, pk, **data)

    @extend_schema(summary="Block a task", request=shapes.TaskBlockSerializer, responses=shapes.TaskSerializer)
    @action(detail=True, methods=["post"])
    def block(self, request: Request, pk: str) -> Response:
        """→ BLOCKED, with what holds it up."""
        return self._do(operations.block_task, pk, **self.validated(shapes.TaskBlockSerializer))

    @extend_schema(summary="Let a task go on", request=shapes.TaskResumeSerializer, responses=shapes.TaskSerializer)
    @action(detail=True, methods=["post"])
    def resume(self, request: Request, pk: str) -> Response:
        """BLOCKED → RUNNING, or OPEN where it had not begun."""
        return self._do(operations.resume_task, pk, **self.validated(shapes.TaskResumeSerializer))

    @extend_schema(summary="Finish a task", request=shapes.TaskFinishSerializer, responses=shapes.TaskSerializer)
    @action(detail=True, methods=["post"])
    def finish(self, request: Request, pk: str) -> Response:
        """→ DONE with its result; what waited for it wakes. Late or early, the ledger gets a row."""
        return self._do(operations.finish_task, pk, **self.validated(shapes.TaskFinishSerializer))

    @extend_schema(summary="Take up a task again", request=shapes.TaskReopenSerializer, responses=shapes.TaskSerializer)
    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, pk: str) -> Response:
        """DONE → RUNNING, with a reason; what follows waits again."""
        return self._do(operations.reopen_task, pk, **self.validated(shapes.TaskReopenSerializer))

    @extend_schema(summary="Hand a task over", request=shapes.TaskHandOverSerializer, responses=shapes.TaskSerializer)
    @action(detail=True, methods=["post"], url_path="hand-over")
    def hand_over(self, request: Request, pk: str) -> Response:
        """To a colleague of its department, or back to its head."""
        data = references.with_person(self.validated(shapes.TaskHandOverSerializer))
        return self._do(operations.hand_over, pk, **data)

    @extend_schema(
        summary="Set what comes before a task",
        request=shapes.TaskAfterSerializer,
        responses=shapes.TaskSerializer,
    )
    @action(detail=True, methods=["post"], url_path="set-predecessors")
    def set_predecessors(self, request: Request, pk: str) -> Response:
        """In place of those before; it did not begin yet. It, and what waits for it, moves as far as it must."""
        after = self.validated(shapes.TaskAfterSerializer)["after"]
        links = [(one["task"], one["kind"], one["lag_days"]) for one in after]
        return self._do(operations.set_predecessors, pk, after=links)

    @extend_schema(summary="Drop a task", request=shapes.TaskDropSerializer, responses=shapes.TaskSerializer)
    @action(detail=True, methods=["post"])
    def drop(self, request: Request, pk: str) -> Response:
        """It is not needed; what waited for it waits no more."""
        return self._do(operations.drop_task, pk, **self.validated(shapes.TaskDropSerializer))

    @extend_schema(summary="Mark a key task", request=shapes.TaskKeySerializer, responses=shapes.TaskSerializer)
    @action(detail=True, methods=["post"], url_path="mark-key")
    def mark_key(self, request: Request, pk: str) -> Response:
        """It is handled first, or not; other reasons stay."""
        return self._do(operations.mark_key, pk, **self.validated(shapes.TaskKeySerializer))
