"""One FilterSet for customers' confirmations."""

import django_filters as filters
from django.utils.translation import gettext_lazy as _

from orders.service.choices import State
from orders.service.models import Confirmation


class ConfirmationFilter(filters.FilterSet):
    """Conditions join with AND."""

    order = filters.CharFilter(field_name="order__number", lookup_expr="iexact", label=_("Order number"))
    state = filters.MultipleChoiceFilter(choices=State.choices, label=_("State"))

    class Meta:
        model = Confirmation
        fields: list[str] = []
