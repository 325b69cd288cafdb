"""Saved conditions over the API, the fields that conditions name, and the check of a condition as it is written."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.people import queries as people
from common import clock, dates, errors
from common.api import conditions as listed
from common.api import strict
from common.api.views import ApiViewSet
from segments import conditions, explaining, operations, queries, representation
from segments.fields import Level, visible_fields
from segments.filters import SegmentFilter
from segments.serializers import (
    CheckedConditionSerializer,
    ConditionCheckSerializer,
    ConditionFieldsSerializer,
    ExplanationSerializer,
    SegmentChangeSerializer,
    SegmentCopySerializer,
    SegmentDocumentSerializer,
    SegmentInputSerializer,
    SegmentPageSerializer,
    SegmentRestoreSerializer,
    SegmentRevisionsSerializer,
)

if TYPE_CHECKING:
    from accounts.people.models import User

_EXPLAIN = [
    OpenApiParameter("order", str, required=True, description="Number, or draft-<id>"),
    OpenApiParameter("line", int, description="Number of a line: why that line is in it or not"),
]


class ConditionApi(ApiViewSet):
    """What the resources of conditions share."""

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    def counts(self, condition: conditions.Condition, level: str) -> dict[str, Any]:
        """What a condition finds today among the rows that the caller may see."""
        today = dates.business_day(clock.now())
        return representation.counts(queries.count(self.actor, condition, Level(level), today))


class SegmentViewSet(ConditionApi):
    """Saved conditions: your own, your department's and those above it, the company's."""

    lookup_field = "pk"
    lookup_url_kwarg = "segment_id"
    lookup_value_regex = r"\d{1,18}"
    serializer_class = SegmentDocumentSerializer
    sorts = queries.SORTS
    default_sort = "name"
    verbs = {"create": "segment.create", "copy": "segment.create", "restore": "segment.create"}
    needs_version = frozenset({"restore"})

    def _answer(self, segment_id: int, status: int = 200) -> Response:
        segment = queries.get_segment(actor=self.actor, segment_id=segment_id)
        reader = queries.Reader(self.actor)
        body = representation.segment_row(reader, segment)
        body |= self.counts(reader.condition(segment), segment.level)
        location = f"/api/v1/segments/{segment.pk}/" if status == 201 else ""
        return self.answer(body, version=segment.version, status=status, location=location)

    @extend_schema(
        summary="List saved conditions",
        parameters=listed.parameters(SegmentFilter, queries.SORTS, "name"),
        responses=SegmentPageSerializer,
    )
    def list(self, request: Request) -> Response:
        """Those that you may use; one that names a field which you do not see in full is not among them."""
        found = self.filtered(SegmentFilter, queries.list_segments(self.actor))
        reader = queries.Reader(self.actor)
        return self.page(found, lambda rows: [representation.segment_row(reader, row) for row in rows])

    @extend_schema(summary="Read a saved condition", responses=SegmentDocumentSerializer)
    def retrieve(self, request: Request, segment_id: str) -> Response:
        """The condition in all its forms, with what it finds now."""
        return self._answer(int(segment_id))

    @extend_schema(
        summary="Save a condition", request=SegmentInputSerializer, responses={201: SegmentDocumentSerializer}
    )
    def create(self, request: Request) -> Response:
        """``condition`` is the text form in either language, or rows. A text that cannot be read is answered with the
        position of the fault."""
        data = self.validated(SegmentInputSerializer)
        data["department_id"] = _department_id(data.pop("department"))
        segment = operations.create_segment(actor=self.actor, at=clock.now(), **data)
        return self._answer(segment.pk, status=201)

    @extend_schema(
        summary="Change a saved condition", request=SegmentChangeSerializer, responses=SegmentDocumentSerializer
    )
    def partial_update(self, request: Request, segment_id: str) -> Response:
        """Change what is sent, on the version in If-Match; a new revision where the rows change."""
        version, changes = self.version(required=True), self.validated(SegmentChangeSerializer)
        condition = changes.pop("condition", None)
        if "department" in changes:
            changes["department"] = _department_id(changes["department"])
        operations.change_segment(
            actor=self.actor,
            segment_id=int(segment_id),
            changes=changes,
            condition=condition,
            version=version,
            at=clock.now(),
        )
        return self._answer(int(segment_id))

    @extend_schema(summary="Remove a saved condition", responses={204: None})
    def destroy(self, request: Request, segment_id: str) -> Response:
        """Take it out of use, on the version in If-Match; refused while anything stands on it."""
        operations.remove_segment(
            actor=self.actor, segment_id=int(segment_id), version=self.version(required=True), at=clock.now()
        )
        return Response(status=204)

    @extend_schema(
        summary="Copy a saved condition", request=SegmentCopySerializer, responses={201: SegmentDocumentSerializer}
    )
    @action(detail=True, methods=["post"])
    def copy(self, request: Request, segment_id: str) -> Response:
        """A copy of your own."""
        name = self.validated(SegmentCopySerializer)["name"]
        segment = operations.copy_segment(actor=self.actor, segment_id=int(segment_id), name=name, at=clock.now())
        return self._answer(segment.pk, status=201)

    @extend_schema(summary="List the revisions of a saved condition", responses=SegmentRevisionsSerializer)
    @action(detail=True, methods=["get"])
    def revisions(self, request: Request, segment_id: str) -> Response:
        """What it said before, the newest first."""
        strict.require_known_conditions(request.query_params, ())
        segment = queries.get_segment(actor=self.actor, segment_id=int(segment_id))
        reader = queries.Reader(self.actor)
        return Response({"revisions": representation.revisions(reader, queries.versions_of(segment))})

    @extend_schema(
        summary="Bring an earlier revision back",
        request=SegmentRestoreSerializer,
        responses={200: SegmentDocumentSerializer},
    )
    @action(detail=True, methods=["post"])
    def restore(self, request: Request, segment_id: str) -> Response:
        """The rows of an earlier revision, as a new one, on the version in If-Match."""
        revision, version = self.validated(SegmentRestoreSerializer)["revision"], self.version(required=True)
        operations.restore_segment(
            actor=self.actor, segment_id=int(segment_id), revision=revision, version=version, at=clock.now()
        )
        return self._answer(int(segment_id))

    @extend_schema(
        summary="Explain why an order is in a saved condition or not",
        parameters=_EXPLAIN,
        responses=ExplanationSerializer,
    )
    @action(detail=True, methods=["get"])
    def explain(self, request: Request, segment_id: str) -> Response:
        """Row by row, with what the order and its lines hold. Without ``line``: one of the lines must make the whole
        condition true."""
        strict.require_known_conditions(request.query_params, {"order", "line"})
        order = request.query_params.get("order", "")
        if not order:
            raise errors.Invalid(fields={"order": [_("Give the number of an order.")]})
        segment = queries.get_segment(actor=self.actor, segment_id=int(segment_id))
        condition = queries.condition_of(self.actor, segment)
        found = explaining.explain(
            actor=self.actor,
            condition=condition,
            order=order,
            line_no=_line_no(request.query_params.get("line", "")),
            today=dates.business_day(clock.now()),
        )
        return Response(representation.explanation(found, condition))


class ConditionViewSet(ConditionApi):
    """Conditions that nobody saved."""

    freely_repeatable = frozenset({"check"})

    @extend_schema(
        summary="Check a condition", request=ConditionCheckSerializer, responses={200: CheckedConditionSerializer}
    )
    @action(detail=False, methods=["post"])
    def check(self, request: Request) -> Response:
        """Text to rows and rows to text, with how many rows it finds now. Changes nothing."""
        data = self.validated(ConditionCheckSerializer)
        found = conditions.read(self.actor, Level(data["level"]), data["condition"])
        body = {"condition": representation.condition(found), "level": data["level"]}
        return Response(body | self.counts(found, data["level"]))


class ConditionFieldViewSet(ConditionApi):
    """The fields that conditions name."""

    @extend_schema(summary="List the fields of conditions", responses=ConditionFieldsSerializer)
    def list(self, request: Request) -> Response:
        """The fields that you see in full, with their operators and known values; names of both languages are read
        everywhere."""
        strict.require_known_conditions(request.query_params, ())
        known = visible_fields(self.actor, Level.LINE)
        return Response({"fields": [representation.field_row(one) for one in known.values()]})


def _department_id(code: str | None) -> int | None:
    if not code:
        return None
    found = next((one.pk for one in people.list_departments() if one.code == code), None)
    if found is None:
        raise errors.Invalid(fields={"department": [_("Nothing is known under “%(text)s”.") % {"text": code}]})
    return found


def _line_no(text: str) -> int | None:
    if not text:
        return None
    if not text.isascii() or not text.isdecimal() or len(text) > 9:
        raise errors.Invalid(fields={"line": [_("Give the number of a line.")]})
    return int(text)
