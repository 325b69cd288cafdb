"""Shapes of what people enter about special approvals."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.typed import NumberField

_AREA = forms.Textarea(attrs={"rows": 3})


class RequestForm(forms.Form):
    """How far over the limit, how long, and why."""

    amount = NumberField(
        label=_("Amount over the limit"),
        max_digits=20,
        decimal_places=2,
        help_text=_("In the company's currency; the order may pass the limit by this much"),
    )
    valid_until = forms.DateField(label=_("Valid until"), widget=forms.DateInput)
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=_AREA)
