"""One FilterSet for the list of returns on the page and in the API."""

import django_filters as filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from common import text
from common.numbering import Series
from common.reference_filter import ReferenceFilter, by
from customers.models import Customer
from orders.order.models import Order
from orders.returns import queries
from orders.returns.choices import ReturnReason
from orders.returns.models import ReturnDocument, ReturnLine
from orders.returns.states import Status


class ReturnFilter(filters.FilterSet):
    """Filters of returns; ``q`` looks at numbers, waybills and customers."""

    q = filters.CharFilter(method="search", label=_("Search"))
    number = filters.CharFilter(method="by_number", label=_("Return number"))
    order = filters.CharFilter(method="of_order", label=_("Order number"))
    product = filters.CharFilter(method="of_product", label=_("Product code"))
    customer = ReferenceFilter(find=by(Customer), field_name="order__customer_id", label=_("Customer"))
    status = filters.MultipleChoiceFilter(choices=Status.choices, label=_("State"))
    reason = filters.MultipleChoiceFilter(choices=ReturnReason.choices, label=_("Reason"))
    refund_due = filters.BooleanFilter(method="with_refund_due", label=_("Refund due"))
    received_from = filters.DateFilter(field_name="received_date", lookup_expr="gte", label=_("Received from"))
    received_to = filters.DateFilter(field_name="received_date", lookup_expr="lte", label=_("Received until"))

    class Meta:
        model = ReturnDocument
        fields: list[str] = []

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """What people type: a number of a return or an order by prefix, a waybill, or a customer."""
        word = " ".join(value.split())
        if not word:
            return queryset
        number = word.upper()
        if number.startswith(Series.ORDER) and number[2:3].isdigit():
            return self.of_order(queryset, name, word)
        if number.startswith(Series.RETURN) and number[2:3].isdigit():
            return queryset.filter(number__startswith=number)
        waybills = ReturnDocument.objects.filter(waybill__startswith=number).exclude(waybill="")
        keys = list(waybills.values_list("pk", flat=True))
        return queryset.filter(text.condition(keys, order__customer_id=text.find_ids(Customer, word)))

    def by_number(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Numbers by prefix."""
        return queryset.filter(number__startswith=value.strip().upper())

    def of_order(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Returns of the orders whose number begins like this."""
        orders = Order.objects.filter(number__startswith=value.strip().upper())
        return queryset.filter(order__in=orders.values("pk"))

    def of_product(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Returns with goods of which the code begins like this."""
        lines = ReturnLine.objects.filter(order_line__product_code__startswith=value.strip().upper())
        return queryset.filter(pk__in=lines.values("document_id"))

    def with_refund_due(self, queryset: QuerySet, name: str, value: bool) -> QuerySet:
        """Those for which money is still to be given back, or the others."""
        return queryset.filter(queries.has_refund_due() if value else ~queries.has_refund_due())
