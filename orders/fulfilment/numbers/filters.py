"""Conditions on numbers of goods, on the page and in the API."""

import django_filters as filters
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from common.reference_filter import ReferenceFilter, by
from customers.models import Customer
from orders.fulfilment.numbers import queries
from orders.fulfilment.numbers.models import GoodsNumber
from products.catalogue.models import Product


class GoodsNumberFilter(filters.FilterSet):
    """Filters of numbers; ``q`` begins a number, or is the number of a document or an order."""

    q = filters.CharFilter(method="search", label=_("Search"))
    number = filters.CharFilter(label=_("Number of goods"))
    product = ReferenceFilter(find=by(Product), field_name="product_id", label=_("Product"))
    customer = ReferenceFilter(find=by(Customer), field_name="line__document__customer_id", label=_("Customer"))
    is_out = filters.BooleanFilter(method="still_out", label=_("With the customer"))

    class Meta:
        model = GoodsNumber
        fields: list[str] = []

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """What people scan or type."""
        word = value.strip()
        documents = Q(line__document__number=word.upper()) | Q(line__order__number=word.upper())
        return queryset.filter(Q(number__startswith=word) | documents) if word else queryset

    def still_out(self, queryset: QuerySet, name: str, value: bool) -> QuerySet:
        """Those that left and did not come back whole (or, false, the others)."""
        out = Q(line__document__status__in=queries.GONE) & Q(back_quantity__lt=F("quantity"))
        return queryset.filter(out) if value else queryset.exclude(out)
