"""The revisions of an order over the API."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from common.api import strict
from orders.changes.revisions import queries
from orders.changes.revisions import serializers as shapes
from orders.changes.revisions.forms import read_pair
from orders.changes.revisions.representation import comparison
from orders.order import queries as orders
from orders.order.api import OrderApi
from orders.order.representation import money

_PAIR = [
    OpenApiParameter("former", int, description="The earlier revision; default: the one before the later"),
    OpenApiParameter("later", int, description="The later revision; default: the present one"),
]


class OrderRevisionsMixin(OrderApi):
    """Reading the revisions of an order, and any two beside each other."""

    @extend_schema(summary="Revisions of an order", responses=shapes.RevisionSerializer(many=True), filters=False)
    @action(detail=True, methods=["get"], pagination_class=None)
    def revisions(self, request: Request, reference: str) -> Response:
        """The present one first: since when, who asked for it, why."""
        order = orders.get_order(actor=self.actor, reference=reference)
        return Response([_row(one) for one in queries.list_revisions(self.actor, order)])

    @extend_schema(summary="Compare two revisions of an order", parameters=_PAIR, responses=shapes.ComparisonSerializer)
    @action(detail=True, methods=["get"], url_path="revisions/compare", url_name="compare-revisions")
    def compare_revisions(self, request: Request, reference: str) -> Response:
        """What differs of head and lines, in words; with amounts for who may see them."""
        order = orders.get_order(actor=self.actor, reference=reference)
        strict.require_known_conditions(request.query_params, frozenset({"former", "later"}))
        former, later = queries.chosen(order, *read_pair(request.query_params))
        return Response(comparison(queries.compare(self.actor, order, former, later), former, later))


def _row(one: queries.Revision) -> dict[str, Any]:
    return {
        "revision": one.number,
        "since": one.since,
        "until": one.until,
        "request": one.request.reference if one.request else None,
        "by": one.by,
        "reason": one.reason,
        "lines": one.lines,
        "amount": money(one.amount),
        "currency": one.currency,
    }
