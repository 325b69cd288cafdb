"""Shapes of what people enter to keep a report."""

import json
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts import policies as rights
from accounts.people.models import User
from reports.builder.models import SavedReport, Sharing
from reports.builder.policies import SHARE


class SaveForm(forms.Form):
    """Name, who finds it, and what it asks."""

    name = forms.CharField(label=_("Name"), max_length=80)
    sharing = forms.ChoiceField(label=_("Shared with"), choices=Sharing.choices)
    notes = forms.CharField(label=_("Notes"), max_length=300, required=False)
    asked = forms.CharField(widget=forms.HiddenInput, required=False, max_length=8000)

    def __init__(self, data: Any, *, kept: SavedReport | None, actor: User, asked: Mapping[str, str]):
        shown = {"name": kept.name, "sharing": kept.sharing, "notes": kept.notes} if kept else {}
        super().__init__(data, initial={**shown, "asked": json.dumps(dict(asked))})
        if not rights.can(actor, SHARE):
            self.fields["sharing"].choices = [(Sharing.PRIVATE.value, Sharing.PRIVATE.label)]  # type: ignore[attr-defined]

    def clean_asked(self) -> dict[str, str]:
        """The address's parameters as the page carried them."""
        try:
            found = json.loads(self.cleaned_data["asked"] or "{}")
        except ValueError as error:
            raise forms.ValidationError(_("This page is damaged. Open it again.")) from error
        if not isinstance(found, dict):
            raise forms.ValidationError(_("This page is damaged. Open it again."))
        return {str(name): str(value) for name, value in found.items()}

    def given(self) -> dict[str, Any]:
        """What ``operations.save_report`` takes."""
        asked = self.cleaned_data["asked"]
        beside = ("chart", "standard")
        return {
            **{name: self.cleaned_data[name] for name in ("name", "sharing", "notes")},
            "shape": asked.get("chart", ""),
            "standard": asked.get("standard", ""),
            "asked": {name: value for name, value in asked.items() if name not in beside},
        }
