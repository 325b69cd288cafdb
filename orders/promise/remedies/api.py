"""What can be done about a line that lacks goods, and the book of promises, over the API."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from common import clock, dates
from common.api.fields import plain
from orders.order import queries as orders
from orders.order.api import OrderApi
from orders.order.serializers import OrderSerializer
from orders.promise import chain
from orders.promise import operations as reserving
from orders.promise import queries as promise
from orders.promise.allocation.api import preview_row
from orders.promise.remedies import operations, options
from orders.promise.remedies import serializers as shapes

_LINE = r"lines/(?P<line_no>\d{1,9})"


def reason_rows(links: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The chain of a promise (``ReasonLinkSerializer``)."""
    return [{"kind": one.kind, "text": str(one.text), "mover": str(one.mover)} for one in chain.said(links)]


def _option_row(one: options.Option) -> dict[str, Any]:
    return {
        "option": one.key,
        "kind": one.kind,
        "arrival": one.arrival,
        "parts": [{"date": day, "quantity": plain(quantity)} for day, quantity in one.parts],
        "reasons": reason_rows(one.links),
        "substitute": one.substitute.substitute.code if one.substitute else None,
        "quantity": plain(one.quantity),
        "costs": preview_row(one.costs) if one.costs else None,
        "why_not": str(one.why_not),
        "token": one.token,
    }


class OrderSupplyMixin(OrderApi):
    """Supply of an order's lines."""

    @extend_schema(summary="What can be done about a line that lacks goods", responses=shapes.SupplySituationSerializer)
    @action(detail=True, methods=["get"], url_path=f"{_LINE}/supply-options")
    def supply_options(self, request: Request, reference: str, line_no: str) -> Response:
        """Dated options, each with what it does to other orders."""
        order = orders.get_order(actor=self.actor, reference=reference)
        found = options.situation(self.actor, order, int(line_no), dates.business_day(clock.now()))
        return Response(
            {
                "line_no": found.line.line_no,
                "product": found.line.product_code,
                "short": plain(found.short),
                "requested_date": found.asked,
                "promised_date": found.line.promised_date,
                "supply_mode": found.line.supply_mode,
                "components": [
                    {
                        "product": one.product.code,
                        "pieces": plain(one.pieces),
                        "needed": plain(one.needed),
                        "held": plain(one.held),
                        "free": plain(one.free),
                        "lacks": plain(one.lacks),
                    }
                    for one in promise.components_of(order, found.line)
                ],
                "options": [_option_row(one) for one in found.options],
            }
        )

    @extend_schema(
        summary="Choose what is done about a line", request=shapes.SupplyChoiceSerializer, responses=OrderSerializer
    )
    @action(detail=True, methods=["post"], url_path=f"{_LINE}/choose-supply-option")
    def choose_supply_option(self, request: Request, reference: str, line_no: str) -> Response:
        """As the option was shown; 409 when stock or orders changed since."""
        order_id, data = self.order_id(reference), self.validated(shapes.SupplyChoiceSerializer)
        operations.choose(
            actor=self.actor,
            order_id=order_id,
            line_no=int(line_no),
            version=self.version(),
            at=clock.now(),
            **data,
        )
        return self.answer_order(order_id)

    @extend_schema(
        summary="Say where a line's goods come from", request=shapes.SupplyModeSerializer, responses=OrderSerializer
    )
    @action(detail=True, methods=["post"], url_path=f"{_LINE}/supply-mode")
    def set_supply_mode(self, request: Request, reference: str, line_no: str) -> Response:
        """Of an effective order; in a draft it is part of the line."""
        order_id, data = self.order_id(reference), self.validated(shapes.SupplyModeSerializer)
        operations.set_supply(
            actor=self.actor,
            order_id=order_id,
            line_no=int(line_no),
            version=self.version(),
            at=clock.now(),
            **data,
        )
        return self.answer_order(order_id)

    @extend_schema(summary="Read the components of a kit anew", request=None, responses=OrderSerializer)
    @action(detail=True, methods=["post"], url_path=f"{_LINE}/settle-kit")
    def settle_kit(self, request: Request, reference: str, line_no: str) -> Response:
        """Of an effective order, while nothing of the line is on its way: what it counts and is put together from is
        what its product says now."""
        order_id = self.order_id(reference)
        reserving.settle_kit(
            actor=self.actor, order_id=order_id, line_no=int(line_no), version=self.version(), at=clock.now()
        )
        return self.answer_order(order_id)

    @extend_schema(
        summary="Every day ever promised",
        responses=shapes.PromiseEntrySerializer(many=True),
        filters=False,
    )
    @action(detail=True, methods=["get"])
    def promises(self, request: Request, reference: str) -> Response:
        """The book of promises of an order: who, when, why, and whether the customer was told."""
        order = orders.get_order(actor=self.actor, reference=reference)
        return Response(
            [
                {
                    "line_no": entry.of.line_no,
                    "promised_date": entry.promised_date,
                    "ship_date": entry.ship_date,
                    "parts": entry.parts,
                    "reasons": reason_rows(entry.chain),
                    "is_told": entry.is_told,
                    "told_at": entry.told_at,
                    "actor": entry.actor.username,
                    "at": entry.at,
                }
                for entry in promise.promises_of(order.pk)
            ]
        )

    @extend_schema(
        summary="Note that the customer knows the days",
        request=shapes.PromisesToldSerializer,
        responses=OrderSerializer,
    )
    @action(detail=True, methods=["post"], url_path="promises-told")
    def tell_promises(self, request: Request, reference: str) -> Response:
        """Of all lines, or of those named."""
        order_id, data = self.order_id(reference), self.validated(shapes.PromisesToldSerializer)
        operations.note_told(
            actor=self.actor,
            order_id=order_id,
            version=self.version(),
            line_nos=data.get("lines"),
            at=clock.now(),
        )
        return self.answer_order(order_id)
