"""Targets and notes on strategy over the API (R085–R087)."""

from typing import TYPE_CHECKING

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from common import clock, keyset
from common.api import conditions
from common.api.views import ApiViewSet
from reports.targets import operations, policies, queries, representation, strategy
from reports.targets import serializers as shapes
from reports.targets.filters import NoteFilter, TargetFilter

if TYPE_CHECKING:
    from accounts.people.models import User

NOTE_SORTS = {"year": keyset.Sort("year"), "id": keyset.Sort("pk")}


class _Targets(ApiViewSet):
    """What is addressed by its key."""

    lookup_value_regex = r"\d{1,18}"

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]


class TargetViewSet(_Targets):
    """What measures are to reach, of the company, departments, people, regions, products and categories."""

    serializer_class = shapes.TargetSerializer
    sorts = queries.SORTS
    default_sort = queries.DEFAULT_SORT
    verbs = {"set_many": policies.PLAN}

    def _answer(self, target_id: int) -> Response:
        row = queries.get_target(actor=self.actor, target_id=target_id)
        return self.answer(representation.target(row), version=row.version)

    @extend_schema(
        summary="List targets",
        parameters=conditions.parameters(TargetFilter, queries.SORTS, queries.DEFAULT_SORT),
        responses=shapes.TargetPageSerializer,
    )
    def list(self, request: Request) -> Response:
        """Those that the caller sees: of the company and of what belongs to all, of his departments and people, his
        own; of no measure that is hidden from him."""
        found = self.filtered(TargetFilter, queries.list_targets(self.actor))
        return self.page(found, lambda rows: [representation.target(row) for row in rows])

    @extend_schema(summary="Read a target", responses=shapes.TargetSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One of them, with its ETag."""
        return self._answer(int(pk))

    @extend_schema(
        summary="Set many targets", request=shapes.TargetRowsSerializer, responses=shapes.TargetsSetSerializer
    )
    @action(detail=False, methods=["post"], url_path="set")
    def set_many(self, request: Request) -> Response:
        """Targets of a measure in a year: all of them or none. Rows that carry `id` and `version` are refused together
        with who changed them meanwhile; the problem tells them in `cells`."""
        data = self.validated(shapes.TargetRowsSerializer)
        entries = representation.entries(data["targets"])
        outcome = operations.set_targets(
            actor=self.actor, year=data["year"], measure=data["measure"], entries=entries, at=clock.now()
        )
        return Response(representation.outcome(outcome))

    @extend_schema(summary="Change a target", request=shapes.TargetChangeSerializer, responses=shapes.TargetSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Another figure or other notes, on the version in If-Match."""
        version, data = self.version(required=True), self.validated(shapes.TargetChangeSerializer)
        operations.change_target(actor=self.actor, target_id=int(pk), version=version, at=clock.now(), **data)
        return self._answer(int(pk))

    @extend_schema(summary="Take a target away", responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        """No target any more, on the version in If-Match."""
        version = self.version(required=True)
        operations.remove_target(actor=self.actor, target_id=int(pk), version=version, at=clock.now())
        return Response(status=204)


class StrategyNoteViewSet(_Targets):
    """What the company and its departments mean to do in a year."""

    serializer_class = shapes.StrategyNoteSerializer
    sorts = NOTE_SORTS
    default_sort = "year"
    verbs = {"create": policies.PLAN}

    def _answer(self, note_id: int, status: int = 200) -> Response:
        note = strategy.get_note(actor=self.actor, note_id=note_id)
        location = f"/api/v1/strategy-notes/{note.pk}/" if status == 201 else ""
        return self.answer(representation.note(note), version=note.version, status=status, location=location)

    @extend_schema(
        summary="List notes on strategy",
        parameters=conditions.parameters(NoteFilter, NOTE_SORTS, "year"),
        responses=shapes.StrategyNotePageSerializer,
    )
    def list(self, request: Request) -> Response:
        """Those of the company, and of departments whose targets the caller sees."""
        found = self.filtered(NoteFilter, strategy.list_notes(self.actor))
        return self.page(found, lambda rows: [representation.note(row) for row in rows])

    @extend_schema(summary="Read a note on strategy", responses=shapes.StrategyNoteSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One of them, with its ETag."""
        return self._answer(int(pk))

    @extend_schema(
        summary="Write a note on strategy",
        request=shapes.StrategyNoteInputSerializer,
        responses={201: shapes.StrategyNoteSerializer},
    )
    def create(self, request: Request) -> Response:
        """A new one, of the company or of a department."""
        data = representation.note_given(self.validated(shapes.StrategyNoteInputSerializer))
        return self._answer(strategy.save_note(actor=self.actor, at=clock.now(), **data).pk, status=201)

    @extend_schema(
        summary="Change a note on strategy",
        request=shapes.StrategyNoteChangeSerializer,
        responses=shapes.StrategyNoteSerializer,
    )
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change one, on the version in If-Match."""
        version, data = self.version(required=True), self.validated(shapes.StrategyNoteChangeSerializer)
        given = representation.note_given(data)
        strategy.save_note(actor=self.actor, note_id=int(pk), version=version, at=clock.now(), **given)
        return self._answer(int(pk))

    @extend_schema(summary="Take a note on strategy away", responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        """Take it away, on the version in If-Match."""
        version = self.version(required=True)
        strategy.remove_note(actor=self.actor, note_id=int(pk), version=version, at=clock.now())
        return Response(status=204)
