"""Requirements over the API: how production and purchasing are asked, and how they answer."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from common import clock, dates
from common.api import conditions, strict
from common.api.fields import ReasonSerializer
from common.api.views import ApiViewSet
from orders.order import queries as orders
from products.buying import queries as buying
from tasks.requirements import foreseeing, needs, operations, policies, queries, references, representation
from tasks.requirements import serializers as shapes
from tasks.requirements.filters import RequirementFilter

if TYPE_CHECKING:
    from accounts.people.models import User

_LINE = r"lines/(?P<line_id>\d{1,18})"


class _Room(ApiViewSet):
    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]


class RequirementViewSet(_Room):
    """Production and purchase requirements: what is asked of a department, its answer, the days, what came."""

    lookup_field = "reference"
    lookup_value_regex = r"[A-Za-z]{2}\d{8}-\d{4,}|draft-\d{1,18}"
    serializer_class = shapes.RequirementDocumentSerializer
    sorts = queries.SORTS
    default_sort = queries.DEFAULT_SORT
    verbs = {
        **dict.fromkeys(("create", "ask", "take_back", "cancel"), policies.CREATE),
        **dict.fromkeys(("accept", "refuse", "finish", "supplier"), policies.ANSWER),
        **dict.fromkeys(("move", "confirm", "end", "remedy"), policies.ANSWER),
    }

    def _answer(self, requirement_id: int, status: int = 200) -> Response:
        found = queries.get_requirement_by_id(self.actor, requirement_id)
        body = representation.requirement_document(self.actor, found, queries.lines_for(self.actor, found))
        location = f"/api/v1/requirements/{found.reference}/" if status == 201 else ""
        return self.answer(body, version=found.version, status=status, location=location)

    def _do(self, operation: Callable[..., Any], number: str, /, **data: Any) -> Response:
        """A verb on the requirement as the caller has read it (If-Match)."""
        pk = queries.get_requirement(self.actor, number).pk
        operation(actor=self.actor, requirement_id=pk, version=self.version(), at=clock.now(), **data)
        return self._answer(pk)

    @extend_schema(
        summary="List requirements",
        parameters=conditions.parameters(RequirementFilter, queries.SORTS, queries.DEFAULT_SORT),
        responses=shapes.RequirementPageSerializer,
    )
    def list(self, request: Request) -> Response:
        """What was asked of production and purchasing, as far as you see it, newest first."""
        found = self.filtered(RequirementFilter, queries.list_requirements(self.actor), actor=self.actor)
        return self.page(found, lambda rows: [representation.requirement_row(row) for row in rows])

    @extend_schema(summary="Read a requirement", responses=shapes.RequirementDocumentSerializer)
    def retrieve(self, request: Request, reference: str) -> Response:
        """One with its lines."""
        return self._answer(queries.get_requirement(self.actor, reference).pk)

    @extend_schema(
        summary="Write a requirement",
        request=shapes.RequirementCreateSerializer,
        responses={201: shapes.RequirementDocumentSerializer},
    )
    def create(self, request: Request) -> Response:
        """A draft, or asked for at once. A line of an order can ask for no more than it lacks."""
        data = self.validated(shapes.RequirementCreateSerializer)
        is_asked = data.pop("is_asked")
        made = operations.create_requirement(
            actor=self.actor, draft=references.draft(self.actor, data), is_asked=is_asked, at=clock.now()
        )
        return self._answer(made.pk, status=201)

    @extend_schema(
        summary="Write a draft anew",
        request=shapes.RequirementInputSerializer,
        responses=shapes.RequirementDocumentSerializer,
    )
    def update(self, request: Request, reference: str) -> Response:
        """Head and lines as they are to be. Needs If-Match."""
        version = self.version(required=True) or 0
        draft = references.draft(self.actor, self.validated(shapes.RequirementInputSerializer))
        pk = queries.get_requirement(self.actor, reference).pk
        operations.save_requirement(actor=self.actor, requirement_id=pk, draft=draft, version=version, at=clock.now())
        return self._answer(pk)

    @extend_schema(summary="Ask for a requirement", request=None, responses=shapes.RequirementDocumentSerializer)
    @action(detail=True, methods=["post"])
    def ask(self, request: Request, reference: str) -> Response:
        """DRAFT → ASKED: it gets its number, and who answers hears of it."""
        return self._do(operations.ask_requirement, reference)

    @extend_schema(summary="Take a requirement back", request=None, responses=shapes.RequirementDocumentSerializer)
    @action(detail=True, methods=["post"], url_path="take-back")
    def take_back(self, request: Request, reference: str) -> Response:
        """ASKED or REFUSED → DRAFT."""
        return self._do(operations.take_back_requirement, reference)

    @extend_schema(
        summary="Accept a requirement",
        request=shapes.AcceptanceSerializer,
        responses=shapes.RequirementDocumentSerializer,
    )
    @action(detail=True, methods=["post"])
    def accept(self, request: Request, reference: str) -> Response:
        """ASKED → ACCEPTED: so much of every line, on a planned day; promises count on it from now on."""
        data = self.validated(shapes.AcceptanceSerializer)
        answers = [
            operations.LineAnswer(one["id"], one["accepted"], one["planned_date"], one["reference"])
            for one in data["lines"]
        ]
        return self._do(operations.accept_requirement, reference, answers=answers, reason=data["reason"])

    @extend_schema(
        summary="Refuse a requirement", request=ReasonSerializer, responses=shapes.RequirementDocumentSerializer
    )
    @action(detail=True, methods=["post"])
    def refuse(self, request: Request, reference: str) -> Response:
        """ASKED → REFUSED."""
        return self._do(operations.refuse_requirement, reference, **self.validated(ReasonSerializer))

    @extend_schema(
        summary="End a requirement", request=ReasonSerializer, responses=shapes.RequirementDocumentSerializer
    )
    @action(detail=True, methods=["post"])
    def finish(self, request: Request, reference: str) -> Response:
        """ACCEPTED → DONE although not all came. One of which all came is done by itself."""
        return self._do(operations.finish_requirement, reference, **self.validated(ReasonSerializer))

    @extend_schema(
        summary="Cancel a requirement", request=ReasonSerializer, responses=shapes.RequirementDocumentSerializer
    )
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, reference: str) -> Response:
        """What is still to come will not; promises that counted on it get new days."""
        return self._do(operations.cancel_requirement, reference, **self.validated(ReasonSerializer))

    @extend_schema(
        summary="Buy from another supplier",
        request=shapes.SupplierChangeSerializer,
        responses=shapes.RequirementDocumentSerializer,
    )
    @action(detail=True, methods=["post"])
    def supplier(self, request: Request, reference: str) -> Response:
        """Of everything that is still to come; what was made in the house is bought from now on."""
        data = self.validated(shapes.SupplierChangeSerializer)
        found = queries.get_requirement(self.actor, reference)
        given = {"supplier_id": references.supplier(data["supplier"]), "reason": data["reason"]}
        given |= {"days": queries.days_for(found, data["planned_date"]), "line_ids": data.get("lines")}
        return self._do(operations.change_supplier, reference, **given)

    @extend_schema(
        summary="Move the day of a requirement's line",
        request=shapes.DayMoveSerializer,
        responses=shapes.RequirementDocumentSerializer,
    )
    @action(detail=True, methods=["post"], url_path=f"{_LINE}/move")
    def move(self, request: Request, reference: str, line_id: str) -> Response:
        """With a cause: a row of the delay ledger; promises that can no longer be met get new days."""
        data = self.validated(shapes.DayMoveSerializer)
        return self._do(operations.move_day, reference, line_id=int(line_id), **data)

    @extend_schema(
        summary="Confirm the day of a requirement's line",
        request=shapes.ConfirmationOfDaySerializer,
        responses=shapes.RequirementDocumentSerializer,
    )
    @action(detail=True, methods=["post"], url_path=f"{_LINE}/confirm")
    def confirm(self, request: Request, reference: str, line_id: str) -> Response:
        """As the supplier, or who makes it, said; for another day than planned the day moves."""
        data = self.validated(shapes.ConfirmationOfDaySerializer)
        return self._do(operations.confirm_day, reference, line_id=int(line_id), **data)

    @extend_schema(
        summary="End a line of a requirement",
        request=ReasonSerializer,
        responses=shapes.RequirementDocumentSerializer,
    )
    @action(detail=True, methods=["post"], url_path=f"{_LINE}/end")
    def end(self, request: Request, reference: str, line_id: str) -> Response:
        """Nothing more of it will come."""
        return self._do(operations.end_line, reference, line_id=int(line_id), **self.validated(ReasonSerializer))

    @extend_schema(
        summary="See what a day would do",
        parameters=[shapes.DayPreviewInputSerializer],
        responses=shapes.DayPreviewSerializer,
        filters=False,
    )
    @action(detail=True, methods=["get"], url_path=f"{_LINE}/preview")
    def preview(self, request: Request, reference: str, line_id: str) -> Response:
        """Which promises would break, and what can be done instead. Without a day: if the goods did not come at all."""
        strict.require_known_conditions(request.query_params, frozenset({"planned_date"}))
        asked = shapes.DayPreviewInputSerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        line = queries.get_line(self.actor, reference, int(line_id))
        today = dates.business_day(clock.now())
        may_see = buying.may_see(self.actor)
        ways = foreseeing.remedies(line, today)
        rows = foreseeing.consequences(self.actor, line, day := asked.validated_data["planned_date"], today)
        return Response(
            {
                "planned_date": day,
                "consequences": [representation.consequence_row(one) for one in rows],
                "remedies": [representation.remedy_row(one, may_see=may_see) for one in ways],
            }
        )

    @extend_schema(
        summary="Take a way out of a delay",
        request=shapes.RemedyChoiceSerializer,
        responses=shapes.RequirementDocumentSerializer,
    )
    @action(detail=True, methods=["post"], url_path=f"{_LINE}/remedy")
    def remedy(self, request: Request, reference: str, line_id: str) -> Response:
        """Overtime or another supplier, as it was shown; 409 when it is another by now."""
        data = self.validated(shapes.RemedyChoiceSerializer)
        return self._do(operations.take_remedy, reference, line_id=int(line_id), **data)


class OrderSupplyViewSet(_Room):
    """What an order lacks, and what was asked for it."""

    serializer_class = shapes.OrderSupplySerializer

    @extend_schema(
        summary="See what an order lacks",
        responses=shapes.OrderSupplySerializer,
        filters=False,
    )
    def retrieve(self, request: Request, reference: str) -> Response:
        """Line by line what is not there, what of it was asked for, and what would be asked for now."""
        order = orders.get_order(actor=self.actor, reference=reference)
        lines = orders.lines_of(order)
        found = needs.of_order(order, lines, dates.business_day(clock.now()))
        asked = queries.of_order(self.actor, order.pk)
        return Response(
            {
                "needs": [representation.need_row(one) for one in found],
                "asked": [representation.line_row(one) for one in asked],
            }
        )
