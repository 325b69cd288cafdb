"""What closing and reopening ask for. Shapes only; the operations decide."""

from django import forms
from django.utils.translation import gettext_lazy as _

from orders.order.choices import CloseReason


class CloseForm(forms.Form):
    """Why a remainder is not delivered any more."""

    reason_code = forms.ChoiceField(
        label=_("Reason"), choices=CloseReason.choices, widget=forms.Select(attrs={"autofocus": True})
    )
    reason = forms.CharField(
        label=_("In words"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class ReopenForm(forms.Form):
    """Why something is opened again."""

    reason = forms.CharField(
        label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3, "autofocus": True})
    )
