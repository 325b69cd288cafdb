"""Roles in the console: one page per role with all its rights and field rules."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from accounts.console.verbs import audit_url
from accounts.roles import operations, queries
from accounts.roles.models import Role
from accounts.roles.verbs import SensitiveField, every_sensitive_field, verbs
from accounts.trying.operations import RIGHT as TRY
from common.operation_admin import OperationAdmin


class RoleForm(forms.ModelForm):
    """Name and duties; a new role may begin like another."""

    like = forms.ChoiceField(
        label=_("With the rights of"), required=False, help_text=_("Copied once; later changes stay apart.")
    )

    class Meta:
        model = Role
        fields = ("code", "name", "description", "is_active")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if "like" in self.fields:
            choices = [("", _("Nothing")), *((role.code, str(role)) for role in queries.list_roles())]
            self.fields["like"].choices = choices  # type: ignore[attr-defined]


@admin.register(Role)
class RoleAdmin(OperationAdmin):
    """Shipped roles and the company's own."""

    shelf, about = "people", _("What each role may do, how far, and what it sees of prices and costs")

    form = RoleForm
    list_display = ("__str__", "code", "description", "holder_count", "is_shipped", "is_active")
    list_filter = ("is_active", "is_shipped")
    ordering = ("-is_shipped", "id")
    change_form_template = "admin/accounts/role/change_form.html"

    @admin.display(description=_("Holders"))
    def holder_count(self, role: Any) -> int:
        return role.holder_count

    def get_queryset(self, request: HttpRequest) -> QuerySet[Role]:
        return queries.list_roles()

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("code", "name", "description", "is_active") if obj else ("code", "name", "description", "like")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("code",) if obj else ()

    def perform(self, request: HttpRequest, row: Any, changes: dict[str, Any], is_new: bool) -> Any:
        if is_new:
            return operations.create_role(actor=request.user, at=self.now(), **changes)
        fields = every_sensitive_field()
        return operations.update_role(
            actor=request.user,
            role_id=row.pk,
            changes=changes,
            grants=_changed(request, "verb", verbs),
            rules=_changed(request, "field", fields),
            shown=self.shown(request) | _shown(request, "verb", verbs) | _shown(request, "field", fields),
            at=self.now(),
        )

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        role = context.get("original")
        if role is not None:
            sent = request.POST if request.method == "POST" else {}
            context["grant_groups"] = _rows("verb", verbs, queries.grants_of(role), sent)
            context["rule_groups"] = _rows("field", every_sensitive_field(), queries.field_rules_of(role), sent)
            context["audit_url"] = audit_url(request, role)
            context["may_try"] = role.is_active and request.user.can(TRY)  # type: ignore[union-attr]
        return super().render_change_form(request, context, *args, **kwargs)


def _changed(request: HttpRequest, prefix: str, registry: Any) -> dict[str, str]:
    """What the person changed on the page, not what somebody else changed meanwhile."""
    found = {}
    for key in registry:
        was, now = request.POST.get(f"was-{prefix}-{key}"), request.POST.get(f"{prefix}-{key}")
        if was is not None and now is not None and was != now:
            found[key] = now
    return found


def _shown(request: HttpRequest, prefix: str, registry: Any) -> dict[str, str]:
    """What the page showed."""
    found = {key: request.POST.get(f"was-{prefix}-{key}") for key in registry}
    return {key: was for key, was in found.items() if was is not None}


def _rows(prefix: str, registry: Any, held: dict[str, str], sent: Any) -> list[tuple[Any, list[dict[str, Any]]]]:
    groups: dict[str, tuple[Any, list[dict[str, Any]]]] = {}
    for key, entry in registry.items():
        name = f"{prefix}-{key}"
        was = held.get(key, "")
        row = {"key": key, "name": name, "label": entry.label, "was": was, "value": sent.get(name, was)}
        offered = entry.effects if isinstance(entry, SensitiveField) else entry.offered
        row["choices"] = [(one.value, one.label) for one in offered]
        groups.setdefault(str(entry.group), (entry.group, []))[1].append(row)
    return list(groups.values())
