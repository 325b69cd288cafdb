"""Acceptance drafts over the API (R229)."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from common import clock
from common.api import conditions
from common.api.fields import ReasonSerializer
from common.api.views import ApiViewSet
from orders.settlement.drafts import operations, queries
from orders.settlement.drafts import serializers as shapes
from orders.settlement.drafts.filters import DraftFilter
from orders.settlement.drafts.representation import draft_row
from orders.settlement.drafts.rights import MOVE

if TYPE_CHECKING:
    from accounts.people.models import User


class DraftViewSet(ApiViewSet):
    """Promises to pay on a day to come that customers paid with, by the number of their receipt."""

    lookup_field = "number"
    lookup_value_regex = r"[A-Za-z]{2}\d{8}-\d{4,}"
    serializer_class = shapes.AcceptanceDraftSerializer
    sorts = queries.SORTS
    default_sort = queries.DEFAULT_SORT
    verbs = dict.fromkeys(("cash", "endorse", "discount", "dishonour", "take_back"), MOVE)

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    @extend_schema(
        summary="List acceptance drafts",
        parameters=conditions.parameters(DraftFilter, queries.SORTS, queries.DEFAULT_SORT),
        responses=shapes.AcceptanceDraftPageSerializer,
    )
    def list(self, request: Request) -> Response:
        """Drafts of the receipts you may see, what matures first on top."""
        found = self.filtered(DraftFilter, queries.list_drafts(self.actor))
        return self.page(found, lambda rows: [draft_row(row) for row in rows])

    @extend_schema(summary="Read an acceptance draft", responses=shapes.AcceptanceDraftSerializer)
    def retrieve(self, request: Request, number: str) -> Response:
        """The draft of a receipt."""
        return self._answer(number)

    @extend_schema(
        summary="Cash a draft", request=shapes.CashDraftSerializer, responses=shapes.AcceptanceDraftSerializer
    )
    @action(detail=True, methods=["post"])
    def cash(self, request: Request, number: str) -> Response:
        """It was paid at maturity: it leaves the exposure."""
        return self._do(operations.cash_draft, number, **self.validated(shapes.CashDraftSerializer))

    @extend_schema(
        summary="Endorse a draft", request=shapes.EndorseDraftSerializer, responses=shapes.AcceptanceDraftSerializer
    )
    @action(detail=True, methods=["post"])
    def endorse(self, request: Request, number: str) -> Response:
        """Somebody else was paid with it; it stays in the exposure until it is cashed."""
        return self._do(operations.endorse_draft, number, **self.validated(shapes.EndorseDraftSerializer))

    @extend_schema(
        summary="Discount a draft", request=shapes.DiscountDraftSerializer, responses=shapes.AcceptanceDraftSerializer
    )
    @action(detail=True, methods=["post"])
    def discount(self, request: Request, number: str) -> Response:
        """A bank bought it before it matures, for its amount less its charge."""
        return self._do(operations.discount_draft, number, **self.validated(shapes.DiscountDraftSerializer))

    @extend_schema(
        summary="Say that a draft was dishonoured",
        request=shapes.DishonourDraftSerializer,
        responses=shapes.AcceptanceDraftSerializer,
    )
    @action(detail=True, methods=["post"])
    def dishonour(self, request: Request, number: str) -> Response:
        """It was not paid: what it paid is owed again, and people are warned."""
        return self._do(operations.dishonour_draft, number, **self.validated(shapes.DishonourDraftSerializer))

    @extend_schema(
        summary="Take a move of a draft back", request=ReasonSerializer, responses=shapes.AcceptanceDraftSerializer
    )
    @action(detail=True, methods=["post"], url_path="take-back")
    def take_back(self, request: Request, number: str) -> Response:
        """Its last move was recorded wrongly: it is held again."""
        return self._do(operations.take_back_move, number, **self.validated(ReasonSerializer))

    def _do(self, operation: Callable[..., Any], number: str, **data: Any) -> Response:
        """A move of the draft as the caller has read it (If-Match)."""
        draft = queries.get_draft(self.actor, number)
        operation(actor=self.actor, receipt_id=draft.receipt_id, version=self.version(), at=clock.now(), **data)
        return self._answer(number)

    def _answer(self, number: str) -> Response:
        draft = queries.get_draft(self.actor, number)
        return self.answer(draft_row(draft), version=draft.receipt.version)
