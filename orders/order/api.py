"""Reading orders over the API, and the answer every verb on an order gives."""

from typing import TYPE_CHECKING, Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from common.api import conditions
from common.api.views import ApiViewSet
from orders.order import policies, queries, representation
from orders.order.filters import OrderFilter
from orders.order.serializers import OrderPageSerializer, OrderSerializer
from segments.filters import FREE

if TYPE_CHECKING:
    from accounts.people.models import User

Rows = list[Any]


class OrderApi(ApiViewSet):
    """Common base of the order resource's mixins: finding the order, answering with it."""

    lookup_field = "reference"
    lookup_value_regex = r"[A-Za-z]{2}\d{8}-\d{4,}|draft-\d+"
    serializer_class = OrderSerializer

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    def order_id(self, reference: str) -> int:
        """The key of the order addressed; the operation asks whether it is the actor's. Raises NotFound."""
        return queries.id_of(reference)

    def answer_order(self, found: Any, status: int = 200) -> Response:
        """The whole order as the actor may see it, with its ETag; a new one also with its address. ``found`` is
        what an operation returned, or a key to be read."""
        order = queries.get_order_by_id(actor=self.actor, order_id=found) if isinstance(found, int) else found
        sheet = queries.order_sheet(self.actor, order, with_timeline=False)
        location = f"/api/v1/orders/{order.reference}/" if status == 201 else ""
        return self.answer(
            representation.order_document(sheet), version=order.version, status=status, location=location
        )


class OrderReadingMixin(OrderApi):
    """List and detail."""

    default_sort: ClassVar[str] = "order_date"
    free_conditions = FREE

    @property
    def sorts(self) -> Any:  # type: ignore[override]
        """The sorts that give away no hidden column."""
        return queries.sorts_for(self.actor)

    @extend_schema(
        summary="List orders",
        parameters=conditions.parameters(OrderFilter, queries.SORTS, "order_date"),
        responses=OrderPageSerializer,
    )
    def list(self, request: Request) -> Response:
        """Orders you may see, newest first; the filters are those of the list page."""
        orders = self.filtered(OrderFilter, policies.visible_to(self.actor), actor=self.actor)
        return self.page(orders.values(*representation.ROW_COLUMNS), self._rows)

    def _rows(self, orders: Rows) -> Rows:
        return representation.order_rows(policies.redact_values(self.actor, orders))

    @extend_schema(summary="Read an order", responses=OrderSerializer)
    def retrieve(self, request: Request, reference: str) -> Response:
        """The order with lines, steps and what you may do to it now."""
        return self.answer_order(queries.get_order(actor=self.actor, reference=reference))
