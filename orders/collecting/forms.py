"""Whose account is asked for, and for which days."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common import currencies


class AccountForm(forms.Form):
    """A customer's account in a currency over some days."""

    customer = forms.IntegerField(widget=forms.HiddenInput, error_messages={"required": _("Choose a customer.")})
    customer_name = forms.CharField(label=_("Customer"), required=False)
    currency = forms.ChoiceField(label=_("Currency"))
    first = forms.DateField(label=_("From day"), widget=forms.DateInput)
    last = forms.DateField(label=_("Until day"), widget=forms.DateInput)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["currency"].choices = [(code, code) for code in currencies.active_codes()]  # type: ignore[attr-defined]

    def entries(self) -> dict[str, Any]:
        """As the operation takes them."""
        data = self.cleaned_data
        return {"customer_id": data["customer"], **{name: data[name] for name in ("currency", "first", "last")}}


def usual_days(today: date) -> dict[str, date]:
    """The days that a statement is mostly about: the month before and this one so far."""
    return {"first": (today.replace(day=1) - timedelta(days=1)).replace(day=1), "last": today}
