"""Reviews over the API (R319)."""

from typing import TYPE_CHECKING

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from common import clock, dates
from common.api import conditions
from common.api.views import ApiViewSet
from reports.reviews import operations, policies, queries, representation, showing
from reports.reviews import serializers as shapes

if TYPE_CHECKING:
    from accounts.people.models import User


class ReviewViewSet(ApiViewSet):
    """Reviews of periods: key figures, what was said of them, what was decided."""

    serializer_class = shapes.WholeReviewSerializer
    lookup_value_regex = r"\d{1,18}"
    sorts = showing.SORTS
    default_sort = "until"
    verbs = {"create": policies.HOLD, "end": policies.HOLD, "reopen": policies.HOLD, "points": policies.HOLD}

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    def _answer(self, review_id: int, status: int = 200) -> Response:
        review = queries.get_review(actor=self.actor, review_id=review_id)
        location = f"/api/v1/reviews/{review.pk}/" if status == 201 else ""
        data = representation.whole(self.actor, review, dates.business_day(clock.now()))
        return self.answer(data, version=review.version, status=status, location=location)

    @extend_schema(
        summary="List reviews",
        parameters=conditions.paging(showing.SORTS, "until"),
        responses=shapes.ReviewPageSerializer,
    )
    def list(self, request: Request) -> Response:
        """Those of the company and of one's departments, the latest first."""
        return self.page(queries.list_reviews(self.actor), lambda rows: [representation.review(row) for row in rows])

    @extend_schema(summary="Read a review", responses=shapes.WholeReviewSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """Its figures, kept or of now, and all that was said."""
        return self._answer(int(pk))

    @extend_schema(
        summary="Begin a review", request=shapes.ReviewInputSerializer, responses={201: shapes.WholeReviewSerializer}
    )
    def create(self, request: Request) -> Response:
        """Of a period that has begun, of the company or a department."""
        data = self.validated(shapes.ReviewInputSerializer)
        return self._answer(operations.save_review(actor=self.actor, at=clock.now(), **data).pk, status=201)

    @extend_schema(
        summary="Change a review", request=shapes.ReviewChangeSerializer, responses=shapes.WholeReviewSerializer
    )
    def partial_update(self, request: Request, pk: str) -> Response:
        """While it is open, on the version in If-Match."""
        version, data = self.version(required=True), self.validated(shapes.ReviewChangeSerializer)
        operations.save_review(actor=self.actor, review_id=int(pk), version=version, at=clock.now(), **data)
        return self._answer(int(pk))

    @extend_schema(summary="End a review", request=None, responses=shapes.WholeReviewSerializer)
    @action(detail=True, methods=["post"])
    def end(self, request: Request, pk: str) -> Response:
        """Its figures are kept as they are now."""
        operations.end_review(actor=self.actor, review_id=int(pk), version=self.version(), at=clock.now())
        return self._answer(int(pk))

    @extend_schema(summary="Open a review again", request=None, responses=shapes.WholeReviewSerializer)
    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, pk: str) -> Response:
        """Its figures are those of now again."""
        operations.reopen_review(actor=self.actor, review_id=int(pk), version=self.version(), at=clock.now())
        return self._answer(int(pk))

    @extend_schema(
        summary="Write down a point",
        request=shapes.ReviewPointInputSerializer,
        responses={201: shapes.ReviewPointSerializer},
    )
    @action(detail=True, methods=["post"])
    def points(self, request: Request, pk: str) -> Response:
        """What went well, what went wrong and why, a lesson, or a decision with who and by when."""
        data = self.validated(shapes.ReviewPointInputSerializer)
        point = operations.save_point(actor=self.actor, review_id=int(pk), at=clock.now(), **data)
        location = f"/api/v1/review-points/{point.pk}/"
        return self.answer(representation.point(point), version=point.version, status=201, location=location)


class ReviewPointViewSet(ApiViewSet):
    """Points of reviews; of the decisions also one's own of reviews that one does not read."""

    serializer_class = shapes.ReviewPointSerializer
    lookup_value_regex = r"\d{1,18}"
    verbs = {"settle": "report.view", "unsettle": "report.view"}  # whose decision it is: asked of the row

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    def _answer(self, point_id: int) -> Response:
        point = queries.get_point(actor=self.actor, point_id=point_id)
        return self.answer(representation.point(point), version=point.version)

    @extend_schema(summary="Read a point", responses=shapes.ReviewPointSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One thing that was said."""
        return self._answer(int(pk))

    @extend_schema(
        summary="Change a point", request=shapes.ReviewPointChangeSerializer, responses=shapes.ReviewPointSerializer
    )
    def partial_update(self, request: Request, pk: str) -> Response:
        """While its review is open, on the version in If-Match."""
        version, data = self.version(required=True), self.validated(shapes.ReviewPointChangeSerializer)
        operations.save_point(actor=self.actor, point_id=int(pk), version=version, at=clock.now(), **data)
        return self._answer(int(pk))

    @extend_schema(summary="Remove a point", responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        """While its review is open, on the version in If-Match."""
        version = self.version(required=True)
        operations.remove_point(actor=self.actor, point_id=int(pk), version=version, at=clock.now())
        return Response(status=204)

    @extend_schema(
        summary="Say what came of a decision",
        request=shapes.ReviewResultSerializer,
        responses=shapes.ReviewPointSerializer,
    )
    @action(detail=True, methods=["post"])
    def settle(self, request: Request, pk: str) -> Response:
        """Whoever carries it out, or holds the review, says so."""
        result = self.validated(shapes.ReviewResultSerializer)["result"]
        operations.settle_decision(
            actor=self.actor, point_id=int(pk), version=self.version(), result=result, at=clock.now()
        )
        return self._answer(int(pk))

    @extend_schema(summary="A decision is not done after all", request=None, responses=shapes.ReviewPointSerializer)
    @action(detail=True, methods=["post"])
    def unsettle(self, request: Request, pk: str) -> Response:
        """It is open again."""
        operations.unsettle_decision(actor=self.actor, point_id=int(pk), version=self.version(), at=clock.now())
        return self._answer(int(pk))
