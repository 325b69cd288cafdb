"""Shape of what people enter to keep a forecast."""

import json
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class KeepForm(forms.Form):
    """What it was asked, as the page carried it, and a note."""

    note = forms.CharField(label=_("Notes"), max_length=300, required=False)
    asked = forms.CharField(widget=forms.HiddenInput, required=False, max_length=8000)

    def __init__(self, data: Any, *, asked: Mapping[str, str]):
        super().__init__(data, initial={"asked": json.dumps(dict(asked))})

    def clean_asked(self) -> dict[str, str]:
        """The parameters of the forecast's page."""
        try:
            found = json.loads(self.cleaned_data["asked"] or "{}")
        except ValueError as error:
            raise forms.ValidationError(_("This page is damaged. Open it again.")) from error
        if not isinstance(found, dict):
            raise forms.ValidationError(_("This page is damaged. Open it again."))
        return {str(name): str(value) for name, value in found.items()}
