"""What the plan can be narrowed by. Only drawn: ``OrderFilter`` reads the query string."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.people import queries as people
from accounts.people.models import User
from orders.order import choices, policies

_ANY = [("", "–")]


class PlanForm(forms.Form):
    """Department, salesperson and classes."""

    q = forms.CharField(label=_("Number, customer, product"), required=False)
    department = forms.ChoiceField(label=_("Department"), required=False)
    salesperson = forms.ChoiceField(label=_("Salesperson"), required=False)
    amount_class = forms.ChoiceField(
        label=_("Class by amount"), choices=[*_ANY, *choices.AmountClass.choices], required=False
    )
    time_class = forms.ChoiceField(label=_("Class by day"), choices=[*_ANY, *choices.TimeClass.choices], required=False)
    customer_type = forms.ChoiceField(
        label=_("Customer is"), choices=[*_ANY, *choices.CustomerType.choices], required=False
    )

    def __init__(self, asked: Any, *, user: User):
        super().__init__(initial={name: asked.get(name, "") for name in self.base_fields}, auto_id="by_%s")
        departments = [(one.code, one.name) for one in people.list_departments() if one.is_active]
        self.fields["department"].choices = [*_ANY, *departments]  # type: ignore[attr-defined]
        staff = [(person.username, person.name) for person in people.active_people()]
        self.fields["salesperson"].choices = [*_ANY, *staff]  # type: ignore[attr-defined]
        if "total_amount" in policies.hidden_columns(user):
            del self.fields["amount_class"]
        for name in self.fields:
            self.fields[name].widget.attrs["class"] = "form-control" if name == "q" else "form-select"
