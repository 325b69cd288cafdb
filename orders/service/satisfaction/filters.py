"""One FilterSet for how content customers are, on the page and in the API."""

import django_filters as filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from common import dates
from common.reference_filter import ReferenceFilter, by
from customers.models import Customer
from orders.service.satisfaction.models import SatisfactionRequest


class SatisfactionFilter(filters.FilterSet):
    """Conditions join with AND."""

    order = filters.CharFilter(field_name="order__number", lookup_expr="istartswith", label=_("Order number"))
    customer = ReferenceFilter(find=by(Customer), field_name="order__customer_id", label=_("Customer"))
    salesperson = ReferenceFilter(
        find=by(User, "username"), words="sign-in name", field_name="order__salesperson_id", label=_("Salesperson")
    )
    state = filters.MultipleChoiceFilter(choices=SatisfactionRequest.State.choices, label=_("State"))
    score_from = filters.NumberFilter(field_name="score", lookup_expr="gte", label=_("Score from"))
    score_to = filters.NumberFilter(field_name="score", lookup_expr="lte", label=_("Score up to"))
    asked_from = filters.DateFilter(method="since", label=_("Asked from"))
    asked_to = filters.DateFilter(method="until", label=_("Asked until"))

    class Meta:
        model = SatisfactionRequest
        fields: list[str] = []

    def since(self, queryset: QuerySet, name: str, value: object) -> QuerySet:
        """Asked on this day or later."""
        return queryset.filter(asked_at__gte=dates.day_start(value))  # type: ignore[arg-type]

    def until(self, queryset: QuerySet, name: str, value: object) -> QuerySet:
        """Asked on this day or earlier."""
        return queryset.filter(asked_at__lt=dates.day_range(value, value)[1])  # type: ignore[arg-type]
