"""Orders from other systems: saved as drafts, or submitted in the same transaction."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from common import clock
from orders.entry import drafting, references
from orders.entry.api import line_drafts
from orders.entry.drafts import OrderDraft
from orders.entry.serializers import OrderInputSerializer
from orders.intake import operations
from orders.order import choices
from orders.order.api import OrderApi
from orders.order.serializers import OrderSerializer

# what master data fills unless null says that there is none
_MAY_BE_NOBODY = ("bill_to", "ship_to", "agent", "payment_term", "salesperson", "executing_owner")


class OrderCreationMixin(OrderApi):
    """Creating orders."""

    @extend_schema(
        summary="Create an order",
        request=OrderInputSerializer,
        responses={201: OrderSerializer},
    )
    def create(self, request: Request) -> Response:
        """A draft, or with ``"submit": true`` a submitted order: all of it or nothing."""
        data = self.validated(OrderInputSerializer)
        submit, lines, customer = data.pop("submit"), data.pop("lines", []), data.pop("customer")
        order_type = data.pop("order_type", None)
        data.setdefault("channel", choices.Channel.API)
        draft = OrderDraft(
            customer_code=customer,
            order_type_code=order_type,
            lines=line_drafts(lines),
            emptied=tuple(f"{name}_id" for name in _MAY_BE_NOBODY if name in data and data[name] is None),
            **references.resolve(data),
        )
        enter = operations.create_and_submit if submit else drafting.create_order
        order = enter(actor=self.actor, draft=draft, at=clock.now())
        return self.answer_order(order, status=201)
