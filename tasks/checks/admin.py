"""How often orders are checked, in the console; every save is an operation."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from common.operation_admin import OperationAdmin, ShippedForm
from segments import queries as segments
from tasks.checks import operations
from tasks.checks.models import CheckCadence


@admin.register(CheckCadence)
class CheckCadenceAdmin(OperationAdmin):
    """The first row that holds for an order says how often it is checked."""

    shelf, about = "work", _("How often which orders are checked")

    form = ShippedForm
    list_display = ("__str__", "segment", "for_urgent", "for_complex", "every_days", "rank", "is_active")
    list_select_related = ("segment",)
    fields = operations.CADENCE_FIELDS
    ordering = ("rank", "id")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "segment":
            kwargs["queryset"] = segments.company_segments()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def perform(self, request: HttpRequest, row: Any, changes: dict[str, Any], is_new: bool) -> Any:
        more = {} if is_new else {"cadence_id": row.pk, "version": self.shown_version(request)}
        return operations.save_cadence(actor=request.user, changes=changes, at=self.now(), **more)  # type: ignore[arg-type]
