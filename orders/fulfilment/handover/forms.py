"""What is asked for a link, and of who signs under it."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.links.forms import SignatureField
from common.typed import NumberField
from orders.fulfilment.handover.operations import DAYS, MOST_DAYS
from orders.fulfilment.models import OutboundDocument
from orders.fulfilment.rules import plain


class LinkForm(forms.Form):
    """To whom a link is given, and for how long."""

    recipient = forms.CharField(
        label=_("For whom"), max_length=254, required=False, help_text=_("Driver, or who takes the goods.")
    )
    days = forms.IntegerField(label=_("Days until the link closes"), min_value=1, max_value=MOST_DAYS, initial=DAYS)


class HandoverForm(forms.Form):
    """Who takes the goods, how many of each arrived, how they look; with a photo and a drawn signature, if he likes."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    name = forms.CharField(label=_("Your name"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    condition = forms.ChoiceField(label=_("How the goods look"), choices=OutboundDocument.Condition.choices)
    file = forms.FileField(
        label=_("Photo"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*", "capture": "environment"}),
    )
    signature = SignatureField()

    def __init__(self, *args: Any, lines: Iterable[Any], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.lines = list(lines)
        for line in self.lines:
            self.fields[f"line-{line.pk}"] = NumberField(
                label=f"{line.of.product_name}",
                min_value=Decimal(0),
                max_digits=16,
                decimal_places=4,
                initial=Decimal(plain(line.quantity)),
            )

    def rows(self) -> list[tuple[Any, forms.BoundField]]:
        """Each line with its field."""
        return [(line, self[f"line-{line.pk}"]) for line in self.lines]

    def arrived(self) -> dict[int, Decimal]:
        """Outbound line id → pieces that arrived."""
        return {line.pk: self.cleaned_data[f"line-{line.pk}"] for line in self.lines}
