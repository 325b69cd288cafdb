"""The conditions on doubts, for page, file and API."""

import django_filters as filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from orders.doubts.models import Doubt, SetAside
from orders.doubts.states import State


class DoubtFilter(filters.FilterSet):
    """Conditions join with AND."""

    state = filters.MultipleChoiceFilter(choices=State.choices, distinct=False, label=_("State"))
    open = filters.BooleanFilter(method="not_closed", label=_("Not closed"))
    order = filters.CharFilter(field_name="order__number", label=_("Order number"))
    asked_to = filters.CharFilter(field_name="asked_to__username", label=_("Asked of"))
    asked_by = filters.CharFilter(field_name="asked_by__username", label=_("Asked by"))

    class Meta:
        model = Doubt
        fields: list[str] = []

    def not_closed(self, queryset: QuerySet, _name: str, value: bool) -> QuerySet:
        """Those that are not closed (or, false, those that are)."""
        return queryset.exclude(state=State.CLOSED) if value else queryset.filter(state=State.CLOSED)


class SetAsideFilter(filters.FilterSet):
    """Conditions on orders that are set aside."""

    order = filters.CharFilter(field_name="order__number", label=_("Order number"))
    salesperson = filters.CharFilter(field_name="order__salesperson__username", label=_("Salesperson"))

    class Meta:
        model = SetAside
        fields: list[str] = []
