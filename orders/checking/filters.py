"""One FilterSet for order errors on the page, in files and over the API."""

import django_filters as filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from orders.checking import queries
from orders.checking.choices import ErrorKind, ErrorStage
from orders.checking.models import OrderError


class OrderErrorFilter(filters.FilterSet):
    """Filters of order errors; they join with AND."""

    q = filters.CharFilter(method="search", label=_("Order number, customer or words"))
    order = filters.CharFilter(field_name="order__number", lookup_expr="iexact", label=_("Order number"))
    kind = filters.MultipleChoiceFilter(choices=ErrorKind.choices, label=_("Kind"))
    stage = filters.MultipleChoiceFilter(choices=ErrorStage.choices, label=_("Found"))
    open = filters.BooleanFilter(method="still_open", label=_("Open"))
    found_from = filters.DateFilter(field_name="found_at", lookup_expr="date__gte", label=_("Found from"))
    found_to = filters.DateFilter(field_name="found_at", lookup_expr="date__lte", label=_("Found until"))
    made_by = filters.CharFilter(field_name="made_by__username", label=_("Made by (sign-in name)"))

    class Meta:
        model = OrderError
        fields: list[str] = []

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """An order number by its beginning, else words of the customer's name or of the description."""
        word = value.strip()
        if word[:2].isalpha() and word[2:3].isdigit():
            return queryset.filter(order__number__startswith=word.upper())
        by_name = queryset.filter(order__customer__name__icontains=word)
        return by_name | queryset.filter(description__icontains=word)

    def still_open(self, queryset: QuerySet, name: str, value: bool) -> QuerySet:
        """Neither corrected nor dismissed (or, false, the others)."""
        return queryset.filter(queries.OPEN) if value else queryset.exclude(queries.OPEN)
