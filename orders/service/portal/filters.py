"""FilterSets of accesses to customers' pages and of what was written there."""

import django_filters as filters
from django.utils.translation import gettext_lazy as _

from common.reference_filter import ReferenceFilter, by
from customers.models import Customer
from orders.service.portal.models import PageAccess, PageWord


class AccessFilter(filters.FilterSet):
    """Conditions join with AND."""

    customer = ReferenceFilter(find=by(Customer), field_name="customer_id", label=_("Customer"))
    order = filters.CharFilter(field_name="order__number", lookup_expr="iexact", label=_("Order number"))
    taken_back = filters.BooleanFilter(
        field_name="revoked_at", lookup_expr="isnull", exclude=True, label=_("Taken back")
    )

    class Meta:
        model = PageAccess
        fields: list[str] = []


class WordFilter(filters.FilterSet):
    """Conditions join with AND."""

    customer = ReferenceFilter(find=by(Customer), field_name="access__customer_id", label=_("Customer"))
    order = filters.CharFilter(field_name="order__number", lookup_expr="iexact", label=_("Order number"))
    kind = filters.MultipleChoiceFilter(choices=PageWord.Kind.choices, label=_("Kind"))

    class Meta:
        model = PageWord
        fields: list[str] = []
