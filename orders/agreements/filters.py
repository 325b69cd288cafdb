"""One FilterSet for the list of frame agreements on the page and in the API."""

import django_filters as filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from common.reference_filter import ReferenceFilter, by
from customers.models import Customer
from orders.agreements import queries, states
from orders.agreements.models import Agreement


class AgreementFilter(filters.FilterSet):
    """Conditions join with AND; ``q`` looks at numbers, references and customers."""

    q = filters.CharFilter(method="search", label=_("Search"))
    customer = ReferenceFilter(find=by(Customer), field_name="customer_id", label=_("Customer"))
    status = filters.MultipleChoiceFilter(choices=states.Status.choices, label=_("State"))
    on = filters.DateFilter(method="holding", label=_("Valid on"))
    ends_by = filters.DateFilter(field_name="valid_until", lookup_expr="lte", label=_("Over by"))
    product = filters.CharFilter(method="of_product", label=_("Product code"))

    class Meta:
        model = Agreement
        fields: list[str] = []

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """What people type."""
        return queries.search_rows(queryset, value)

    def holding(self, queryset: QuerySet, name: str, value: object) -> QuerySet:
        """Those whose days include this one."""
        return queryset.filter(valid_from__lte=value, valid_until__gte=value)

    def of_product(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Those with a line of this product."""
        return queryset.filter(lines__product__code=value.strip())
