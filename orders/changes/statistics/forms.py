"""The period of the statistics. Only drawn: ``ChangeRequestFilter`` reads the query string."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

DRAWN = ("requested_from", "requested_to")


class PeriodForm(forms.Form):
    """Days on which changes were requested; other conditions of the address stay (``kept``)."""

    requested_from = forms.DateField(label=pgettext_lazy("change", "Requested from"), required=False)
    requested_to = forms.DateField(label=_("until"), required=False)

    def __init__(self, asked: QueryDict):
        super().__init__(initial={name: asked.get(name, "") for name in DRAWN}, auto_id="by_%s")
        for field in self.fields.values():
            field.widget.attrs |= {"class": "form-control so-num w-date", "aria-label": field.label}
            field.widget.attrs |= {"data-date": True, "placeholder": "YYYY-MM-DD"}
        kept: list[tuple[str, Any]] = [
            (name, value) for name, values in asked.lists() if name not in DRAWN for value in values if value
        ]
        self.kept = kept
