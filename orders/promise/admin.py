"""The table of days on the way in the console; every save is an operation."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from common.operation_admin import OperationAdmin
from orders.promise import routes
from orders.promise.models import TransitTime


@admin.register(TransitTime)
class TransitTimeAdmin(OperationAdmin):
    """Days from our door to the customer's, by place and transport mode."""

    shelf, about = "goods", _("How long goods are on the way, by place and mode")

    list_display = ("__str__", "area", "transport_mode", "days", "is_workdays", "is_active")
    ordering = ("area", "transport_mode")

    def perform(self, request: HttpRequest, row: Any, changes: dict[str, Any], is_new: bool) -> Any:
        if not is_new:
            changes |= {"route_id": row.pk, "version": self.shown_version(request)}
        return routes.save_route(actor=request.user, at=self.now(), **changes)  # type: ignore[arg-type]
