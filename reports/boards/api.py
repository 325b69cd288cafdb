"""Boards and key figures over the API (R239, R240, R317)."""

from typing import TYPE_CHECKING

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from common import clock, dates
from common.api import strict
from common.api.views import ApiViewSet
from reports.boards import choosing, operations, representation
from reports.boards import serializers as shapes
from reports.builder.described import text
from reports.figures.periods import Period
from reports.figures.question import Against
from reports.layout.representation import PaperSerializer

if TYPE_CHECKING:
    from accounts.people.models import User

_WHOSE = [
    OpenApiParameter("department", OpenApiTypes.INT, description="A department with all below it."),
    text("class", "A class of customers, like DOMESTIC; all unless named."),
]
OF_BOARD = [
    text("period", "This month unless named.", enum=[one.value for one in choosing.PERIODS]),
    *_WHOSE,
]
OF_FIGURES = [
    text("period", "This month unless named.", enum=[one.value for one in Period]),
    text("against", "What the figures are compared with; the period before unless named.",
         enum=[one.value for one in Against if one]),
    OpenApiParameter(
        "as_of", OpenApiTypes.DATE, description="A past day: as it was known when that ended; periods count from it."
    ),
    *_WHOSE,
]  # fmt: skip
ROLE = text("role", "The code of a role: its arrangement instead of one's own. Takes the right `report.share`.")


class _OfReader(ApiViewSet):
    """What every reader gets by his own rights."""

    lookup_field = "code"
    lookup_value_regex = r"[A-Za-z0-9_.-]{1,40}"

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    def given(self, known: list[OpenApiParameter]) -> dict[str, str]:
        """The parameters of the address. Raises Invalid for one that nobody knows."""
        strict.require_known_conditions(self.request.query_params, {one.name for one in known})
        return self.request.query_params.dict()


class BoardViewSet(_OfReader):
    """Dashboards: what a role looks at first. Each reader gets the figures and tiles of his own rights."""

    serializer_class = shapes.WholeBoardSerializer

    @extend_schema(summary="List boards", responses=shapes.BoardListSerializer, filters=False)
    def list(self, request: Request) -> Response:
        """Those that the caller may look at."""
        self.given([])
        return Response(representation.listed(self.actor))

    @extend_schema(summary="Read a board", parameters=OF_BOARD, responses=shapes.WholeBoardSerializer)
    def retrieve(self, request: Request, code: str) -> Response:
        """Its key figures beside former days and target, and which tiles stand below them; what a tile shows is asked
        for tile by tile (`contents`)."""
        return Response(representation.whole(self._view(code)))

    @extend_schema(summary="Read a tile of a board", parameters=OF_BOARD, responses=shapes.TileContentsSerializer)
    @action(detail=True, methods=["get"], url_path=r"tiles/(?P<tile>[a-z_]{1,40})")
    def tile(self, request: Request, code: str, tile: str) -> Response:
        """What it shows. One that the caller may not see is not found, whether it stands on the board or not."""
        return Response(representation.contents(self._view(code), tile))

    def _view(self, code: str) -> choosing.View:
        return representation.view_of(self.actor, code, self.given(OF_BOARD), clock.now())

    def _arrangement(self, code: str) -> Response:
        role = self.given([ROLE]).get("role", "")
        data = representation.arrangement(self.actor, choosing.board_of(self.actor, code), role)
        return self.answer(data, version=data["version"])

    @extend_schema(
        summary="Read the arrangement of a board", parameters=[ROLE], responses=shapes.BoardArrangementSerializer
    )
    @action(detail=True, methods=["get"])
    def arrangement(self, request: Request, code: str) -> Response:
        """The caller's own: key figures and tiles in order, and what else may stand there. Its ETag is that of the row
        that a change would change."""
        return self._arrangement(code)

    @extend_schema(
        summary="Arrange a board",
        parameters=[ROLE],
        request=shapes.BoardArrangementInputSerializer,
        responses=shapes.BoardArrangementSerializer,
    )
    @arrangement.mapping.put
    def arrange(self, request: Request, code: str) -> Response:
        """These figures and tiles, in this order, on the version in If-Match. What the caller may not see may be named,
        and does not appear."""
        role, version = self.given([ROLE]).get("role", ""), self.version(required=True)
        data = self.validated(shapes.BoardArrangementInputSerializer)
        operations.arrange(actor=self.actor, board=code, role=role, version=version, at=clock.now(), **data)
        return self._arrangement(code)

    @extend_schema(summary="Forget the arrangement of a board", parameters=[ROLE], responses={204: None})
    @arrangement.mapping.delete
    def forget(self, request: Request, code: str) -> Response:
        """The role's counts again, or the house's, on the version in If-Match."""
        role, version = self.given([ROLE]).get("role", ""), self.version(required=True)
        operations.go_back(actor=self.actor, board=code, role=role, version=version, at=clock.now())
        return Response(status=204)


class KeyFigureViewSet(_OfReader):
    """Key figures with definition, target and change, of the orders and fields that the caller may see."""

    serializer_class = shapes.KeyFigureListSerializer

    @extend_schema(
        summary="Ask for key figures", parameters=OF_FIGURES, responses=shapes.KeyFigureListSerializer, filters=False
    )
    def list(self, request: Request) -> Response:
        """All of a period. With `as_of` as they were known when that day ended; the time that orders take is known as
        it is now only, and is left out then."""
        return Response(representation.key_figures(self._told()))

    @extend_schema(summary="Read a key figure", parameters=OF_FIGURES, responses=PaperSerializer)
    def retrieve(self, request: Request, code: str) -> Response:
        """Two years month by month beside target and year before. In `parts`: the period by department; numerator and
        denominator of the period and of former ones, each with the address of its rows; what the definition leaves
        out, counted."""
        return Response(representation.key_figure(self._told(), code))

    def _told(self) -> representation.Told:
        today = dates.business_day(clock.now())
        return representation.told_of(self.actor, self.given(OF_FIGURES), today)
