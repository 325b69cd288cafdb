"""The period close over the API."""

from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.periods import operations, queries
from accounts.periods import serializers as shapes
from accounts.periods.rights import CLOSE, REOPEN
from common import clock, dates
from common.api.views import ApiViewSet

if TYPE_CHECKING:
    from accounts.people.models import User


class PeriodViewSet(ApiViewSet):
    """Months that are closed: nothing is dated into them."""

    serializer_class = shapes.PeriodsSerializer
    verbs = {"close": CLOSE, "reopen": REOPEN}

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    @extend_schema(summary="Read the period close", responses=shapes.PeriodsSerializer)
    def list(self, request: Request) -> Response:
        """How it stands, and the last hundred steps."""
        return self._answer()

    @extend_schema(summary="Close a month", request=shapes.MonthInputSerializer, responses=shapes.PeriodsSerializer)
    @action(detail=False, methods=["post"])
    def close(self, request: Request) -> Response:
        """Nothing is dated into it any more."""
        operations.close_month(actor=self.actor, at=clock.now(), **self.validated(shapes.MonthInputSerializer))
        return self._answer()

    @extend_schema(summary="Reopen a month", request=shapes.ReopenInputSerializer, responses=shapes.PeriodsSerializer)
    @action(detail=False, methods=["post"])
    def reopen(self, request: Request) -> Response:
        """The month and all after it are open again; recorded with the reason."""
        operations.reopen_month(actor=self.actor, at=clock.now(), **self.validated(shapes.ReopenInputSerializer))
        return self._answer()

    def _answer(self) -> Response:
        standing = queries.standing(self.actor, dates.business_day(clock.now()))
        names = ("kind", "month", "closed_until", "reason", "at")
        steps: list[dict[str, Any]] = [
            {**{name: getattr(one, name) for name in names}, "by": one.by.username}
            for one in queries.list_steps(self.actor)
        ]
        return Response({"closed_until": standing.closed_until, "next_month": standing.next_month, "steps": steps})
