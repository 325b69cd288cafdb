"""Forms of saved conditions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.people import queries as people
from common.conditions.reading import LONGEST_TEXT
from segments.models import Segment

Audience = Segment.Audience


class KeepForm(forms.Form):
    """How a condition is called and whose it is."""

    name = forms.CharField(
        label=_("Name"), max_length=80, widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off"})
    )
    audience = forms.ChoiceField(label=_("For whom"), choices=Audience.choices, initial=Audience.PERSON, required=False)
    department = forms.ChoiceField(label=_("Department"), required=False)
    description = forms.CharField(label=_("What it is for"), max_length=300, required=False)

    def __init__(self, data: Any = None, *, user: Any, **options: Any):
        super().__init__(data, **options)
        departments = [("", "–"), *((str(one.pk), one.name) for one in people.list_departments())]
        self.fields["department"].choices = departments  # type: ignore[attr-defined]
        if not self.initial.get("department"):
            self.initial["department"] = str(user.department_id or "")

    def clean_audience(self) -> str:
        """Nobody named: for oneself."""
        return self.cleaned_data["audience"] or Audience.PERSON.value

    def kept(self) -> dict[str, Any]:
        """What was entered, by the names of the columns; a department only where it is for one."""
        given = self.cleaned_data
        is_shared = given["audience"] == Audience.DEPARTMENT
        department_id = int(given["department"]) if is_shared and given["department"] else None
        plain = {name: given[name] for name in ("name", "audience", "description")}
        return {**plain, "department_id": department_id}


class SegmentForm(KeepForm):
    """A saved condition with its text."""

    condition = forms.CharField(
        label=_("The condition as text, in Chinese or English"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
    )
