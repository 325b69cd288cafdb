"""Boards, calendars and loads over the API, and the address of one's calendar feed."""

from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from common import clock, dates, errors
from common.api import conditions, strict
from common.api.views import ApiViewSet
from tasks.board import asked, busy, company, diary, operations, queries, references
from tasks.board import serializers as shapes
from tasks.doing.filters import TaskFilter
from tasks.task import policies

if TYPE_CHECKING:
    from accounts.people.models import User

_DAY: Any = {"type": "string", "format": "date"}


class _Room(ApiViewSet):
    @property
    def actor(self) -> "User":
        """Who calls, where he may see tasks at all. Raises NotAllowed."""
        user: User = self.request.user  # type: ignore[assignment]
        if not user.can(policies.VIEW):
            raise errors.NotAllowed()
        return user


class TaskBoardViewSet(_Room):
    """The board of tasks by state."""

    @extend_schema(
        summary="Count tasks by column",
        parameters=conditions.of_filter(TaskFilter),
        responses=shapes.TaskBoardSerializer,
        filters=False,
    )
    @action(detail=False, methods=["get"], pagination_class=None)
    def counts(self, request: Request) -> Response:
        """The conditions are those of the list of tasks, which gives the tasks themselves."""
        strict.require_known_conditions(request.query_params, frozenset(TaskFilter.base_filters))
        today = dates.business_day(clock.now())
        rows = self.filtered(TaskFilter, company.on_board(self.actor, today), today=today, actor=self.actor)
        found = company.counts(rows)
        columns = [{"column": key, "count": number} for key, number in found.items()]
        return Response({"columns": columns, "open": sum(found.values()) - found["done"]})


class TaskCalendarViewSet(_Room):
    """What people have to do on which day, and the feed of one's own calendar."""

    verbs = dict.fromkeys(("make_feed", "choose_feed", "revoke_feed"), policies.VIEW)

    @extend_schema(
        summary="Read a calendar of tasks",
        parameters=[
            OpenApiParameter("person", str, description="Sign-in name; without one your own"),
            OpenApiParameter("from", _DAY, description="The first day; without one today"),
            OpenApiParameter("to", _DAY, description="The last day, 61 later at most; without one six days later"),
        ],
        responses=shapes.TaskCalendarSerializer,
        filters=False,
    )
    @action(detail=False, methods=["get"], pagination_class=None)
    def days(self, request: Request) -> Response:
        """The days of one person with his tasks that you may see."""
        query = request._request.GET
        strict.require_known_conditions(request.query_params, frozenset({"person", "from", "to"}))
        today = dates.business_day(clock.now())
        person = references.person(self.actor, query.get("person", ""))
        first = asked.day(query, "from", today)
        last = asked.day(query, "to", first + diary.A_WEEK)
        found = diary.open_diary(self.actor, person, first, last, today=today)
        return Response({"person": person.get_username(), "days": [references.day(one) for one in found]})

    @extend_schema(summary="Read the address of my calendar", responses=shapes.TaskFeedSerializer, filters=False)
    @action(detail=False, methods=["get"], pagination_class=None)
    def feed(self, request: Request) -> Response:
        """Where your calendar program reads your days, if you made such an address, and what it shows."""
        return Response(references.feed(queries.feed_of(self.actor, at=clock.now()), request))

    @extend_schema(
        summary="Make an address of my calendar",
        request=shapes.TaskFeedMakeSerializer,
        responses=shapes.TaskFeedSerializer,
    )
    @action(detail=False, methods=["post"], url_path="feed/make")
    def make_feed(self, request: Request) -> Response:
        """A new address; the one before opens nothing any more."""
        shows = self.validated(shapes.TaskFeedMakeSerializer).get("shows")
        operations.make_feed(actor=self.actor, shows=shows, at=clock.now())
        return Response(references.feed(queries.feed_of(self.actor, at=clock.now()), request))

    @extend_schema(
        summary="Choose what my calendar shows",
        request=shapes.TaskFeedChoiceSerializer,
        responses=shapes.TaskFeedSerializer,
    )
    @action(detail=False, methods=["post"], url_path="feed/choose")
    def choose_feed(self, request: Request) -> Response:
        """Its address stays."""
        shows = self.validated(shapes.TaskFeedChoiceSerializer)["shows"]
        return Response(references.feed(operations.choose_feed(actor=self.actor, shows=shows, at=clock.now()), request))

    @extend_schema(summary="Take the address of my calendar back", request=None, responses=shapes.TaskFeedSerializer)
    @action(detail=False, methods=["post"], url_path="feed/revoke")
    def revoke_feed(self, request: Request) -> Response:
        """It opens nothing any more."""
        operations.revoke_feed(actor=self.actor, at=clock.now())
        return Response(references.feed(None, request))


class TaskLoadViewSet(_Room):
    """How busy people and departments are."""

    @extend_schema(
        summary="Read the load of people and departments",
        parameters=[
            OpenApiParameter("from", _DAY, description="The first day; without one today"),
            OpenApiParameter("weeks", {"type": "integer", "minimum": 1, "maximum": busy.MOST_WEEKS, "default": 2}),
            OpenApiParameter("department", str, description="Code of a department"),
        ],
        responses=shapes.TaskLoadSerializer,
        filters=False,
    )
    @action(detail=False, methods=["get"], pagination_class=None)
    def hours(self, request: Request) -> Response:
        """Hours planned and possible of the people whose calendars you may open, and of their departments."""
        query = request._request.GET
        strict.require_known_conditions(request.query_params, frozenset({"from", "weeks", "department"}))
        today = dates.business_day(clock.now())
        sheet = busy.open_sheet(
            self.actor,
            first=asked.day(query, "from", today),
            weeks=asked.number(query, "weeks", busy.WEEKS, busy.MOST_WEEKS),
            today=today,
            department_id=references.department(query.get("department", "")),
        )
        return Response(references.loads(sheet))
