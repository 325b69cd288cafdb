"""The conditions on papers of the warehouse, for page and API."""

from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from common.reference_filter import ReferenceFilter, by
from products.catalogue.models import Product
from products.stock.filters import products_like
from products.stock.papers.models import StockPaper, StockPaperLine


class StockPaperFilter(django_filters.FilterSet):
    """Conditions join with AND; days are included."""

    q = django_filters.CharFilter(method="find", label=_("Number, delivery note or product"))
    product = ReferenceFilter(find=by(Product), method="with_product", label=_("Product"))
    kind = django_filters.MultipleChoiceFilter(choices=StockPaper.Kind.choices, label=_("Kind"))
    state = django_filters.MultipleChoiceFilter(choices=StockPaper.State.choices, label=_("State"))
    warehouse = django_filters.CharFilter(method="in_warehouse", label=_("Warehouse code"))
    day_from = django_filters.DateFilter(field_name="day", lookup_expr="gte", label=_("From"))
    day_to = django_filters.DateFilter(field_name="day", lookup_expr="lte", label=_("To"))

    class Meta:
        model = StockPaper
        fields: list[str] = []

    def find(self, queryset: QuerySet, _name: str, value: Any) -> QuerySet:
        """Papers by the beginning of their number or delivery note, or by the products on them."""
        typed = Q(number__istartswith=value) | Q(reference__istartswith=value)
        return queryset.filter(typed | _naming(product_id__in=products_like(value)))

    def with_product(self, queryset: QuerySet, _name: str, value: Any) -> QuerySet:
        """Papers that name a product."""
        return queryset.filter(_naming(product_id=value))

    def in_warehouse(self, queryset: QuerySet, _name: str, value: Any) -> QuerySet:
        """Papers of a warehouse, from it or to it."""
        return queryset.filter(Q(warehouse__code=value) | Q(to_warehouse__code=value))


def _naming(**conditions: Any) -> Q:
    return Q(Exists(StockPaperLine.objects.filter(paper=OuterRef("pk"), **conditions)))
