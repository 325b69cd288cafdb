"""Which month, and why."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class MonthField(forms.CharField):
    """A month as ``2026-10``; cleans to its first day."""

    default_error_messages = {"month": _("Enter a month like 2026-10.")}

    def clean(self, value: Any) -> date | None:
        text = super().clean(value)
        try:
            return date.fromisoformat(f"{text}-01") if text else None
        except ValueError:
            raise forms.ValidationError(self.error_messages["month"], code="month") from None


class CloseForm(forms.Form):
    """The month to be closed."""

    month = MonthField(label=_("Month"), max_length=7)


class ReopenForm(CloseForm):
    """The month to be opened again, and why."""

    reason = forms.CharField(
        label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3, "autofocus": True})
    )
