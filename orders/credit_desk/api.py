"""Credit standings over the API (R107–R109): of customers by code, of orders by reference. Read only."""

from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from common import clock, dates, errors
from common.api.fields import plain
from common.api.views import ApiViewSet
from orders.credit import verdicts
from orders.credit_desk import queries
from orders.credit_desk import serializers as shapes
from orders.order import queries as orders

if TYPE_CHECKING:
    from accounts.people.models import User


def _money(value: Any) -> str | None:
    return None if value is None else plain(value, 2)


def standing_row(customer: Any, standing: Any) -> dict[str, Any]:
    """A standing (``CreditStandingSerializer``)."""
    state, limits = standing.state, standing.state.limits
    return {
        "customer": customer.code,
        "holder": state.holder.code,
        "result": state.result,
        "limit": _money(state.limit),
        "secured": _money(limits.secured),
        "asks_guarantee": standing.asks_guarantee,
        "exposure": _money(state.exposure),
        "headroom": _money(state.headroom),
        "order_cap": _money(limits.order_cap),
        "valid_until": limits.valid_until,
        "days_overdue": limits.days_overdue,
        "overdue": _money(standing.overdue),
        "habit": standing.habit,
        "largest_safe_order": _money(standing.safe),
        "terms": {name: _term(term) for name, term in standing.terms.items()},
        "score": _score(standing.score),
        "weeks": [_week(week) for week in standing.weeks],
    }


def _term(term: Any) -> dict[str, Any]:
    documents = [
        {"number": one.number, "customer": one.customer, "day": one.day, "amount": _money(one.amount)}
        for one in term.documents
    ]
    return {"total": _money(term.total), "documents": documents, "others": term.others, "rest": _money(term.rest)}


def _score(score: Any) -> dict[str, Any] | None:
    if score is None:
        return None
    parts = [part.stored() for part in score.parts]
    return {
        "total": str(score.total),
        "grade": score.grade,
        "by_payments": score.by_payments,
        "payments": score.payments,
        "parts": parts,
    }


def _week(week: Any) -> dict[str, Any]:
    names = ("ships", "receives", "exposure", "limit", "room")
    return {"starts": week.starts, **{name: _money(getattr(week, name)) for name in names}}


class CreditStandingViewSet(ApiViewSet):
    """How the credit of customers stands."""

    serializer_class = shapes.CreditStandingSerializer
    lookup_field = "code"
    lookup_value_regex = r"[^/]+"

    @extend_schema(summary="Read a customer's credit standing", responses=shapes.CreditStandingSerializer)
    def retrieve(self, request: Request, code: str) -> Response:
        """Of his credit holder: exposure term by term with what stands behind it, score, weeks to come."""
        actor: User = request.user  # type: ignore[assignment]
        customer, standing = queries.standing_by_code(actor, code, dates.business_day(clock.now()))
        return Response(standing_row(customer, standing))


class OrderCreditViewSet(ApiViewSet):
    """Whether credit bears an order."""

    serializer_class = shapes.OrderCreditSerializer
    lookup_field = "reference"
    lookup_value_regex = r"[A-Za-z]{2}\d{8}-\d{4,12}|draft-\d{1,18}"

    @extend_schema(summary="Read an order's credit", responses=shapes.OrderCreditSerializer)
    def retrieve(self, request: Request, reference: str) -> Response:
        """The verdict as the check would give it now; a draft counts as submitted."""
        actor: User = request.user  # type: ignore[assignment]
        order, today = orders.get_order(actor=actor, reference=reference), dates.business_day(clock.now())
        verdict = verdicts.told(actor, order, today)
        if verdict is None:
            raise errors.NotAllowed()
        found = verdict.found
        return Response(
            {
                "order": order.reference,
                "passes": found is None,
                "reason": found.code if found else "",
                "text": str(found.text) if found else "",
                "amount": _money(verdict.amount),
                "exposure": _money(verdict.exposure),
                "limit": _money(verdict.limits.amount_on(today)),
                "over": _money(verdict.over(today)),
                "special": _money(verdict.special),
            }
        )
