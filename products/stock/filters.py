"""The conditions on stock rows and movements, for page and API."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from common import dates, text
from products.catalogue.models import Product
from products.stock.models import StockMovement, StockRow


class StockFilter(django_filters.FilterSet):
    """Conditions on stock rows."""

    product = django_filters.NumberFilter(field_name="product_id", label=_("Product"))
    product_code = django_filters.CharFilter(field_name="product__code", label=_("Product code"))
    warehouse = django_filters.CharFilter(field_name="warehouse__code", label=_("Warehouse"))

    class Meta:
        model = StockRow
        fields: list[str] = []


class MovementFilter(django_filters.FilterSet):
    """Conditions on movements; days are the company's and both included."""

    q = django_filters.CharFilter(method="find", label=_("Product"))
    product = django_filters.NumberFilter(field_name="stock_row__product_id", label=_("Product"))
    product_code = django_filters.CharFilter(field_name="stock_row__product__code", label=_("Product code"))
    warehouse = django_filters.CharFilter(field_name="stock_row__warehouse__code", label=_("Warehouse"))
    kind = django_filters.MultipleChoiceFilter(choices=StockMovement.Kind.choices, label=_("Kind"))
    document = django_filters.CharFilter(field_name="document_number", lookup_expr="istartswith", label=_("Document"))
    at_from = django_filters.DateFilter(method="since", label=_("From"))
    at_to = django_filters.DateFilter(method="until", label=_("To"))

    class Meta:
        model = StockMovement
        fields: list[str] = []

    def find(self, queryset: QuerySet, _name: str, value: Any) -> QuerySet:
        """Movements of the products that the words find."""
        found = list(text.search(Product.objects.all(), value).values_list("pk", flat=True)[:300])
        return queryset.filter(stock_row__product_id__in=found)

    def since(self, queryset: QuerySet, _name: str, value: Any) -> QuerySet:
        """From the first moment of a day."""
        return queryset.filter(at__gte=dates.day_range(value, value)[0])

    def until(self, queryset: QuerySet, _name: str, value: Any) -> QuerySet:
        """To the last moment of a day."""
        return queryset.filter(at__lt=dates.day_range(value, value)[1])
