"""Changing a draft, its notes and owners, and copying orders over the API."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from common import clock, dates
from orders.entry import drafting, line_fields, queries, references, related, repeating
from orders.entry.drafts import LineDraft
from orders.entry.pasting import matching
from orders.entry.pasting.serializers import ParsedLinesSerializer, ParseLinesSerializer
from orders.entry.serializers import (
    LineFieldsSerializer,
    OrderChangeSerializer,
    RelatedProductSerializer,
    RepeatedSerializer,
)
from orders.order import queries as orders
from orders.order import scheduling
from orders.order.api import OrderApi
from orders.order.serializers import OrderSerializer


def line_drafts(rows: Iterable[Mapping[str, Any]]) -> list[LineDraft]:
    """Checked line inputs as drafts."""
    rows = list(rows)
    called = references.agreement_lines(rows)
    return [_line_draft(row, called.get(row.get("agreement", ""))) for row in rows]


def _line_draft(row: Mapping[str, Any], agreement_line_id: int | None = None) -> LineDraft:
    own = {name: value for name, value in row.items() if name not in ("product", "schedule", "agreement")}
    parts = row.get("schedule")
    schedule = None if parts is None else tuple(scheduling.Part(**part) for part in parts)
    return LineDraft(product_code=row["product"], schedule=schedule, agreement_line_id=agreement_line_id, **own)


class OrderEntryMixin(OrderApi):
    """Entry verbs of the order resource."""

    @extend_schema(summary="Change an order", request=OrderChangeSerializer, responses=OrderSerializer)
    def partial_update(self, request: Request, reference: str) -> Response:
        """Commercial fields and lines change only in a draft; notes, contact, contract state and owners any time
        before archiving. Needs If-Match."""
        version = self.version(required=True)
        changes = references.resolve(self.validated(OrderChangeSerializer))
        lines = changes.pop("lines", None)
        order_id = self.order_id(reference)
        order = drafting.change_order(
            actor=self.actor,
            order_id=order_id,
            version=version,
            changes=changes,
            lines=None if lines is None else line_drafts(lines),
            at=clock.now(),
        )
        return self.answer_order(order)

    @extend_schema(summary="Change custom fields of a line", request=LineFieldsSerializer, responses=OrderSerializer)
    @action(detail=True, methods=["patch"], url_path=r"lines/(?P<line_no>\d{1,9})/fields")
    def change_line_fields(self, request: Request, reference: str, line_no: str) -> Response:
        """Custom fields of one line, those that are sent: commercial ones in a draft, others until the order is
        archived. Needs If-Match."""
        version = self.version(required=True)
        order = line_fields.update_line_fields(
            actor=self.actor,
            order_id=self.order_id(reference),
            line_no=int(line_no),
            version=version,
            given=self.validated(LineFieldsSerializer)["custom"],
            at=clock.now(),
        )
        return self.answer_order(order)

    @extend_schema(summary="Copy an order", request=None, responses={201: OrderSerializer})
    @action(detail=True, methods=["post"])
    def copy(self, request: Request, reference: str) -> Response:
        """A new draft with the same header and lines, at today's master data."""
        order = drafting.copy_order(actor=self.actor, order_id=self.order_id(reference), at=clock.now())
        return self.answer_order(order, status=201)

    @extend_schema(summary="What changed since the copied order", responses=RepeatedSerializer(many=True))
    @action(detail=True, methods=["get"], url_path="since-copy")
    def since_copy(self, request: Request, reference: str) -> Response:
        """Of a draft that was copied: what the customer's record or the prices say otherwise by now; nothing for any
        other order."""
        order = orders.get_order(actor=self.actor, reference=reference)
        return Response([asdict(one) for one in repeating.told(self.actor, order)])

    @extend_schema(
        summary="Suggest related products",
        parameters=[
            OpenApiParameter("product", str, many=True, description="Product codes at hand, 1,000 at most"),
            OpenApiParameter("customer", str, description="Customer code: what he orders himself counts too"),
            OpenApiParameter("limit", int, description="So many at most; 5 unless told, 20 at most"),
        ],
        responses=RelatedProductSerializer(many=True),
    )
    @action(detail=False, methods=["get"], url_path="related-products")
    def related_products(self, request: Request) -> Response:
        """Products that may be missing beside those of an order or a quotation, best first: what the customer usually
        orders, and what others order with them. Products at hand and such as are not sold are left out."""
        asked = request.query_params
        found = related.suggestions(
            self.actor,
            asked.getlist("product")[: related.WIDEST],
            dates.business_day(clock.now()),
            customer=asked.get("customer", ""),
            most=related.read_most(asked.get("limit", "")),
        )
        return Response(RelatedProductSerializer(found, many=True).data)

    @extend_schema(
        summary="Read order lines out of a text", request=ParseLinesSerializer, responses=ParsedLinesSerializer
    )
    @action(detail=False, methods=["post"], url_path="parse-lines")
    def parse_lines(self, request: Request) -> Response:
        """Rows of a spreadsheet, a mail or a chat as order lines: certain products by code, for doubtful ones the
        candidates with their confidence; lines that are no rows apart. Nothing is saved."""
        asked = self.validated(ParseLinesSerializer)
        customer_id = queries.customer_id(self.actor, asked["customer"]) if asked.get("customer") else None
        today = dates.business_day(clock.now())
        reading = matching.read_lines(actor=self.actor, text=asked["text"], customer_id=customer_id, today=today)
        return Response(ParsedLinesSerializer(reading).data)
