"""What the dialogs about change requests ask for."""

from django import forms
from django.utils.translation import gettext_lazy as _


class WithdrawForm(forms.Form):
    """Why nobody wants it any more."""

    reason = forms.CharField(label=_("Reason"), max_length=500, required=False, widget=forms.Textarea({"rows": 3}))


class DecideForm(forms.Form):
    """What goes with a decision."""

    reason = forms.CharField(label=_("Remark"), max_length=500, required=False)
    step = forms.IntegerField(required=False, min_value=0, max_value=9999)
