"""Special approvals over the API (R108)."""

from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from common import clock
from common.api import conditions
from common.api.fields import plain
from common.api.views import ApiViewSet
from customers.credit.serializers import CreditDecisionSerializer
from orders.credit.special import operations, queries
from orders.credit.special import serializers as shapes
from orders.credit.special.filters import SpecialFilter
from orders.credit.special.policies import DECIDE, REQUEST
from orders.order import queries as orders

if TYPE_CHECKING:
    from accounts.people.models import User


def special_row(row: Any) -> dict[str, Any]:
    """A special approval (``SpecialApprovalSerializer``)."""
    names = ("id", "valid_until", "reason", "state", "requested_at", "decided_at", "decision", "version")
    return {
        "order": row.order.reference,
        "amount": plain(row.amount, 2),
        **{name: getattr(row, name) for name in names},
        "requested_by": row.requested_by.username,
        "decided_by": row.decided_by.username if row.decided_by else None,
    }


class SpecialApprovalViewSet(ApiViewSet):
    """Leave for one order to pass its holder's credit limit: asked for, decided as the approval matrix says."""

    serializer_class = shapes.SpecialApprovalSerializer
    lookup_value_regex = r"\d{1,18}"
    sorts = queries.SORTS
    default_sort = queries.DEFAULT_SORT
    verbs = {"create": REQUEST, "decide": DECIDE, "withdraw": "order.view"}

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    @extend_schema(
        summary="List special approvals",
        parameters=conditions.parameters(SpecialFilter, queries.SORTS, queries.DEFAULT_SORT),
        responses=shapes.SpecialApprovalPageSerializer,
    )
    def list(self, request: Request) -> Response:
        """Newest first."""
        found = self.filtered(SpecialFilter, queries.list_special(self.actor))
        return self.page(found, lambda rows: [special_row(row) for row in rows])

    @extend_schema(summary="Read a special approval", responses=shapes.SpecialApprovalSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One as it stands."""
        return self._answer(int(pk))

    @extend_schema(
        summary="Ask for a special approval",
        request=shapes.SpecialApprovalInputSerializer,
        responses={201: shapes.SpecialApprovalSerializer},
    )
    def create(self, request: Request) -> Response:
        """For one order, also a draft: by how much it may pass the limit, and until when."""
        data = self.validated(shapes.SpecialApprovalInputSerializer)
        order_id = orders.id_of(data.pop("order"))
        special = operations.request_special(actor=self.actor, order_id=order_id, at=clock.now(), **data)
        return self._answer(special.pk, status=201)

    @extend_schema(
        summary="Decide a special approval",
        request=CreditDecisionSerializer,
        responses=shapes.SpecialApprovalSerializer,
    )
    @action(detail=True, methods=["post"])
    def decide(self, request: Request, pk: str) -> Response:
        """By who is asked; never by whose order it is."""
        data = self.validated(CreditDecisionSerializer)
        operations.decide_special(actor=self.actor, special_id=int(pk), version=self.version(), at=clock.now(), **data)
        return self._answer(int(pk))

    @extend_schema(summary="Withdraw a special approval", request=None, responses=shapes.SpecialApprovalSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        """One that waits, by who asked; one that holds, by who decides such."""
        operations.withdraw_special(actor=self.actor, special_id=int(pk), version=self.version(), at=clock.now())
        return self._answer(int(pk))

    def _answer(self, special_id: int, status: int = 200) -> Response:
        row = queries.get_special(actor=self.actor, special_id=special_id)
        location = f"/api/v1/special-approvals/{row.pk}/" if status == 201 else ""
        return self.answer(special_row(row), version=row.version, status=status, location=location)
