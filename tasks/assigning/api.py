"""Candidates of tasks, giving them out, weights of departments and skills of people over the API."""

from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from common import clock, errors
from common.api.fields import ReasonSerializer
from common.api.views import ApiViewSet
from tasks.assigning import candidates, keeping, operations, queries, references
from tasks.assigning import serializers as shapes
from tasks.task import policies
from tasks.task import queries as tasks

if TYPE_CHECKING:
    from accounts.people.models import User


class _Room(ApiViewSet):
    pagination_class = None

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]


class TaskAssigningViewSet(_Room):
    """Who could do a task, who does it, and how it came to him."""

    lookup_field = "task_id"
    lookup_value_regex = r"\d{1,18}"
    serializer_class = shapes.TaskOwnershipSerializer
    verbs = dict.fromkeys(("assign", "give_to_department", "take_back"), policies.ASSIGN)

    @extend_schema(
        summary="List candidates for a task", responses=shapes.TaskCandidateSerializer(many=True), filters=False
    )
    @action(detail=True, methods=["get"])
    def candidates(self, request: Request, task_id: str) -> Response:
        """The people of its department and those below it, the best first, with the parts of their scores."""
        task = tasks.get_task(actor=self.actor, task_id=int(task_id))
        policies.require(self.actor, policies.ASSIGN, task)
        return Response([references.candidate(one) for one in candidates.for_task(task, at=clock.now())])

    @extend_schema(
        summary="List how a task was given out", responses=shapes.AssignmentStepSerializer(many=True), filters=False
    )
    @action(detail=True, methods=["get"])
    def assignments(self, request: Request, task_id: str) -> Response:
        """Each step, the latest first."""
        task = tasks.get_task(actor=self.actor, task_id=int(task_id))
        return Response([references.assignment(one) for one in queries.assignments_of(task)])

    @extend_schema(
        summary="Pick who does a task",
        request=shapes.TaskAssignInputSerializer,
        responses=shapes.TaskOwnershipSerializer,
    )
    @action(detail=True, methods=["post"])
    def assign(self, request: Request, task_id: str) -> Response:
        """Somebody of its department; others than the first candidate with a reason."""
        data = self.validated(shapes.TaskAssignInputSerializer)
        person = references.person_id(data["person"], "person")
        given = {"user_id": person, "reason": data["reason"], "version": self.version()}
        return self._answer(operations.pick_executor(actor=self.actor, task_id=int(task_id), at=clock.now(), **given))

    @extend_schema(
        summary="Give a task to a department",
        request=shapes.TaskDepartmentInputSerializer,
        responses=shapes.TaskOwnershipSerializer,
    )
    @action(detail=True, methods=["post"], url_path="give-to-department")
    def give_to_department(self, request: Request, task_id: str) -> Response:
        """Until a day; its head owns the task until he picks somebody."""
        data = self.validated(shapes.TaskDepartmentInputSerializer)
        given = {
            "department_id": queries.department_by_code(data["department"]).pk,
            "due_date": data.get("due_date"),
            "reason": data["reason"],
            "version": self.version(),
        }
        return self._answer(
            operations.give_to_department(actor=self.actor, task_id=int(task_id), at=clock.now(), **given)
        )

    @extend_schema(summary="Take a task back", request=ReasonSerializer, responses=shapes.TaskOwnershipSerializer)
    @action(detail=True, methods=["post"], url_path="take-back")
    def take_back(self, request: Request, task_id: str) -> Response:
        """From who was picked: it is the head's again."""
        given = {**self.validated(ReasonSerializer), "version": self.version()}
        return self._answer(operations.take_back(actor=self.actor, task_id=int(task_id), at=clock.now(), **given))

    def _answer(self, task: Any) -> Response:
        return self.answer(references.ownership(task), version=task.version)


class AssignmentWeightsViewSet(_Room):
    """How departments weigh candidates."""

    lookup_field = "code"
    lookup_value_regex = r"[\w.-]{1,20}"
    serializer_class = shapes.AssignmentWeightsSerializer

    @extend_schema(
        summary="List weights of candidates", responses=shapes.AssignmentWeightsSerializer(many=True), filters=False
    )
    def list(self, request: Request) -> Response:
        """The company's and those of the departments in which you give tasks out."""
        self._require()
        return Response([references.weighing(one) for one in queries.weighings(self.actor)])

    @extend_schema(summary="Read weights of candidates", responses=shapes.AssignmentWeightsSerializer)
    def retrieve(self, request: Request, code: str) -> Response:
        """Of one department; “default”: of all that have none of their own."""
        self._require()
        return self._answer(self._found(code))

    @extend_schema(
        summary="Change weights of candidates",
        request=shapes.AssignmentWeightsChangeSerializer,
        responses=shapes.AssignmentWeightsSerializer,
    )
    def partial_update(self, request: Request, code: str) -> Response:
        """They become the department's own. Needs If-Match."""
        self._require()
        version = self.version(required=True)
        found = self._found(code)
        weights = candidates.as_parts(found.weights) | self.validated(shapes.AssignmentWeightsChangeSerializer)
        department = found.department
        key = department.pk if department else None
        keeping.save_weights(actor=self.actor, department_id=key, weights=weights, version=version, at=clock.now())
        return self._answer(self._found(code))

    def _require(self) -> None:
        if not self.actor.can(policies.ASSIGN):
            raise errors.NotAllowed()

    def _found(self, code: str) -> queries.Weighing:
        for one in queries.weighings(self.actor):
            if references.code_of(one) == code.upper():
                return one
        raise errors.NotFound()

    def _answer(self, found: queries.Weighing) -> Response:
        row = references.weighing(found)
        return self.answer(row, version=row["version"])


class PersonSkillViewSet(_Room):
    """What people can do."""

    lookup_field = "username"
    lookup_value_regex = r"[\w.@+-]{1,60}"
    serializer_class = shapes.PersonSkillsSerializer

    @extend_schema(summary="List skills of people", responses=shapes.PersonSkillsSerializer(many=True), filters=False)
    def list(self, request: Request) -> Response:
        """Of the people in the departments that you lead or reach."""
        self._require()
        return Response(references.skills_of(list(queries.people_for(self.actor))))

    @extend_schema(summary="Read the skills of a person", responses=shapes.PersonSkillsSerializer)
    def retrieve(self, request: Request, username: str) -> Response:
        """One person's."""
        self._require()
        return self._answer(username)

    @extend_schema(
        summary="Set skills of a person",
        request=shapes.PersonSkillsInputSerializer,
        responses=shapes.PersonSkillsSerializer,
    )
    def partial_update(self, request: Request, username: str) -> Response:
        """Those that are named; a level of null takes one away. Needs If-Match."""
        self._require()
        version = self.version(required=True)
        levels = references.levels(self.validated(shapes.PersonSkillsInputSerializer)["skills"])
        person = references.person_for(self.actor, username)
        keeping.set_skills(actor=self.actor, user_id=person.pk, levels=levels, seen=version, at=clock.now())
        return self._answer(username)

    def _require(self) -> None:
        if not self.actor.can(queries.CAPACITY):
            raise errors.NotAllowed()

    def _answer(self, username: str) -> Response:
        person = references.person_for(self.actor, username)
        return self.answer(
            references.skills_of([person])[0], version=queries.skills_version(queries.levels_of([person.pk])[person.pk])
        )
