"""Reminders for whom they are, what is still to come, wishes and letters over the API."""

from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from common import clock
from common.api import conditions
from common.api.views import ApiViewSet
from reminders.answering import operations, showing
from reminders.desk import coming, policies, queries
from reminders.desk import representation as told
from reminders.desk import serializers as shapes
from reminders.desk.filters import HistoryFilter, LetterFilter, MineFilter
from reminders.rules.operations import opting
from reminders.sending import operations as sending

if TYPE_CHECKING:
    from accounts.people.models import User


class _Room(ApiViewSet):
    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    def lines(self, rows: list[Any]) -> list[dict[str, Any]]:
        """Reminders as their reader sees them."""
        return [told.reminder(one) for one in showing.lines(rows, reader=self.actor, at=clock.now())]


class ReminderViewSet(_Room):
    """Your reminders, of each matter the newest, and answering them."""

    serializer_class = shapes.ReminderSerializer
    sorts = queries.SORTS
    default_sort = queries.DEFAULT_SORT
    verbs = dict.fromkeys(("acknowledge", "snooze", "not_me", "set_opt_out"), "")  # everybody his own

    @extend_schema(
        summary="List my reminders",
        parameters=conditions.parameters(MineFilter, queries.SORTS, queries.DEFAULT_SORT),
        responses=shapes.ReminderPageSerializer,
    )
    def list(self, request: Request) -> Response:
        """Show ``open``: those that wait for your answer."""
        return self.page(self.filtered(MineFilter, queries.mine(self.actor).select_related("user")), self.lines)

    @extend_schema(
        summary="Acknowledge reminders",
        request=shapes.ReminderAcknowledgeSerializer,
        responses=shapes.ReminderAnsweredSerializer,
        filters=False,
    )
    @action(detail=False, methods=["post"])
    def acknowledge(self, request: Request) -> Response:
        """You know: the same moment of these objects is not told you again."""
        data = self.validated(shapes.ReminderAcknowledgeSerializer)
        count = operations.acknowledge(actor=self.actor, reminder_ids=data["ids"], at=clock.now())
        return Response({"count": count, "told": []})

    @extend_schema(
        summary="Put reminders off",
        request=shapes.ReminderSnoozeSerializer,
        responses=shapes.ReminderAnsweredSerializer,
        filters=False,
    )
    @action(detail=False, methods=["post"])
    def snooze(self, request: Request) -> Response:
        """They come again then, once."""
        data = self.validated(shapes.ReminderSnoozeSerializer)
        given = {"reminder_ids": data["ids"], "until": data["until"]}
        count = operations.snooze(actor=self.actor, at=clock.now(), **given)
        return Response({"count": count, "told": []})

    @extend_schema(
        summary="Pass reminders on",
        request=shapes.ReminderPassOnSerializer,
        responses=shapes.ReminderAnsweredSerializer,
        filters=False,
    )
    @action(detail=False, methods=["post"], url_path="not-me")
    def not_me(self, request: Request) -> Response:
        """They are for somebody else, who is told at once."""
        data = self.validated(shapes.ReminderPassOnSerializer)
        given: dict[str, Any] = {"to_id": told.person_id(data.get("to")), "word": data.get("word", "")}
        names = operations.not_me(actor=self.actor, reminder_ids=data["ids"], at=clock.now(), **given)
        return Response({"count": len(set(data["ids"])), "told": names})

    @extend_schema(
        summary="Who gets what on a day",
        parameters=[
            OpenApiParameter("day", {"type": "string", "format": "date"}, description="Tomorrow without it"),  # type: ignore[arg-type]
            OpenApiParameter("recipient", str, description="user:, customer: or robot: and a key"),
        ],
        responses=shapes.ReminderDaySerializer,
        filters=False,
    )
    @action(detail=False, methods=["get"])
    def coming(self, request: Request) -> Response:
        """As things stand; yours, and those of others whom you see."""
        at = clock.now()
        day = coming.chosen_day(request.query_params.get("day"), at)
        recipient = request.query_params.get("recipient", "")
        return Response(told.day(coming.on_day(self.actor, day, at=at, recipient=recipient)))

    @extend_schema(
        summary="List what I unsubscribed from",
        responses=shapes.ReminderOptOutSerializer(many=True),
        filters=False,
    )
    @action(detail=False, methods=["get"], url_path="opt-outs", pagination_class=None)
    def opt_outs(self, request: Request) -> Response:
        """Rules that do not remind you."""
        return Response([told.opt_out(one) for one in queries.opt_outs(self.actor)])

    @extend_schema(
        summary="Unsubscribe, or subscribe again",
        request=shapes.ReminderOptOutInputSerializer,
        responses=shapes.ReminderOptOutSerializer(many=True),
        filters=False,
    )
    @action(detail=False, methods=["post"], url_path="opt-out", pagination_class=None)
    def set_opt_out(self, request: Request) -> Response:
        """Answers what you are unsubscribed from now."""
        data = self.validated(shapes.ReminderOptOutInputSerializer)
        act = opting.opt_in if data["wanted"] else opting.opt_out
        act(actor=self.actor, rule_id=told.rule_id(data["rule"]), at=clock.now())
        return Response([told.opt_out(one) for one in queries.opt_outs(self.actor)])


