"""Custom fields in the console: a list, and one page for each (R310)."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from common.operation_admin import OperationAdmin
from common.typed import NumberField
from segments.custom_fields import operations
from segments.custom_fields.models import CustomField


class OptionsField(forms.CharField):
    """Choices, one a line: code, name in Chinese, name in English, with | between. Those that were taken away are
    kept without being shown."""

    widget = forms.Textarea(attrs={"rows": 8, "spellcheck": "false"})

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        offered = [one for one in value if one["offered"]]
        return "\n".join(" | ".join(filter(None, [one["code"], one["zh"], one["en"]])) for one in offered)

    def to_python(self, value: Any) -> list[dict[str, Any]]:  # type: ignore[override]
        """Raises ValidationError for a line without a name."""
        if isinstance(value, list):
            return value
        found = []
        for line in str(value or "").splitlines():
            parts = [part.strip() for part in line.split("|")]
            if not any(parts):
                continue
            if len(parts) not in (2, 3):
                raise forms.ValidationError(_("Write each choice as: code | name in Chinese | name in English."))
            found.append({"code": parts[0], "zh": parts[1], "en": parts[2] if len(parts) > 2 else "", "offered": True})
        return found

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.prepare_value(initial or []) != self.prepare_value(self.to_python(data)))


class CustomFieldForm(forms.ModelForm):
    """What an administrator says of a field; the operation judges it."""

    minimum = NumberField(label=_("Smallest number"), required=False)
    maximum = NumberField(label=_("Largest number"), required=False)
    options = OptionsField(
        label=_("Choices"),
        required=False,
        help_text=_("One a line: code | name in Chinese | name in English. What you take away stays where it is used."),
    )
    default = forms.CharField(
        label=_("Default"),
        required=False,
        help_text=_("What a new row begins with: a text, a number, a day, the code of a choice, Y or N"),
    )

    class Meta:
        model = CustomField
        fields = operations.FIELDS
        help_texts = {
            "key": _("How imports, the API and conditions name it: letters a-z, digits, underscores. Stays once used."),
            "is_required": _("Orders and lines cannot be submitted without it; customers and products not saved."),
            "is_commercial": _(
                "Of orders and lines: part of what is approved, changed in a draft only. Stays once used."
            ),
            "is_active": _("Out of use it is shown nowhere; its values are kept."),
            "longest": _("Of a text"),
            "decimals": _("Of a number"),
        }

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        default = self.initial.get("default")
        if isinstance(default, bool):
            self.initial["default"] = "Y" if default else "N"
        for name in ("minimum", "maximum"):
            if name in self.fields and self.initial.get(name) is not None:
                self.initial[name] = f"{self.initial[name].normalize():f}"

    def _post_clean(self) -> None:
        """The operation checks the row: it knows what is kept beside what was typed."""


@admin.register(CustomField)
class CustomFieldAdmin(OperationAdmin):
    """The company's own fields of customers, products, orders and lines."""

    shelf, about = "company", _("Fields of your own on customers, products, orders and lines")

    form = CustomFieldForm
    list_display = ("label_zh", "label_en", "key", "subject", "kind", "is_required", "is_commercial", "is_active")
    list_filter = ("subject", "kind", "is_active")
    ordering = ("subject", "position", "id")

    def perform(self, request: HttpRequest, row: Any, changes: dict[str, Any], is_new: bool) -> Any:
        if not is_new:
            changes |= {"field_id": row.pk, "version": self.shown_version(request)}
        return operations.save_field(actor=request.user, at=self.now(), **changes)  # type: ignore[arg-type]
