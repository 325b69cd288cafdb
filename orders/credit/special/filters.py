"""The conditions on special approvals, for the API."""

import django_filters as filters
from django.utils.translation import gettext_lazy as _

from customers.grading import State
from orders.credit.models import SpecialApproval


class SpecialFilter(filters.FilterSet):
    """Conditions join with AND."""

    state = filters.MultipleChoiceFilter(choices=State.choices, distinct=False, label=_("State"))
    order = filters.CharFilter(field_name="order__number", label=_("Order number"))
    customer = filters.CharFilter(field_name="order__customer__code", label=_("Customer code"))

    class Meta:
        model = SpecialApproval
        fields: list[str] = []
