"""What the plan can be narrowed by. Only drawn: ``OrderFilter`` reads the query string."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.people import queries as people
from accounts.people.models import User
from orders.order import choices, policies


class PlanForm(forms.Form):
    """Department, salesperson and classes."""

    q = forms.CharField(label=_("Number, customer, product"), required=False)
    department = forms.ChoiceField(label=_("Department"), required=False)
    salesperson = forms.ChoiceField(label=_("Salesperson"), required=False)
    amount_class = forms.ChoiceField(label=_("Class by amount"), choices=choices.AmountClass.choices, required=False)
    time_class = forms.ChoiceField(label=_("Class by day"), choices=choices.TimeClass.choices, required=False)
    customer_type = forms.ChoiceField(label=_("Customer is"), choices=choices.CustomerType.choices, required=False)

    def __init__(self, asked: Any, *, user: User):
        super().__init__(initial={name: asked.get(name, "") for name in self.base_fields}, auto_id="by_%s")
        departments = [(one.code, one.name) for one in people.list_departments() if one.is_active]
        self.fields["department"].choices = departments  # type: ignore[attr-defined]
        staff = [(person.username, person.name) for person in people.active_people()]
        self.fields["salesperson"].choices = staff  # type: ignore[attr-defined]
        if "total_amount" in policies.hidden_columns(user):
            del self.fields["amount_class"]
        for name, field in self.fields.items():
            field.widget.attrs |= {"class": "form-control" if name == "q" else "form-select", "aria-label": field.label}
            if isinstance(field, forms.ChoiceField):  # the first choice names the list: no label stands before it
                field.choices = [("", field.label), *field.choices]  # type: ignore[misc]
        self.fields["q"].widget.attrs |= {"placeholder": self.fields["q"].label, "type": "search"}
