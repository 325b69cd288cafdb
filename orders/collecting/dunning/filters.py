"""The conditions on dunning letters, for page, file and API."""

import django_filters as filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from common import text
from common.numbering import Series
from common.reference_filter import ReferenceFilter, by
from customers.models import Customer
from orders.collecting.dunning.models import Channel, DunningLetter


class LetterFilter(filters.FilterSet):
    """Conditions join with AND; ``q`` looks at numbers, orders and customers."""

    q = filters.CharFilter(method="search", label=_("Search"))
    customer = ReferenceFilter(find=by(Customer), field_name="customer_id", label=_("Customer"))
    order = filters.CharFilter(method="of_order", label=_("Order number"))
    level = filters.NumberFilter(label=_("Level"))
    channel = filters.MultipleChoiceFilter(choices=Channel.choices, distinct=False, label=_("How it goes"))

    class Meta:
        model = DunningLetter
        fields: list[str] = []

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """A letter's or an order's number, or a customer."""
        word = " ".join(value.split())
        number = word.upper()
        if not word:
            return queryset
        if number.startswith(Series.ORDER) and number[2:3].isdigit():
            return self.of_order(queryset, name, word)
        if number.startswith(Series.DUNNING) and number[2:3].isdigit():
            return queryset.filter(number__startswith=number)
        return queryset.filter(customer_id__in=text.find_ids(Customer, word))

    def of_order(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        """Those that asked for parts of an order."""
        return queryset.filter(rows__order__number=value.upper()).distinct()
