"""Order templates over the API."""

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import policies as rights
from common import clock
from common.api import conditions
from orders.entry import queries as entry
from orders.entry.repeated import operations, queries
from orders.entry.repeated import serializers as shapes
from orders.entry.repeated.filters import OrderTemplateFilter
from orders.order.api import OrderApi
from orders.order.serializers import OrderSerializer


class OrderTemplateViewSet(OrderApi):
    """Orders that come again, under a name."""

    serializer_class = shapes.OrderTemplateSerializer  # type: ignore[assignment]
    lookup_field = "pk"
    lookup_value_regex = r"\d{1,18}"
    sorts = queries.SORTS
    default_sort = "name"
    verbs = {"create": "order.create", "use": "order.create", "remove": "order.create"}

    @extend_schema(
        summary="List order templates",
        parameters=conditions.parameters(OrderTemplateFilter, queries.SORTS, "name"),
        responses=shapes.OrderTemplatePageSerializer,
    )
    def list(self, request: Request) -> Response:
        """Templates that you may use: your own, and those that are for everybody."""
        rights.require(self.actor, "order.create")
        found = self.filtered(OrderTemplateFilter, queries.templates(self.actor))
        return self.page(found, lambda rows: [shapes.template_row(row) for row in rows])

    @extend_schema(
        summary="Keep an order as a template",
        request=shapes.OrderTemplateInputSerializer,
        responses={201: shapes.OrderTemplateSerializer},
    )
    def create(self, request: Request) -> Response:
        """Your template of the same name becomes this one. It keeps neither prices nor dates."""
        data = self.validated(shapes.OrderTemplateInputSerializer)
        order_id = self.order_id(data.pop("order"))
        found = operations.save_template(actor=self.actor, order_id=order_id, at=clock.now(), **data)
        row = queries.get_template(actor=self.actor, template_id=found.pk)
        return Response(shapes.template_row(row), status=201)

    @extend_schema(
        summary="Start an order from a template",
        request=shapes.OrderTemplateUseSerializer,
        responses={201: OrderSerializer},
    )
    @action(detail=True, methods=["post"])
    def use(self, request: Request, pk: str) -> Response:
        """A new draft, with today's prices and without dates."""
        asked = self.validated(shapes.OrderTemplateUseSerializer)
        customer_id = entry.customer_id(self.actor, asked["customer"]) if asked.get("customer") else None
        order = operations.order_from_template(
            actor=self.actor, template_id=int(pk), customer_id=customer_id, at=clock.now()
        )
        return self.answer_order(order, status=201)

    @extend_schema(summary="Remove an order template", request=None, responses={204: None})
    @action(detail=True, methods=["post"])
    def remove(self, request: Request, pk: str) -> Response:
        """Only your own."""
        operations.remove_template(actor=self.actor, template_id=int(pk), at=clock.now())
        return Response(status=204)
