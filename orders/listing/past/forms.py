"""What the lists of a past moment are asked. Only drawn: ``PastFilter`` reads the query string."""

from datetime import datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from common import moments
from orders.order.states import Status

DRAWN = ("q", moments.PARAMETER, "status")


class MomentForm(forms.Form):
    """The moment, and the state of then; other conditions of the address stay as they are (``kept``)."""

    at = forms.CharField(
        label=_("As of"), widget=forms.DateTimeInput(attrs={"type": "datetime-local", "class": "form-control so-num"})
    )
    status = forms.ChoiceField(
        label=_("State then"), required=False, widget=forms.Select(attrs={"class": "form-select"})
    )

    def __init__(self, asked: QueryDict, moment: datetime):
        given = {moments.PARAMETER: moments.written(moment), "status": asked.get("status", "")}
        super().__init__(initial=given, auto_id="by_%s")
        choices: list[tuple[str, Any]] = [("", _("Every state"))]
        self.fields["status"].choices = [*choices, *Status.choices]  # type: ignore[attr-defined]
        self.fields["status"].widget.attrs["aria-label"] = self.fields["status"].label
        self.kept = [
            (name, value)
            for name, values in asked.lists()
            if name not in (*DRAWN, "cursor")
            for value in values
            if value
        ]
