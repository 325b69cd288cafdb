"""Plans for all open tasks over the API."""

from typing import TYPE_CHECKING, Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import policies as rights
from common import clock
from common.api import conditions
from common.api.views import ApiViewSet
from tasks.assigning import queries as assigning
from tasks.planning import operations, policies, queries
from tasks.planning import serializers as shapes

if TYPE_CHECKING:
    from accounts.people.models import User

_FIGURES = (*shapes.TaskPlanFiguresSerializer().fields,)


class TaskPlanViewSet(ApiViewSet):
    """Plans of who does what, and when: worked out aside, then taken or thrown away."""

    lookup_url_kwarg = "run_id"
    lookup_value_regex = r"\d{1,18}"
    serializer_class = shapes.TaskPlanSerializer
    sorts = queries.SORTS
    default_sort: ClassVar[str] = queries.DEFAULT_SORT
    verbs = dict.fromkeys(("create", "take", "discard"), policies.PLAN)

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    @extend_schema(
        summary="List plans for all tasks",
        parameters=conditions.paging(queries.SORTS, queries.DEFAULT_SORT),
        responses=shapes.TaskPlanPageSerializer,
        filters=False,
    )
    def list(self, request: Request) -> Response:
        """Those of departments whose tasks you may plan, and your own."""
        rights.require(self.actor, policies.PLAN)
        return self.page(queries.list_runs(self.actor), lambda rows: [_head(one) for one in rows])

    @extend_schema(summary="Read a plan for all tasks", responses=shapes.TaskPlanSerializer)
    def retrieve(self, request: Request, run_id: str) -> Response:
        """With every task that would change, and the figures of the whole."""
        return self._answer(int(run_id))

    @extend_schema(
        summary="Ask for a plan for all tasks",
        request=shapes.TaskPlanInputSerializer,
        responses={201: shapes.TaskPlanSerializer},
    )
    def create(self, request: Request) -> Response:
        """Worked out by a worker: read it again until its state is READY. Nothing changes before it is taken. Where one
        is being worked out already, that one is answered."""
        data = self.validated(shapes.TaskPlanInputSerializer)
        code = data.pop("department", None)
        department_id = assigning.department_by_code(code).pk if code else None
        run = operations.ask_plan(actor=self.actor, department_id=department_id, at=clock.now(), **data)
        return self._answer(run.pk, status=201)

    @extend_schema(
        summary="Take a plan for all tasks",
        request=shapes.TaskPlanTakeSerializer,
        responses=shapes.TaskPlanTakenSerializer,
    )
    @action(detail=True, methods=["post"])
    def take(self, request: Request, run_id: str) -> Response:
        """Days and people of all rows or of those named. Tasks that changed since stay as they are (`refused`); where
        all of them did, 409 `plan_stale`."""
        chosen = self.validated(shapes.TaskPlanTakeSerializer).get("moves")
        taken = operations.take_plan(
            actor=self.actor, run_id=int(run_id), move_ids=chosen, version=self.version(), at=clock.now()
        )
        return Response(
            {
                "moved": [one.pk for one in taken.moved],
                "refused": [{"task": one.pk, "reason": why} for one, why in taken.refused],
                "plan": _document(queries.get_run(actor=self.actor, run_id=int(run_id))),
            }
        )

    @extend_schema(summary="Throw a plan for all tasks away", request=None, responses=shapes.TaskPlanSerializer)
    @action(detail=True, methods=["post"])
    def discard(self, request: Request, run_id: str) -> Response:
        """Nothing comes of it."""
        operations.discard_plan(actor=self.actor, run_id=int(run_id), version=self.version(), at=clock.now())
        return self._answer(int(run_id))

    def _answer(self, run_id: int, status: int = 200) -> Response:
        run = queries.get_run(actor=self.actor, run_id=run_id)
        location = f"/api/v1/task-plans/{run.pk}/" if status == 201 else ""
        return self.answer(_document(run), version=run.version, status=status, location=location)


def _head(run: Any) -> dict[str, Any]:
    moments = {name: getattr(run, name) for name in ("asked_at", "ready_at", "ended_at")}
    return {
        **{name: getattr(run, name) for name in ("id", "state", "seconds", "keeps_people", "solver", "failure")},
        "department": run.department.code if run.department else None,
        "asked_by": run.asked_by.username,
        "ended_by": run.ended_by.username if run.ended_by else None,
        **{name: value.isoformat() if value else None for name, value in moments.items()},
        "version": run.version,
    }


def _document(run: Any) -> dict[str, Any]:
    return {
        **_head(run),
        "figures": {name: run.figures[name] for name in _FIGURES} if run.figures else None,
        "hours": [
            {"person": one.person.username, "before": one.before, "after": one.after} for one in queries.hours_of(run)
        ],
        "gives": [_give(one) for one in queries.gives_of(run)],
        "moves": [_move(one) for one in queries.rows_of(run)],
    }


def _give(one: queries.Give) -> dict[str, Any]:
    named = {name: one.row.get(name) for name in ("kind", "order", "line_no", "task", "days")}
    return {**named, "person": _named(one.person), "words": one.words}


def _move(row: queries.Row) -> dict[str, Any]:
    move = row.move
    return {
        "id": move.pk,
        "task": move.task_id,
        "title": move.task.title,
        "order": str(move.task.order),
        "line_no": move.task.line_no,
        **{name: _named(getattr(move, name)) for name in ("old_owner", "new_owner")},
        **{name: getattr(move, name) for name in ("old_start", "old_end", "new_start", "new_end")},
        **{name: getattr(row, name) for name in ("promise", "late_before", "late_after", "score", "why", "is_fault")},
        "is_taken": move.is_taken,
    }


def _named(person: Any) -> str | None:
    return person.username if person else None
