"""The conditions on exchange differences, for page, file and API."""

import django_filters as filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from common import text
from common.numbering import Series
from common.reference_filter import ReferenceFilter, by
from customers.models import Customer
from orders.settlement.differences.models import ExchangeDifference

GAIN, LOSS = "GAIN", "LOSS"
SIDES = [(GAIN, _("Gains")), (LOSS, _("Losses"))]


class DifferenceFilter(filters.FilterSet):
    """Conditions join with AND; ``q`` looks at numbers of receipts and orders, and customers."""

    q = filters.CharFilter(method="search", label=_("Search"))
    side = filters.ChoiceFilter(choices=SIDES, method="of_side", label=_("Gain or loss"))
    currency = filters.CharFilter(field_name="allocation__receipt__currency_id", label=_("Currency"))
    customer = ReferenceFilter(find=by(Customer), field_name="allocation__receipt__customer_id", label=_("Customer"))
    day_from = filters.DateFilter(field_name="day", lookup_expr="gte", label=_("From day"))
    day_to = filters.DateFilter(field_name="day", lookup_expr="lte", label=_("Until day"))

    class Meta:
        model = ExchangeDifference
        fields: list[str] = []

    def search(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        """What people type."""
        word = " ".join(value.split())
        if not word:
            return queryset
        number = word.upper()
        if number.startswith(Series.RECEIPT) and number[2:3].isdigit():
            return queryset.filter(allocation__receipt__number__startswith=number)
        if number.startswith(Series.ORDER) and number[2:3].isdigit():
            return queryset.filter(allocation__plan_row__order__number__startswith=number)
        return queryset.filter(allocation__receipt__customer_id__in=text.find_ids(Customer, word))

    def of_side(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        """Above zero, or below."""
        return queryset.filter(amount__gt=0) if value == GAIN else queryset.filter(amount__lt=0)
