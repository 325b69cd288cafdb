"""One FilterSet each for the lists of quotations and inquiries, on the page and in the API."""

import django_filters as filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from common.numbering import Series
from common.reference_filter import ReferenceFilter, by
from common.typed import AmountFilter
from customers.models import Customer
from orders.order import choices
from orders.quotation import queries, states
from orders.quotation.models import Inquiry, Quotation


class QuotationFilter(filters.FilterSet):
    """Conditions join with AND; ``q`` looks at numbers, references and customers."""

    q = filters.CharFilter(method="search", label=_("Search"))
    customer = ReferenceFilter(find=by(Customer), field_name="customer_id", label=_("Customer"))
    status = filters.MultipleChoiceFilter(choices=states.Status.choices, label=_("State"))
    salesperson = filters.CharFilter(field_name="salesperson__username", label=_("Salesperson"))
    quoted_from = filters.DateFilter(field_name="quote_date", lookup_expr="gte", label=_("Quoted from"))
    quoted_to = filters.DateFilter(field_name="quote_date", lookup_expr="lte", label=_("Quoted until"))
    valid_from = filters.DateFilter(field_name="valid_until", lookup_expr="gte", label=_("Valid on"))
    valid_to = filters.DateFilter(field_name="valid_until", lookup_expr="lte", label=_("Over by"))
    total_min = AmountFilter(field_name="total_amount", lookup_expr="gte", label=_("Amount from"))
    total_max = AmountFilter(field_name="total_amount", lookup_expr="lte", label=_("Amount up to"))
    currency = filters.CharFilter(field_name="currency_id", label=_("Currency"))
    outcome = filters.MultipleChoiceFilter(field_name="outcome_code", choices=states.Outcome.choices, label=_("Reason"))
    inquiry = filters.CharFilter(field_name="inquiry__number", label=_("Inquiry number"))

    class Meta:
        model = Quotation
        fields: list[str] = []

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """What people type."""
        return queries.search_rows(queryset, value, Series.QUOTATION)


class InquiryFilter(filters.FilterSet):
    """Conditions join with AND; ``q`` looks at numbers and customers."""

    q = filters.CharFilter(method="search", label=_("Search"))
    customer = ReferenceFilter(find=by(Customer), field_name="customer_id", label=_("Customer"))
    status = filters.MultipleChoiceFilter(choices=states.InquiryStatus.choices, label=_("State"))
    channel = filters.MultipleChoiceFilter(choices=choices.Channel.choices, label=_("Channel"))
    received_from = filters.DateFilter(field_name="received_at__date", lookup_expr="gte", label=_("Received from"))
    received_to = filters.DateFilter(field_name="received_at__date", lookup_expr="lte", label=_("Received until"))

    class Meta:
        model = Inquiry
        fields: list[str] = []

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """What people type."""
        return queries.search_rows(queryset, value, Series.INQUIRY)
