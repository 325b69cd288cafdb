"""The departments that are asked about changes, in the console; every save is an operation."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from common.operation_admin import OperationAdmin
from orders.changes.assessing import operations
from orders.changes.assessing.models import ChangeDepartment
from orders.changes.choices import Aspect


class DepartmentForm(forms.ModelForm):
    """What a department is asked about, one by one."""

    aspects = forms.MultipleChoiceField(
        label=_("Asked about"),
        choices=Aspect.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nothing chosen: about every change."),
    )


@admin.register(ChangeDepartment)
class ChangeDepartmentAdmin(OperationAdmin):
    """Which departments are asked, about what, and how long they have."""

    shelf, about = "orders", _("Who is asked about a change, and how long he has")

    form = DepartmentForm
    list_display = ("__str__", "hours", "urgent_hours", "is_active")
    fields = ("kind", *operations.FIELDS)
    ordering = ("id",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("kind",) if obj is not None else ()

    def perform(self, request: HttpRequest, row: Any, changes: dict[str, Any], is_new: bool) -> Any:
        if not is_new:
            changes |= {"kind": row.kind, "version": self.shown_version(request)}
        return operations.save_department(actor=request.user, at=self.now(), **changes)  # type: ignore[arg-type]
