"""Giving goods out anew over the API: preview, then exactly that."""

from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from common import clock, dates
from common.api.fields import plain
from common.api.views import ApiViewSet
from orders.order.api import OrderApi
from orders.order.serializers import OrderSerializer
from orders.promise.allocation import operations, queries
from orders.promise.allocation import serializers as shapes

if TYPE_CHECKING:
    from accounts.people.models import User


def preview_row(found: queries.Preview) -> dict[str, Any]:
    """A preview (``ReallocationPreviewSerializer``)."""
    return {"token": found.token, "broken": found.broken, "changes": [_change_row(one) for one in found.rows]}


def _change_row(row: queries.Shown) -> dict[str, Any]:
    one = row.change
    return {
        "order": row.line.order.number if row.line else None,
        "line_no": row.line.line_no if row.line else None,
        "product": row.product,
        "rule": row.rule,
        "before": plain(one.before),
        "after": plain(one.after),
        "promised_before": one.line.promised_date,
        "promised_after": one.promised,
        "days": one.days,
    }


class AllocationViewSet(ApiViewSet):
    """Goods given out anew, by rule and priority or by hand."""

    serializer_class = shapes.ReallocationPreviewSerializer
    freely_repeatable = frozenset({"preview", "preview_move"})
    verbs = dict.fromkeys(("list", "preview", "run", "preview_move", "move"), "order.reallocate")

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    @extend_schema(
        summary="Products that orders contend for", responses=shapes.ContendedSerializer(many=True), filters=False
    )
    def list(self, request: Request) -> Response:
        """Those most waited for first."""
        rows = queries.contended(self.actor)
        return Response(
            [
                {
                    "product": one.product.code,
                    "product_name": one.product.name,
                    "unit": one.product.unit,
                    "lines": one.lines,
                    "short": plain(one.short),
                    "held": plain(one.held),
                    "free": plain(one.free),
                }
                for one in rows
            ]
        )

    @extend_schema(
        summary="What a run would do",
        request=shapes.ReallocationSerializer,
        responses=shapes.ReallocationPreviewSerializer,
    )
    @action(detail=False, methods=["post"])
    def preview(self, request: Request) -> Response:
        """Who gains, who loses, and by how many days promises move. Changes nothing."""
        ids = queries.products_by_code(self.actor, self.validated(shapes.ReallocationSerializer)["products"])
        return Response(preview_row(queries.preview_run(self.actor, ids, dates.business_day(clock.now()))))

    @extend_schema(
        summary="Give goods out anew",
        request=shapes.ReallocationRunSerializer,
        responses=shapes.ReallocationPreviewSerializer,
    )
    @action(detail=False, methods=["post"])
    def run(self, request: Request) -> Response:
        """Exactly what the preview with the token said; 409 when stock or orders changed since."""
        data = self.validated(shapes.ReallocationRunSerializer)
        ids = queries.products_by_code(self.actor, data["products"])
        plan = operations.run(actor=self.actor, product_ids=ids, token=data["token"], at=clock.now())
        return Response(preview_row(queries.shown(self.actor, plan)))

    @extend_schema(
        summary="What moving goods would do",
        request=shapes.GoodsMoveSerializer,
        responses=shapes.ReallocationPreviewSerializer,
    )
    @action(detail=False, methods=["post"], url_path="preview-move")
    def preview_move(self, request: Request) -> Response:
        """Goods that one line holds for another of the same product. Changes nothing."""
        wanted = self._move(self.validated(shapes.GoodsMoveSerializer))
        today = dates.business_day(clock.now())
        return Response(preview_row(queries.preview_move(self.actor, **wanted, today=today)))

    @extend_schema(
        summary="Move goods from one order to another",
        request=shapes.GoodsMoveRunSerializer,
        responses=shapes.ReallocationPreviewSerializer,
    )
    @action(detail=False, methods=["post"])
    def move(self, request: Request) -> Response:
        """Exactly what the preview with the token said."""
        data = self.validated(shapes.GoodsMoveRunSerializer)
        plan = operations.move(actor=self.actor, **self._move(data), token=data["token"], at=clock.now())
        return Response(preview_row(queries.shown(self.actor, plan)))

    def _move(self, data: dict[str, Any]) -> dict[str, Any]:
        return {
            "from_id": queries.line_id(self.actor, data["from_order"], data["from_line"]),
            "to_id": queries.line_id(self.actor, data["to_order"], data["to_line"]),
            "quantity": data["quantity"],
        }


class OrderAllocationMixin(OrderApi):
    """The rule of a line when goods are given out anew."""

    @extend_schema(
        summary="Say what a line may win or lose", request=shapes.AllocationRuleSerializer, responses=OrderSerializer
    )
    @action(detail=True, methods=["post"], url_path=r"lines/(?P<line_no>\d{1,9})/allocation-rule")
    def set_allocation_rule(self, request: Request, reference: str, line_no: str) -> Response:
        """When goods are given out anew."""
        order_id, data = self.order_id(reference), self.validated(shapes.AllocationRuleSerializer)
        operations.set_rule(
            actor=self.actor,
            order_id=order_id,
            line_no=int(line_no),
            version=self.version(),
            at=clock.now(),
            **data,
        )
        return self.answer_order(order_id)
