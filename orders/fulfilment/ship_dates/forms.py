"""What pages ask for to settle a received ship date."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from orders.fulfilment.forms import ReasonForm as ReasonForm


class AssignForm(forms.Form):
    """The outbound document that is meant."""

    document = forms.CharField(
        label=gettext_lazy("Outbound number"), max_length=20, widget=forms.TextInput(attrs={"autofocus": True})
    )

    def __init__(self, *args: Any, candidates: list[str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        if candidates:
            self.fields["document"].help_text = _("Could be: %(numbers)s") % {"numbers": ", ".join(candidates)}
        if len(candidates) == 1:
            self.fields["document"].initial = candidates[0]


class NothingForm(forms.Form):
    """A decision that asks for nothing but itself."""
