"""The conditions on statements of account, for page, file and API."""

import django_filters as filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from common import text
from common.numbering import Series
from common.reference_filter import ReferenceFilter, by
from customers.models import Customer
from orders.collecting.choices import State
from orders.collecting.models import Statement


class StatementFilter(filters.FilterSet):
    """Conditions join with AND; ``q`` looks at numbers and customers."""

    q = filters.CharFilter(method="search", label=_("Search"))
    customer = ReferenceFilter(find=by(Customer), field_name="customer_id", label=_("Customer"))
    currency = filters.CharFilter(field_name="currency_id", label=_("Currency"))
    state = filters.MultipleChoiceFilter(choices=State.choices, distinct=False, label=_("Confirmation"))
    last_from = filters.DateFilter(field_name="last", lookup_expr="gte", label=_("Ends from"))
    last_to = filters.DateFilter(field_name="last", lookup_expr="lte", label=_("Ends until"))

    class Meta:
        model = Statement
        fields: list[str] = []

    def search(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        """A statement's number, or a customer."""
        word = " ".join(value.split())
        if not word:
            return queryset
        if word.upper().startswith(Series.STATEMENT) and word[2:3].isdigit():
            return queryset.filter(number__startswith=word.upper())
        return queryset.filter(customer_id__in=text.find_ids(Customer, word))
