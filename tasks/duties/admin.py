"""Duties of stages in the console; every save is an operation."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.people import queries as people
from common.operation_admin import OperationAdmin
from common.typed import NameField
from tasks.duties import operations
from tasks.duties.models import StageDuty


class DutyForm(forms.ModelForm):
    """What the software shipped stands in the reader's language and is kept as it was while nobody touches it."""

    class Meta:
        field_classes: ClassVar = {"duty": NameField}


@admin.register(StageDuty)
class StageDutyAdmin(OperationAdmin):
    """Which department answers for orders in a stage, and who in it."""

    shelf, about = "work", _("Which department answers for orders in a stage")

    form = DutyForm
    list_display = ("stage", "department_kind", "area", "person", "duty", "is_active")
    list_select_related = ("area", "person")
    list_filter = ("stage", "is_active")
    fields = operations.FIELDS
    ordering = ("id",)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "person":
            kwargs["queryset"] = people.staff()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def perform(self, request: HttpRequest, row: Any, changes: dict[str, Any], is_new: bool) -> Any:
        more = {} if is_new else {"duty_id": row.pk, "version": self.shown_version(request)}
        return operations.save_duty(actor=request.user, changes=changes, at=self.now(), **more)  # type: ignore[arg-type]
