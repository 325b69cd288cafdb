"""Reminder rules and their words in the console; every save is an operation."""

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from common.operation_admin import OperationAdmin
from reminders.rules import forms, operations
from reminders.rules.models import ReminderRule, ReminderTemplate
from reminders.rules.operations import keeping, wordings


@admin.register(ReminderRule)
class ReminderRuleAdmin(OperationAdmin):
    """When whom is reminded of what."""

    shelf, about = "work", _("When whom is reminded of what")

    form = forms.RuleForm
    list_display = ("__str__", "anchor", "segment", "template", "is_active")
    list_select_related = ("segment", "template")
    list_filter = ("is_active", "anchor")
    fields = (*keeping.FIELDS, "people")
    ordering = ("rank", "id")

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return forms.initial_of(None)

    def perform(self, request: HttpRequest, row: Any, changes: dict[str, Any], is_new: bool) -> Any:
        named: dict[str, Any] = (
            {"people_ids": [getattr(one, "pk", one) for one in changes.pop("people")]} if ("people" in changes) else {}
        )
        more = {} if is_new else {"rule_id": row.pk, "version": self.shown_version(request)}
        return operations.save_rule(actor=request.user, changes=changes, at=self.now(), **named, **more)  # type: ignore[arg-type]


@admin.register(ReminderTemplate)
class ReminderTemplateAdmin(OperationAdmin):
    """The words of reminders."""

    shelf, about = "work", _("What reminders say, in both languages")

    form = forms.TemplateForm
    list_display = ("__str__", "subject_zh", "subject_en", "is_active")
    fields: ClassVar = wordings.FIELDS
    ordering = ("id",)

    def perform(self, request: HttpRequest, row: Any, changes: dict[str, Any], is_new: bool) -> Any:
        more = {} if is_new else {"template_id": row.pk, "version": self.shown_version(request)}
        return operations.save_template(actor=request.user, changes=changes, at=self.now(), **more)  # type: ignore[arg-type]
