"""To whom a dunning letter goes, in which words."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.typed import NumberField
from orders.collecting.dunning.operations import LONGEST

LANGUAGES = [("", _("as his papers are")), ("zh-hans", "中文"), ("en", "English")]


class LetterForm(forms.Form):
    """What the sender decides; level and total are what he was shown."""

    contact = forms.ChoiceField(label=_("Contact"), required=False)
    recipient = forms.EmailField(
        label=_("Other mail address"), required=False, help_text=_("In place of the contact's.")
    )
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, required=False)
    note = forms.CharField(
        label=_("Words to the customer"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    level = forms.IntegerField(widget=forms.HiddenInput)
    total = NumberField(widget=forms.HiddenInput, max_digits=20, decimal_places=2)

    def __init__(self, *args: Any, contacts: Sequence[tuple[str, str]], by_mail: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        choices = [(address, name) for name, address in contacts]
        self.fields["contact"].choices = choices or [("", "–")]  # type: ignore[attr-defined]
        if not by_mail:
            del self.fields["contact"], self.fields["recipient"]

    def entries(self) -> dict[str, Any]:
        """As the operation takes them."""
        data = self.cleaned_data
        total: Decimal = data["total"]
        return {
            "recipient": data.get("recipient") or data.get("contact", ""),
            "total": total,
            **{name: data[name] for name in ("language", "note", "level")},
        }
