"""The conditions on planned receipts, for page and API."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from common import clock, dates
from common.reference_filter import ReferenceFilter, by
from products.catalogue.models import Product
from products.stock.filters import products_like
from products.stock.supply.models import PlannedReceipt


class PlannedReceiptFilter(django_filters.FilterSet):
    """Conditions join with AND; days are included."""

    q = django_filters.CharFilter(method="find", label=_("Product"))
    product = ReferenceFilter(find=by(Product), field_name="product_id", label=_("Product"))
    warehouse = django_filters.CharFilter(field_name="warehouse__code", label=_("Warehouse code"))
    supplier = django_filters.CharFilter(field_name="supplier__code", label=_("Supplier code"))
    kind = django_filters.MultipleChoiceFilter(choices=PlannedReceipt.Kind.choices, label=_("Kind"))
    state = django_filters.MultipleChoiceFilter(choices=PlannedReceipt.State.choices, label=_("State"))
    reference = django_filters.CharFilter(
        field_name="reference", lookup_expr="istartswith", label=_("Purchase or production order")
    )
    provider = django_filters.CharFilter(label=_("Provider"))
    external_id = django_filters.CharFilter(label=_("External number"))
    expected_from = django_filters.DateFilter(field_name="expected_date", lookup_expr="gte", label=_("Expected from"))
    expected_to = django_filters.DateFilter(field_name="expected_date", lookup_expr="lte", label=_("Expected to"))
    is_late = django_filters.BooleanFilter(method="by_late", label=_("Should have come already"))

    class Meta:
        model = PlannedReceipt
        fields: list[str] = []

    def find(self, queryset: QuerySet, _name: str, value: Any) -> QuerySet:
        """Receipts of the products that the words find."""
        return queryset.filter(product_id__in=products_like(value))

    def by_late(self, queryset: QuerySet, _name: str, value: bool) -> QuerySet:
        """Those that were expected before today and did not come, or all others."""
        late = {"state": PlannedReceipt.State.OPEN, "expected_date__lt": dates.business_day(clock.now())}
        return queryset.filter(**late) if value else queryset.exclude(**late)
