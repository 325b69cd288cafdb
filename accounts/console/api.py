"""The working calendar over the API."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.console import operations, working_days
from accounts.console import serializers as shapes
from common import clock, errors, settings, workdays
from common.api.views import ApiViewSet

if TYPE_CHECKING:
    from accounts.people.models import User


class WorkingCalendarViewSet(ApiViewSet):
    """On which days people work: what promises, due dates and tasks reckon with."""

    serializer_class = shapes.CalendarMonthSerializer
    lookup_field = "month"
    lookup_value_regex = r"\d{4}-\d{2}"
    verbs = {"change": working_days.RIGHT}

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    @extend_schema(summary="Read a month of the working calendar", responses=shapes.CalendarMonthSerializer)
    def retrieve(self, request: Request, month: str) -> Response:
        """A month like `2026-11`, day by day; the ETag is the whole calendar's."""
        settings.forget()  # as it is stored now
        year, _line, number = month.partition("-")
        found = working_days.month(int(year), int(number))
        names = ("day", "is_work", "kind", "holiday")
        data = {
            "month": found.first,
            "work_days": found.work,
            "is_known": found.is_known,
            "days": [{name: getattr(one, name) for name in names} for one in found.days],
        }
        return self.answer(data, version=working_days.version())

    @extend_schema(
        summary="Change the working calendar",
        request=shapes.CalendarInputSerializer,
        responses=shapes.CalendarChangeSerializer,
    )
    @action(detail=False, methods=["post"])
    def change(self, request: Request) -> Response:
        """Say of days whether people work on them; what the state's calendar says too is not kept. Answers with the
        company's own days. With If-Match only where nobody changed the calendar since."""
        data = self.validated(shapes.CalendarInputSerializer)
        days = {one["day"]: one["is_work"] for one in data.get("days", [])}
        if len(days) < len(data.get("days", [])):
            raise errors.Invalid(fields={"days": [_("A day is named twice.")]})
        operations.change_calendar(
            actor=self.actor,
            days=days,
            complete=data.get("complete_years", []),
            version=self.version(),
            at=clock.now(),
        )
        own = working_days.read()
        data = {"days_off": own[workdays.DAYS_OFF], "make_up_days": own[workdays.MAKE_UP_DAYS]}
        years = [int(one) for one in own[workdays.YEARS]]
        return self.answer({**data, "complete_years": years}, version=working_days.version())
