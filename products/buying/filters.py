"""The conditions on purchase prices, for page, file and API."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from common import text
from products.buying import queries
from products.buying.models import PurchasePrice
from products.catalogue.models import Product


class PurchasePriceFilter(django_filters.FilterSet):
    """Conditions join with AND."""

    q = django_filters.CharFilter(method="find", label=_("Product: code, name or pinyin initials"))
    product = django_filters.CharFilter(field_name="product__code", label=_("Product code"))
    supplier = django_filters.CharFilter(field_name="supplier__code", lookup_expr="iexact", label=_("Supplier"))
    on = django_filters.DateFilter(method="by_day", label=_("Holds on"))

    class Meta:
        model = PurchasePrice
        fields: list[str] = []

    def find(self, queryset: QuerySet, _name: str, value: Any) -> QuerySet:
        """Prices of the products that a search finds."""
        return queryset.filter(product__in=text.search(Product.objects.all(), value))

    def by_day(self, queryset: QuerySet, _name: str, value: Any) -> QuerySet:
        """Prices that hold on a day."""
        return queries.holding_on(queryset, value)
