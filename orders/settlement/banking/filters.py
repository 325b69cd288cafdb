"""The conditions on rows of bank statements, for page, file and API."""

import django_filters as filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from common.typed import AmountFilter
from orders.settlement.banking.models import BankLine


class BankLineFilter(filters.FilterSet):
    """Conditions join with AND; ``q`` looks at payer, text and number."""

    q = filters.CharFilter(method="search", label=_("Search"))
    state = filters.MultipleChoiceFilter(choices=BankLine.State.choices, distinct=False, label=_("State"))
    is_certain = filters.BooleanFilter(label=_("Certain"))
    source = filters.CharFilter(label=_("Source"))
    reference = filters.CharFilter(label=_("Number of the bank"))
    booked_from = filters.DateFilter(field_name="booked_date", lookup_expr="gte", label=_("Booked from"))
    booked_to = filters.DateFilter(field_name="booked_date", lookup_expr="lte", label=_("Booked until"))
    amount_min = AmountFilter(field_name="amount", lookup_expr="gte", label=_("Amount from"))
    amount_max = AmountFilter(field_name="amount", lookup_expr="lte", label=_("Amount up to"))

    class Meta:
        model = BankLine
        fields: list[str] = []

    def search(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        """What people type."""
        word = " ".join(value.split())
        return queryset.filter(Q(payer__icontains=word) | Q(text__icontains=word) | Q(reference__icontains=word))
