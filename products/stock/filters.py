"""The conditions on stock rows and movements, for page and API."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from common import dates, text
from common.reference_filter import ReferenceFilter, by
from products.catalogue.models import Product
from products.stock.models import StockMovement, StockRow


def products_like(typed: str) -> list[int]:
    """The products that the words find, at most 300."""
    return list(text.search(Product.objects.all(), typed).values_list("pk", flat=True)[:300])


class StockFilter(django_filters.FilterSet):
    """Conditions on stock rows."""

    q = django_filters.CharFilter(method="find", label=_("Product"))
    product = ReferenceFilter(find=by(Product), field_name="product_id", label=_("Product"))
    warehouse = django_filters.CharFilter(field_name="warehouse__code", label=_("Warehouse code"))
    is_empty = django_filters.BooleanFilter(method="by_empty", label=_("Nothing on hand"))
    is_reserved = django_filters.BooleanFilter(method="by_reserved", label=_("Something is reserved"))

    class Meta:
        model = StockRow
        fields: list[str] = []

    def find(self, queryset: QuerySet, _name: str, value: Any) -> QuerySet:
        """Rows of the products that the words find."""
        return queryset.filter(product_id__in=products_like(value))

    def by_empty(self, queryset: QuerySet, _name: str, value: bool) -> QuerySet:
        """Rows with nothing on hand, or all others."""
        return queryset.filter(on_hand=0) if value else queryset.exclude(on_hand=0)

    def by_reserved(self, queryset: QuerySet, _name: str, value: bool) -> QuerySet:
        """Rows of which something is reserved, or all others."""
        return queryset.exclude(reserved=0) if value else queryset.filter(reserved=0)


class MovementFilter(django_filters.FilterSet):
    """Conditions on movements; days are the company's and both included."""

    q = django_filters.CharFilter(method="find", label=_("Product"))
    product = ReferenceFilter(find=by(Product), field_name="stock_row__product_id", label=_("Product"))
    warehouse = django_filters.CharFilter(field_name="stock_row__warehouse__code", label=_("Warehouse code"))
    kind = django_filters.MultipleChoiceFilter(choices=StockMovement.Kind.choices, label=_("Kind"))
    document = django_filters.CharFilter(field_name="document_number", lookup_expr="istartswith", label=_("Document"))
    at_from = django_filters.DateFilter(method="since", label=_("From"))
    at_to = django_filters.DateFilter(method="until", label=_("To"))

    class Meta:
        model = StockMovement
        fields: list[str] = []

    def find(self, queryset: QuerySet, _name: str, value: Any) -> QuerySet:
        """Movements of the products that the words find."""
        return queryset.filter(stock_row__product_id__in=products_like(value))

    def since(self, queryset: QuerySet, _name: str, value: Any) -> QuerySet:
        """From the first moment of a day."""
        return queryset.filter(at__gte=dates.day_range(value, value)[0])

    def until(self, queryset: QuerySet, _name: str, value: Any) -> QuerySet:
        """To the last moment of a day."""
        return queryset.filter(at__lt=dates.day_range(value, value)[1])
