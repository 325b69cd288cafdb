"""Working hours and absences of people over the API."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import policies as rights
from common import clock
from common.api import conditions
from tasks.scheduling import operations, policies, queries, representation
from tasks.scheduling import serializers as shapes
from tasks.scheduling.api import Room
from tasks.scheduling.filters import AbsenceFilter
from tasks.task import policies as tasks


class WorkingHoursViewSet(Room):
    """How many hours a day people work on tasks."""

    lookup_value_regex = r"\d{1,18}"
    serializer_class = shapes.WorkingHoursSerializer
    pagination_class = None
    verbs = {"create": policies.CAPACITY}

    @extend_schema(summary="List working hours", responses=shapes.WorkingHoursSerializer(many=True), filters=False)
    def list(self, request: Request) -> Response:
        """Your own and those of the people whose hours you keep; where nothing is said the company's setting holds."""
        rights.require(self.actor, tasks.VIEW)
        return Response([representation.hours(one) for one in queries.list_capacities(self.actor)])

    @extend_schema(
        summary="Set working hours",
        request=shapes.WorkingHoursInputSerializer,
        responses={201: shapes.WorkingHoursSerializer},
    )
    def create(self, request: Request) -> Response:
        """From a day on; a day that has hours already gets the new ones."""
        data = self.validated(shapes.WorkingHoursInputSerializer)
        person = queries.get_person(self.actor, data.pop("user"))
        saved = operations.set_capacity(actor=self.actor, user_id=person.pk, at=clock.now(), **data)
        row = queries.get_capacity(self.actor, saved.pk)
        location = f"/api/v1/working-hours/{row.pk}/"
        return self.answer(representation.hours(row), version=row.version, status=201, location=location)

    @extend_schema(summary="Read working hours", responses=shapes.WorkingHoursSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One row."""
        row = queries.get_capacity(self.actor, int(pk))
        return self.answer(representation.hours(row), version=row.version)

    @extend_schema(summary="Take working hours back", responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        """From their day on those before them hold again. Needs If-Match."""
        version = self.version(required=True)
        operations.drop_capacity(actor=self.actor, capacity_id=int(pk), version=version, at=clock.now())
        return Response(status=204)


class AbsenceViewSet(Room):
    """When people are away."""

    lookup_value_regex = r"\d{1,18}"
    serializer_class = shapes.AbsenceSerializer
    sorts = queries.ABSENCE_SORTS
    default_sort = queries.ABSENCE_SORT
    verbs = {"create": tasks.VIEW}  # everybody for himself, else who keeps the hours: asked of the person

    def _answer(self, pk: int, status: int = 200) -> Response:
        row = queries.get_absence(self.actor, pk)
        location = f"/api/v1/absences/{row.pk}/" if status == 201 else ""
        return self.answer(representation.absence(row), version=row.version, status=status, location=location)

    @extend_schema(
        summary="List absences",
        parameters=conditions.parameters(AbsenceFilter, queries.ABSENCE_SORTS, queries.ABSENCE_SORT),
        responses=shapes.AbsencePageSerializer,
    )
    def list(self, request: Request) -> Response:
        """Your own and those of the people whose hours you keep."""
        rights.require(self.actor, tasks.VIEW)
        found = self.filtered(AbsenceFilter, queries.list_absences(self.actor))
        return self.page(found, lambda rows: [representation.absence(one) for one in rows])

    @extend_schema(summary="Read an absence", responses=shapes.AbsenceSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One of them."""
        return self._answer(int(pk))

    @extend_schema(
        summary="Enter an absence", request=shapes.AbsenceInputSerializer, responses={201: shapes.AbsenceSerializer}
    )
    def create(self, request: Request) -> Response:
        """Your own, or that of somebody whose hours you keep; it moves no task."""
        data = self.validated(shapes.AbsenceInputSerializer)
        person = queries.get_person(self.actor, data.pop("user"))
        made = operations.enter_absence(actor=self.actor, user_id=person.pk, at=clock.now(), **data)
        return self._answer(made.pk, status=201)

    @extend_schema(
        summary="Change an absence", request=shapes.AbsenceChangeSerializer, responses=shapes.AbsenceSerializer
    )
    def partial_update(self, request: Request, pk: str) -> Response:
        """What is left out stays. Needs If-Match."""
        version, changes = self.version(required=True), self.validated(shapes.AbsenceChangeSerializer)
        row = queries.get_absence(self.actor, int(pk))
        operations.change_absence(actor=self.actor, absence_id=row.pk, changes=changes, version=version, at=clock.now())
        return self._answer(row.pk)

    @extend_schema(summary="Take an absence back", responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        """Somebody is not away after all. Needs If-Match."""
        version = self.version(required=True)
        operations.drop_absence(actor=self.actor, absence_id=int(pk), version=version, at=clock.now())
        return Response(status=204)
