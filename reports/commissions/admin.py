"""Rules of commissions in the console; every save is an operation."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from common.operation_admin import OperationAdmin
from reports.commissions import forms, operations
from reports.commissions.models import CommissionRule


@admin.register(CommissionRule)
class CommissionRuleAdmin(OperationAdmin):
    """What salespeople earn for what."""

    shelf, about = "figures", _("What salespeople earn for what")

    form = forms.RuleAdminForm
    list_display = ("name", "measure", "department", "valid_from", "valid_until", "is_active")
    list_select_related = ("department",)
    list_filter = ("is_active",)
    ordering = ("name", "id")

    def perform(self, request: HttpRequest, row: Any, changes: dict[str, Any], is_new: bool) -> Any:
        more = {} if is_new else {"rule_id": row.pk, "version": self.shown_version(request)}
        return operations.save_rule(actor=request.user, changes=changes, at=self.now(), **more)  # type: ignore[arg-type]
