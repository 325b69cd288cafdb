"""What the report of remainders can be narrowed by. Only drawn: ``RemainderFilter`` reads the query string."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.people import queries as people


class PeriodForm(forms.Form):
    """Days of closing and department."""

    closed_from = forms.DateField(label=_("Closed from"), required=False)
    closed_to = forms.DateField(label=_("Closed to"), required=False)
    department = forms.ChoiceField(label=_("Department"), required=False)

    def __init__(self, asked: Any):
        super().__init__(initial={name: asked.get(name, "") for name in self.base_fields}, auto_id="by_%s")
        departments = [(one.code, one.name) for one in people.list_departments() if one.is_active]
        self.fields["department"].choices = [("", self.fields["department"].label), *departments]  # type: ignore[attr-defined]
        for field in self.fields.values():
            is_day = isinstance(field, forms.DateField)
            field.widget.attrs |= {"class": "form-control" if is_day else "form-select", "aria-label": field.label}
            if is_day:
                field.widget.attrs["class"] += " so-num w-date"
                field.widget.attrs |= {"data-date": True, "placeholder": "YYYY-MM-DD"}
