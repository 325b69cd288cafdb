"""Shapes of what people choose about a line that lacks goods."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from products.catalogue.choices import SupplyMode


class RemedyForm(forms.Form):
    """One of the options."""

    option = forms.ChoiceField(label=_("What is to be done"), error_messages={"required": _("Choose one of the list.")})

    def __init__(self, *args: Any, found: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["option"].choices = [(one.key, one.label) for one in found.options]  # type: ignore[attr-defined]


class SupplyForm(forms.Form):
    """Where the goods of a line come from."""

    mode = forms.ChoiceField(label=_("Supply"), choices=SupplyMode.choices)
