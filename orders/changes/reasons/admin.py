"""Reasons of changes in the console; every save is an operation."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from common.operation_admin import OperationAdmin, ShippedForm
from orders.changes.models import ChangeReason
from orders.changes.reasons import operations


@admin.register(ChangeReason)
class ChangeReasonAdmin(OperationAdmin):
    """Why orders change, from the customer's side or the goods'."""

    shelf, about = "orders", _("Why orders change")

    form = ShippedForm
    list_display = ("code", "__str__", "side", "is_active")
    list_filter = ("side",)
    fields = operations.FIELDS
    ordering = ("side", "id")

    def perform(self, request: HttpRequest, row: Any, changes: dict[str, Any], is_new: bool) -> Any:
        if not is_new:
            changes |= {"reason_id": row.pk, "version": self.shown_version(request)}
        return operations.save_reason(actor=request.user, at=self.now(), **changes)  # type: ignore[arg-type]
