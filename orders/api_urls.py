"""API addresses of this app. The order resource is composed here, above all rooms (docs/adr/0003)."""

from rest_framework.routers import SimpleRouter

from orders.closure.api import OrderClosureMixin
from orders.entry.api import OrderEntryMixin
from orders.fulfilment.api import OrderServicesMixin, OutboundViewSet
from orders.fulfilment.ship_dates.api import ShipDateViewSet
from orders.intake.api import OrderCreationMixin
from orders.intake.imports.api import ImportViewSet
from orders.lifecycle.api import OrderMovesMixin
from orders.lines.api import OrderLineViewSet
from orders.order.api import OrderReadingMixin
from orders.pricing.api import CustomerItemViewSet, CustomerPriceViewSet
from orders.printing.api import OrderPapersMixin
from orders.promise.api import OrderReservationMixin
from orders.settlement.api import OrderSettlementMixin, ReceiptViewSet


class OrderViewSet(
    OrderReadingMixin,
    OrderCreationMixin,
    OrderEntryMixin,
    OrderMovesMixin,
    OrderClosureMixin,
    OrderReservationMixin,
    OrderServicesMixin,
    OrderSettlementMixin,
    OrderPapersMixin,
):
    """Sales orders: every verb is an action; a draft is addressed as draft-<id>."""

    verbs = {
        **dict.fromkeys(("create", "copy"), "order.create"),
        **{
            move: f"order.{move}"
            for move in (
                *("submit", "withdraw", "approve", "reject", "unapprove", "void", "freeze", "unfreeze", "close"),
                *("reopen", "archive", "restore", "reserve"),
            )
        },
        "close_line": "order.line_close",
        "reopen_line": "order.line_reopen",
        "perform_line": "service.perform",
        "revoke_service": "service.perform",
        "keep_paper": "order.print",
    }


router = SimpleRouter()
router.register("orders", OrderViewSet, basename="api-order")
router.register("order-lines", OrderLineViewSet, basename="api-order-line")
router.register("outbound-documents", OutboundViewSet, basename="api-outbound")
router.register("ship-dates", ShipDateViewSet, basename="api-ship-date")
router.register("receipts", ReceiptViewSet, basename="api-receipt")
router.register("imports", ImportViewSet, basename="api-import")
router.register("customer-prices", CustomerPriceViewSet, basename="api-customer-price")
router.register("customer-items", CustomerItemViewSet, basename="api-customer-item")
urlpatterns = router.urls
