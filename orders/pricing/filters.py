"""The conditions on customers' prices and item codes, for files and API."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from common.text import fold_code
from orders.pricing.models import CustomerItem, CustomerPrice
from products.pricing.filters import PriceFilter


class CustomerPriceFilter(PriceFilter):
    """Conditions join with AND."""

    customer = django_filters.CharFilter(field_name="customer__code", label=_("Customer code"))
    currency = django_filters.CharFilter(field_name="currency_id", label=_("Currency"))

    class Meta:
        model = CustomerPrice
        fields: list[str] = []


class CustomerItemFilter(django_filters.FilterSet):
    """Conditions join with AND."""

    customer = django_filters.CharFilter(field_name="customer__code", label=_("Customer code"))
    product = django_filters.CharFilter(field_name="product__code", label=_("Product code"))
    code = django_filters.CharFilter(method="by_code", label=_("Customer's item code"))

    class Meta:
        model = CustomerItem
        fields: list[str] = []

    def by_code(self, queryset: QuerySet, _name: str, value: Any) -> QuerySet:
        """The item a customer calls so, however it is written."""
        return queryset.filter(code_folded=fold_code(value).upper())
