"""What the page of a retention rule asks."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from customers.retention.queries import Row


class RuleForm(forms.Form):
    """Whether it is in force, after how many days."""

    days = forms.IntegerField(label=_("Days kept"))
    is_on = forms.BooleanField(label=pgettext_lazy("rule", "In force"), required=False)
    shown_days = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, row: Row):
        super().__init__(data, initial={"days": row.days, "is_on": row.is_on})
        self.fields["days"].widget.attrs |= {"min": row.rule.least, "max": 36_500}
        self.fields["days"].help_text = str(row.rule.why)
