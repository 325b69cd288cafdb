"""Work in the background, its timetable and doubtful messages over the API: for who runs the house."""

from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.background import deciding, operations, policies, queries, representation, sends
from accounts.background import serializers as shapes
from common import clock
from common.api import conditions, strict
from common.api.views import ApiViewSet

if TYPE_CHECKING:
    from accounts.people.models import User

_SHOW: Any = {"type": "string", "enum": list(queries.SHOWN), "default": "open"}
_LIST = [
    OpenApiParameter("show", _SHOW, description="open: what waits, runs, or failed in the last seven days"),
    OpenApiParameter("kind", str, description="Of one kind only"),
    OpenApiParameter("after", str, description="Where the page starts: taken from next"),
]
_ASKED = {"show": "show", "kind": "kind", "after": "cursor"}  # of the address → of the query


class BackgroundJobViewSet(ApiViewSet):
    """Work in the background of every kind: imports, exports, plans, searches, checks, reports by mail. Nobody sees by
    it what is in a file or a report."""

    lookup_field = "ref"
    lookup_value_regex = r"[a-z]{1,20}-\d{1,18}"
    serializer_class = shapes.BackgroundJobSerializer
    verbs = dict.fromkeys(("retry", "cancel", "retry_many", "wake"), policies.RETRY)

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    def _answer(self, ref: str) -> Response:
        work, now = queries.get_work(actor=self.actor, ref=ref), clock.now()
        names = queries.names_of([work])
        return self.answer(representation.work_in_full(work, names, now), version=work.version)

    @extend_schema(
        summary="List work in the background", parameters=_LIST, responses=shapes.BackgroundJobPageSerializer
    )
    def list(self, request: Request) -> Response:
        """Newest first, fifty to a page."""
        given = request.query_params
        strict.require_known_conditions(given, frozenset({"show", "kind", "after"}))
        asked = {name: given[key] for key, name in _ASKED.items() if given.get(key)}
        now = clock.now()
        found = queries.list_works(actor=self.actor, at=now, **asked)
        rows = [representation.work(one, found.names, now) for one in found.items]
        return Response({"results": rows, "next": found.next_cursor})

    @extend_schema(summary="Read work in the background", responses=shapes.BackgroundJobDetailSerializer)
    def retrieve(self, request: Request, ref: str) -> Response:
        """As it stands, and what beginning it again or leaving it would do."""
        return self._answer(ref)

    @extend_schema(summary="Begin failed work again", request=None, responses=shapes.BackgroundJobDetailSerializer)
    @action(detail=True, methods=["post"])
    def retry(self, request: Request, ref: str) -> Response:
        """In the name of who asked first and with the rights that he has now; read `again` before. With If-Match only
        as it was when you read it."""
        operations.retry_work(actor=self.actor, ref=ref, version=self.version(), at=clock.now())
        return self._answer(ref)

    @extend_schema(summary="Leave work in the background", request=None, responses=shapes.BackgroundJobDetailSerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, ref: str) -> Response:
        """What waits is not done; read `cancel` before."""
        operations.cancel_work(actor=self.actor, ref=ref, version=self.version(), at=clock.now())
        return self._answer(ref)

    @extend_schema(
        operation_id="background_jobs_retry_many",
        summary="Begin failures of a kind again",
        request=shapes.BackgroundRetryInputSerializer,
        responses=shapes.BackgroundRetrySerializer,
    )
    @action(detail=False, methods=["post"], url_path="retry")
    def retry_many(self, request: Request) -> Response:
        """After an outage: those that you name, up to 200; what is refused keeps nothing from the others."""
        data = self.validated(shapes.BackgroundRetryInputSerializer)
        found = operations.retry_failures(actor=self.actor, kind=data["kind"], refs=data["ids"], at=clock.now())
        refused = [{"id": ref, "code": error.code, "message": str(error)} for ref, error in found.refused]
        return Response({"done": [one.ref for one in found.done], "refused": refused})

    @extend_schema(summary="Read the timetable", responses=shapes.TimetableLineSerializer(many=True))
    @action(detail=False, methods=["get"])
    def timetable(self, request: Request) -> Response:
        """Every job of the clock: how it went last, when it is next."""
        return Response([representation.line(one) for one in queries.list_timetable(actor=self.actor, at=clock.now())])

    @extend_schema(summary="Wake a job of the timetable", request=None, responses={204: None})
    @action(detail=False, methods=["post"], url_path=r"timetable/(?P<key>[a-z0-9-]{1,60})/wake")
    def wake(self, request: Request, key: str) -> Response:
        """A worker begins in a moment. The job finds its work by looking: once more does nothing twice."""
        operations.run_entry(actor=self.actor, key=key, at=clock.now())
        return Response(status=204)


class DoubtfulMessageViewSet(ApiViewSet):
    """Messages of which nobody knows whether they arrived, or that were refused."""

    serializer_class = shapes.DoubtfulMessageSerializer
    sorts = sends.SORTS
    default_sort = "id"
    verbs = {"decide": policies.RESEND}

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    @extend_schema(
        summary="List doubtful messages",
        parameters=conditions.paging(sends.SORTS, "id"),
        responses=shapes.DoubtfulMessagePageSerializer,
    )
    def list(self, request: Request) -> Response:
        """Newest first, each with what speaks for or against its arrival."""
        rows = sends.waiting(actor=self.actor)
        return self.page(rows, lambda found: [representation.doubt(one) for one in sends.told(self.actor, found)])

    @extend_schema(
        summary="Decide about doubtful messages",
        request=shapes.SendDecisionInputSerializer,
        responses=shapes.SendDecisionSerializer,
    )
    @action(detail=False, methods=["post"])
    def decide(self, request: Request) -> Response:
        """`arrived`: noted as sent; `again`: they go once more and may reach a reader twice; `give_up`: never sent."""
        data = self.validated(shapes.SendDecisionInputSerializer)
        found = deciding.decide(actor=self.actor, decision=data["decision"], message_ids=data["ids"], at=clock.now())
        refused = [{"id": pk, "code": error.code, "message": str(error)} for pk, error in found.refused]
        return Response({"done": found.done, "refused": refused})
