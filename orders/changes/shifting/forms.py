"""What a shift of many orders asks for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from orders.changes import queries as changes
from orders.changes.choices import Side
from orders.changes.shifting.operations import MOST_DAYS
from segments import queries as segments
from segments.fields import Level


class ShiftForm(forms.Form):
    """By how many days, and why."""

    name = forms.CharField(label=_("Name"), max_length=120, required=False, help_text=_("Empty: named by its days."))
    days = forms.IntegerField(
        label=_("Days"),
        min_value=-MOST_DAYS,
        max_value=MOST_DAYS,
        help_text=_("Later, or earlier with a minus before it."),
    )
    source = forms.ChoiceField(label=_("Source"), choices=Side.choices, initial=Side.GOODS)
    reason = forms.ChoiceField(label=_("Reason"), required=False)
    reason_text = forms.CharField(
        label=_("Reason in words"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        reasons = [(one.code, str(one)) for one in changes.reasons()]
        self.fields["reason"].choices = [("", "–"), *reasons]  # type: ignore[attr-defined]

    def given(self) -> dict[str, Any]:
        """The entries as operations take them."""
        found = {name: value for name, value in self.cleaned_data.items() if name not in ("reason", "segment")}
        code = self.cleaned_data["reason"]
        return {**found, "reason_id": changes.reason_id(code) if code else None}


class NewShiftForm(ShiftForm):
    """The same for orders that nobody picked one by one: those of a saved condition."""

    segment = forms.ChoiceField(label=_("Orders of the saved condition"))

    def __init__(self, *args: Any, actor: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        own = [(str(one.pk), str(one)) for one in segments.list_segments(actor, Level.ORDER)]
        self.fields["segment"].choices = [("", "–"), *own]  # type: ignore[attr-defined]
        self.order_fields(["segment"])
