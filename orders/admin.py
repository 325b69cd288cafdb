"""Master data of orders in the console; every save is an operation."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from common.operation_admin import OperationAdmin, ShippedForm
from orders.approval import admin as approval  # noqa: F401
from orders.changes.assessing import admin as change_departments  # noqa: F401
from orders.changes.reasons import admin as change_reasons  # noqa: F401
from orders.checking import operations as checking
from orders.checking.models import CheckPoint
from orders.collecting.dunning import admin as dunning  # noqa: F401
from orders.intake.mailbox import admin as mailbox  # noqa: F401
from orders.order import operations
from orders.order.models import OrderType
from orders.promise import admin as promise  # noqa: F401
from orders.service.contacts import admin as contacts  # noqa: F401


@admin.register(OrderType)
class OrderTypeAdmin(OperationAdmin):
    """Order types with their rules."""

    shelf, about = "orders", _("Kinds of orders and what each asks for")

    form = ShippedForm
    list_display = ("code", "__str__", "needs_approval", "ships", "invoices", "counts", "is_active")
    ordering = ("id",)

    def perform(self, request: HttpRequest, row: Any, changes: dict[str, Any], is_new: bool) -> Any:
        if not is_new:
            changes |= {"type_id": row.pk, "version": self.shown_version(request)}
        return operations.save_order_type(actor=request.user, at=self.now(), **changes)  # type: ignore[arg-type]


@admin.register(CheckPoint)
class CheckPointAdmin(OperationAdmin):
    """What is looked at before an order is approved and before goods leave."""

    shelf, about = "orders", _("What is looked at before approval and before goods leave")

    form = ShippedForm
    list_display = ("code", "__str__", "occasion", "kind", "position", "is_active")
    ordering = ("occasion", "position", "id")

    def perform(self, request: HttpRequest, row: Any, changes: dict[str, Any], is_new: bool) -> Any:
        if not is_new:
            changes |= {"point_id": row.pk, "version": self.shown_version(request)}
        return checking.save_point(actor=request.user, at=self.now(), **changes)  # type: ignore[arg-type]
