"""The levels of dunning in the console; every save is an operation."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from common.operation_admin import OperationAdmin, ShippedForm
from orders.collecting.dunning import operations
from orders.collecting.dunning.models import DunningLevel


@admin.register(DunningLevel)
class DunningLevelAdmin(OperationAdmin):
    """When a customer is reminded, how, and in which words."""

    shelf, about = "customers", _("When who owes is reminded, and in which words")

    form = ShippedForm
    list_display = ("level", "name", "days", "channel", "is_active")
    fields = operations.FIELDS
    ordering = ("level",)

    def perform(self, request: HttpRequest, row: Any, changes: dict[str, Any], is_new: bool) -> Any:
        if not is_new:
            changes |= {"level_id": row.pk, "version": self.shown_version(request)}
        return operations.save_level(actor=request.user, at=self.now(), **changes)  # type: ignore[arg-type]
