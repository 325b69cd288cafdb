"""Conditions on reservations in the API."""

import django_filters as filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from common.reference_filter import ReferenceFilter, by
from orders.promise.answering import queries
from orders.promise.models import Reservation
from products.catalogue.models import Product


class ReservationFilter(filters.FilterSet):
    """Filters of reservations."""

    order = filters.CharFilter(method="of_order", label=_("Order number"))
    product = ReferenceFilter(find=by(Product), field_name="stock_row__product_id", label=_("Product"))
    warehouse = filters.CharFilter(field_name="stock_row__warehouse__code", label=_("Warehouse code"))
    unanswered = filters.BooleanFilter(method="to_answer", label=_("The warehouse has not answered"))

    class Meta:
        model = Reservation
        fields: list[str] = []

    def of_order(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Of one order."""
        return queryset.filter(line__order__number=value.strip().upper())

    def to_answer(self, queryset: QuerySet, name: str, value: bool) -> QuerySet:
        """Those without an answer about as much as is reserved (or, false, the others)."""
        return queries.unanswered(queryset) if value else queries.answered(queryset)
