"""Filters of order templates."""

import django_filters
from django.utils.translation import gettext_lazy as _

from orders.entry.repeated.models import OrderTemplate


class OrderTemplateFilter(django_filters.FilterSet):
    """Conditions join with AND."""

    name = django_filters.CharFilter(lookup_expr="icontains", label=_("Name"))
    customer = django_filters.CharFilter(field_name="customer__code", label=_("Customer code"))

    class Meta:
        model = OrderTemplate
        fields: list[str] = []
