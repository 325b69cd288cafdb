"""Unpaid invoices over the API (R227, R228)."""

from datetime import date
from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from common import clock, dates, doors
from common.api import conditions, strict
from common.api.fields import plain
from common.api.views import ApiViewSet
from orders.invoicing import queries
from orders.invoicing.ageing import serializers as shapes
from orders.invoicing.ageing.filters import AgeingFilter

if TYPE_CHECKING:
    from accounts.people.models import User

_SAME = ("number", "tax_serial", "invoice_date", "due_date")


def unpaid_row(row: Any, today: date) -> dict[str, Any]:
    """An invoice that is not paid in full (``UnpaidInvoiceRowSerializer``)."""
    owner = row.customer.owner
    return {
        **{name: getattr(row, name) for name in _SAME},
        "customer": {"code": row.customer.code, "name": row.customer.name},
        "salesperson": owner.username if owner else None,
        "days_overdue": max(0, (today - row.due_date).days) if row.due_date else 0,
        "currency": row.currency_id,
        "amount": plain(row.left, 2),
        "open": plain(row.open, 2),
    }


def sums_row(one: queries.Aged) -> dict[str, Any]:
    """What is open of several invoices (``AgedSerializer``)."""
    buckets = zip(queries.edges(), one.buckets, strict=True)
    return {
        "code": one.code,
        "name": one.name,
        "currency": one.currency,
        "invoices": one.count,
        **{name: plain(getattr(one, name), 2) for name in ("undated", "not_due", "overdue", "open")},
        "buckets": [{"first": first, "last": last, "amount": plain(amount, 2)} for (first, last), amount in buckets],
    }


class InvoiceAgeingViewSet(ApiViewSet):
    """Invoices that are not paid in full: money received for an order pays its invoices, the oldest first."""

    serializer_class = shapes.UnpaidInvoiceRowSerializer
    sorts = queries.AGE_SORTS
    default_sort = queries.AGE_SORT

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    @extend_schema(
        summary="List unpaid invoices",
        parameters=conditions.parameters(AgeingFilter, queries.AGE_SORTS, queries.AGE_SORT),
        responses=shapes.UnpaidInvoicePageSerializer,
    )
    def list(self, request: Request) -> Response:
        """What is due longest first."""
        today = dates.business_day(clock.now())
        found = self.filtered(AgeingFilter, queries.list_unpaid(self.actor))
        return self.page(found, lambda rows: [unpaid_row(row, today) for row in rows])

    @extend_schema(
        summary="Sum unpaid invoices by age",
        parameters=[shapes.AgedInputSerializer, *conditions.of_filter(AgeingFilter)],
        responses=shapes.AgedSumsSerializer,
    )
    @action(detail=False, methods=["get"])
    def sums(self, request: Request) -> Response:
        """By customer or salesperson, and always by currency; the most overdue first."""
        asked = shapes.AgedInputSerializer(
            data={"by": request.query_params["by"]} if "by" in request.query_params else {}
        )
        asked.is_valid(raise_exception=True)
        query = request._request.GET.copy()
        query.pop("by", None)
        strict.require_known_conditions(query, frozenset(AgeingFilter.base_filters))
        today = dates.business_day(clock.now())
        rows = doors.filtered(AgeingFilter, query, queries.list_unpaid(self.actor), today=today)
        found = queries.aged(rows, today, asked.validated_data.get("by", ""))
        return Response({"results": [sums_row(one) for one in found]})