class ReminderHistoryViewSet(_Room):
    """Which reminders when to whom, and what came of them."""

    serializer_class = shapes.ReminderSerializer
    sorts = queries.HISTORY_SORTS
    default_sort = "id"

    @extend_schema(
        summary="List reminders of others",
        parameters=conditions.parameters(HistoryFilter, queries.HISTORY_SORTS, "id"),
        responses=shapes.ReminderPageSerializer,
    )
    def list(self, request: Request) -> Response:
        """Yours, and those of others whom you see, the newest first."""
        return self.page(self.filtered(HistoryFilter, queries.history(self.actor)), self.lines)


class ReminderLetterViewSet(_Room):
    """Letters with reminders, and what became of them."""

    lookup_field = "letter_id"
    lookup_value_regex = r"\d{1,18}"
    serializer_class = shapes.ReminderLetterSerializer
    sorts = queries.LETTER_SORTS
    default_sort = "id"
    verbs = {"resend": policies.RESEND, "close": policies.RESEND}

    @extend_schema(
        summary="List letters with reminders",
        parameters=conditions.parameters(LetterFilter, queries.LETTER_SORTS, "id"),
        responses=shapes.ReminderLetterPageSerializer,
    )
    def list(self, request: Request) -> Response:
        """The newest first."""
        rows = self.filtered(LetterFilter, queries.letters(self.actor))
        return self.page(rows, lambda found: [told.letter(one) for one in found])

    @extend_schema(summary="Read a letter with reminders", responses=shapes.ReminderLetterSerializer)
    def retrieve(self, request: Request, letter_id: str) -> Response:
        """One of them."""
        return self._answer(int(letter_id))

    @extend_schema(summary="Send a letter again", request=None, responses=shapes.ReminderLetterSerializer)
    @action(detail=True, methods=["post"])
    def resend(self, request: Request, letter_id: str) -> Response:
        """One that may not have arrived; what is not due any more is left out of it."""
        given: dict[str, Any] = {"letter_id": int(letter_id), "version": self.version()}
        sending.resend_letter(actor=self.actor, at=clock.now(), **given)
        return self._answer(int(letter_id))

    @extend_schema(
        summary="Say what became of a letter",
        request=shapes.ReminderLetterCloseSerializer,
        responses=shapes.ReminderLetterSerializer,
    )
    @action(detail=True, methods=["post"])
    def close(self, request: Request, letter_id: str) -> Response:
        """It arrived after all, or it is given up."""
        arrived = self.validated(shapes.ReminderLetterCloseSerializer)["arrived"]
        given: dict[str, Any] = {"letter_id": int(letter_id), "version": self.version(), "has_arrived": arrived}
        sending.close_letter(actor=self.actor, at=clock.now(), **given)
        return self._answer(int(letter_id))

    def _answer(self, letter_id: int) -> Response:
        found = queries.get_letter(self.actor, letter_id)
        return self.answer(told.letter(found), version=found.version)
