"""What people write down about money that is due."""

from django import forms
from django.utils.translation import gettext_lazy as _

from orders.settlement.dues.operations import LONGEST


class FollowUpForm(forms.Form):
    """What was said, and when to ask again."""

    text = forms.CharField(
        label=_("What was said"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3, "autofocus": True})
    )
    next_date = forms.DateField(
        label=_("Ask again on"),
        required=False,
        widget=forms.DateInput,
        help_text=_("Empty: it stays among what is to be asked for once it is due."),
    )
