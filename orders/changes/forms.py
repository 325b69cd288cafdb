"""What the dialogs about change requests ask for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from orders.changes.states import Move


class WithdrawForm(forms.Form):
    """Why nobody wants it any more."""

    reason = forms.CharField(label=_("Reason"), max_length=500, required=False, widget=forms.Textarea({"rows": 3}))


class DecideForm(forms.Form):
    """What goes with a decision."""

    reason = forms.CharField(label=_("Remark"), max_length=500, required=False)
    step = forms.IntegerField(required=False, min_value=0, max_value=9999)


class MailedDecisionForm(forms.Form):
    """A decision by the link of a mail; sending back and rejecting need the reason."""

    decision = forms.ChoiceField(
        choices=[(str(one), one.label) for one in (Move.APPROVE, Move.RETURN, Move.REJECT)], widget=forms.HiddenInput
    )
    facts = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Remark; the reason where you send it back"),
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
