"""The revisions of an order over the API."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from common.api import strict
from common.api.fields import plain
from orders.changes.diff_rows import Diff, FieldRow, LineRow, Side
from orders.changes.revisions import queries
from orders.changes.revisions import serializers as shapes
from orders.changes.revisions.forms import read_pair
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
        return Response(_comparison(queries.compare(self.actor, order, former, later), former, later))


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


def _comparison(diff: Diff, former: int, later: int) -> dict[str, Any]:
    total = diff.total
    return {
        "former": former,
        "later": later,
        "summary": diff.title,
        "head": [_field(row) for row in diff.head],
        "lines": [_line(row) for row in diff.changed],
        "currency": diff.currency,
        "old_total": money(total.old) if total else None,
        "new_total": money(total.new) if total else None,
    }


def _field(row: FieldRow) -> dict[str, Any]:
    return {"field": row.name, "label": str(row.label), "old": row.old, "new": row.new}


def _line(row: LineRow) -> dict[str, Any]:
    return {
        "line_no": row.line_no,
        "product": row.code,
        "name": row.name,
        "unit": row.unit,
        "is_gift": row.is_gift,
        "acts": [str(sign.act) for sign in row.signs],
        "old": _side(row.old),
        "new": _side(row.new),
        "others": [_field(one) for one in row.others],
    }


def _side(side: Side | None) -> dict[str, Any] | None:
    if side is None:
        return None
    return {
        "quantity": plain(side.quantity),
        "price": money(side.price),
        "amount": money(side.amount),
        "requested_date": side.day,
    }
