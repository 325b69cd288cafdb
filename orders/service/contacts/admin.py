"""The guides for contacts in the console; every save is an operation."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from common.operation_admin import OperationAdmin, ShippedForm
from orders.service.contacts import operations
from orders.service.contacts.models import ContactGuide
from orders.service.contacts.operations.guides import FIELDS


@admin.register(ContactGuide)
class ContactGuideAdmin(OperationAdmin):
    """What to ask and say in contacts of each kind."""

    shelf, about = "work", _("What to ask and say when customers are called")

    form = ShippedForm
    list_display = ("name", "purpose", "is_active")
    fields = FIELDS
    ordering = ("purpose", "name")

    def perform(self, request: HttpRequest, row: Any, changes: dict[str, Any], is_new: bool) -> Any:
        if not is_new:
            changes |= {"guide_id": row.pk, "version": self.shown_version(request)}
        return operations.save_guide(actor=request.user, at=self.now(), **changes)  # type: ignore[arg-type]
