"""The orders that roles reach, in the console; custom fields beside them."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from common.operation_admin import OperationAdmin
from segments import operations, queries
from segments.custom_fields import admin as custom_fields  # noqa: F401
from segments.models import RoleScope


class RoleScopeForm(forms.ModelForm):
    """A role and the company's condition that stands in place of the scopes of its rights on orders."""

    class Meta:
        model = RoleScope
        fields = ("role", "segment")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["segment"].queryset = queries.company_segments()  # type: ignore[attr-defined]
        self.fields["segment"].required = not self.instance.pk
        self.fields["segment"].help_text = _(
            "The rights of the role on orders reach the orders of this condition, whatever scope each right says."
            " Emptied: what each right says, again."
        )


@admin.register(RoleScope)
class RoleScopeAdmin(OperationAdmin):
    """Roles whose reach is a saved condition."""

    form = RoleScopeForm
    list_display = ("role", "segment")
    list_select_related = ("role", "segment")
    ordering = ("role_id",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[RoleScope]:
        return queries.role_scopes()

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("role",) if obj else ()

    def perform(self, request: HttpRequest, row: Any, changes: dict[str, Any], is_new: bool) -> Any:
        if not is_new and "segment" not in changes:
            return row
        chosen = changes["segment"]
        scope = operations.set_role_scope(
            actor=request.user,  # type: ignore[arg-type]
            role_id=row.role_id if not is_new else changes["role"].pk,
            segment_id=chosen.pk if chosen else None,
            at=self.now(),
        )
        return scope or row
