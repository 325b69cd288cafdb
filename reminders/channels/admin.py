"""Group chat robots in the console; they are added, and their keys entered, on their own page."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from common.operation_admin import OperationAdmin
from reminders.channels import operations
from reminders.channels.models import Robot


@admin.register(Robot)
class RobotAdmin(OperationAdmin):
    """Robots without their keys."""

    shelf, about = "systems", _("Group chats that are told")

    list_display = ("name", "kind", "language", "is_active", "last_sent_at", "last_error")
    fields = ("name", "kind", "language", "is_active", "last_sent_at", "last_error")
    readonly_fields = ("kind", "last_sent_at", "last_error")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def perform(self, request: HttpRequest, row: Any, changes: dict[str, Any], is_new: bool) -> Any:
        return operations.save_robot(
            actor=request.user,  # type: ignore[arg-type]
            robot_id=row.pk,
            version=self.shown_version(request),
            at=self.now(),
            **changes,
        )
