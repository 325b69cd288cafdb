"""Ship dates from the company's own software, and settling what does not settle itself (R028, R303)."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from common import clock, errors
from common.api import conditions
from common.api.fields import ReasonSerializer
from common.api.views import ApiViewSet
from orders.fulfilment.ship_dates import operations, queries, representation
from orders.fulfilment.ship_dates.filters import ShipDateFilter
from orders.fulfilment.ship_dates.serializers import (
    AssignSerializer,
    ShipDateAnswersSerializer,
    ShipDateInputSerializer,
    ShipDatePageSerializer,
    ShipDateSerializer,
    ShipDatesInputSerializer,
)

if TYPE_CHECKING:
    from accounts.people.models import User


class ShipDateViewSet(ApiViewSet):
    """Days on which goods left, as the company's own software says them."""

    lookup_value_regex = r"\d{1,18}"
    serializer_class = ShipDateSerializer
    sorts = queries.SORTS
    default_sort = queries.DEFAULT_SORT
    verbs = {
        "create": "ship_date.submit",
        "bulk": "ship_date.submit",
        "assign": "ship_date.resolve",
        "confirm": "ship_date.resolve",
        "dismiss": "ship_date.resolve",
    }

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    def _answer(self, received_id: int, status: int = 200) -> Response:
        said = queries.get_received(self.actor, received_id)
        queries.describe(self.actor, [said])
        location = f"/api/v1/ship-dates/{said.pk}/" if status == 201 else ""
        return self.answer(representation.received(said), version=said.version, status=status, location=location)

    @extend_schema(
        summary="List received ship dates",
        parameters=conditions.parameters(ShipDateFilter, queries.SORTS, queries.DEFAULT_SORT),
        responses=ShipDatePageSerializer,
    )
    def list(self, request: Request) -> Response:
        """Newest first; ``unsettled=true``: those that wait for a document or for a person."""

        def rows(found: list[Any]) -> list[dict[str, Any]]:
            queries.describe(self.actor, found)
            return [representation.received(one) for one in found]

        return self.page(self.filtered(ShipDateFilter, queries.list_received(self.actor)), rows)

    @extend_schema(summary="Read a received ship date", responses=ShipDateSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One as it stands."""
        return self._answer(queries.get_received(self.actor, int(pk)).pk)

    @extend_schema(
        summary="Send a ship date",
        request=ShipDateInputSerializer,
        responses={201: ShipDateSerializer, 200: ShipDateSerializer},
    )
    def create(self, request: Request) -> Response:
        """Accepted once per system and external number: the same again (200) answers how it stands, another content is
        refused with 409. It applies at once, or waits for its outbound document's audit."""
        said = operations.Said(**self.validated(ShipDateInputSerializer))
        (found,) = operations.submit_ship_dates(actor=self.actor, rows=[said], at=clock.now())
        if found.received is None:
            raise _refusal(found)
        return self._answer(found.received.pk, status=201 if found.is_new else 200)

    @extend_schema(
        summary="Send many ship dates", request=ShipDatesInputSerializer, responses=ShipDateAnswersSerializer
    )
    @action(detail=False, methods=["post"])
    def bulk(self, request: Request) -> Response:
        """Up to 1,000 rows, each answered for itself; those accepted are kept together, in one transaction."""
        rows = [operations.Said(**row) for row in self.validated(ShipDatesInputSerializer)["rows"]]
        found = operations.submit_ship_dates(actor=self.actor, rows=rows, at=clock.now())
        return Response(representation.answers(found))

    @extend_schema(summary="Assign to a document", request=AssignSerializer, responses=ShipDateSerializer)
    @action(detail=True, methods=["post"])
    def assign(self, request: Request, pk: str) -> Response:
        """Say which audited document is meant; it takes the day."""
        return self._do(operations.assign_ship_date, pk, number=self.validated(AssignSerializer)["document"])

    @extend_schema(summary="Confirm a differing date", request=None, responses=ShipDateSerializer)
    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, pk: str) -> Response:
        """The received date is right, the one entered at the audit was not."""
        return self._do(operations.confirm_ship_date, pk)

    @extend_schema(summary="Dismiss", request=ReasonSerializer, responses=ShipDateSerializer)
    @action(detail=True, methods=["post"])
    def dismiss(self, request: Request, pk: str) -> Response:
        """Put it aside; a document that had taken it shows again what was entered at its audit."""
        return self._do(operations.dismiss_ship_date, pk, **self.validated(ReasonSerializer))

    def _do(self, operation: Callable[..., Any], pk: str, **data: Any) -> Response:
        operation(actor=self.actor, received_id=int(pk), version=self.version(), at=clock.now(), **data)
        return self._answer(int(pk))


def _refusal(found: operations.Answer) -> errors.DomainError:
    if found.result == "conflict":
        return errors.Conflict(found.message, code="ship_date_used")
    return errors.Invalid(fields={found.field: [found.message]}, code=f"ship_date_{found.result}")
