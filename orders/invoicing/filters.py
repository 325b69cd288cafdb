"""The conditions on invoices and on what is to be invoiced, for page, file and API."""

import django_filters as filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from common import text
from common.numbering import Series
from common.reference_filter import ReferenceFilter, by
from common.typed import AmountFilter
from customers.models import Customer
from orders.invoicing.models import KINDS, Invoice, InvoiceLine
from orders.invoicing.states import Status, TaxState
from orders.order.models import OrderLine


class InvoiceFilter(filters.FilterSet):
    """Conditions join with AND; ``q`` looks at numbers and customers."""

    q = filters.CharFilter(method="search", label=_("Search"))
    number = filters.CharFilter(method="by_number", label=_("Invoice number"))
    customer = ReferenceFilter(find=by(Customer), field_name="customer_id", label=_("Customer"))
    order = filters.CharFilter(method="of_order", label=_("Order number"))
    status = filters.MultipleChoiceFilter(choices=Status.choices, distinct=False, label=_("State"))
    kind = filters.MultipleChoiceFilter(choices=KINDS, distinct=False, label=_("Invoice kind"))
    tax_state = filters.MultipleChoiceFilter(choices=TaxState.choices, distinct=False, label=_("At the tax platform"))
    tax_serial = filters.CharFilter(label=_("Number of the tax invoice"))
    is_red = filters.BooleanFilter(method="red", label=_("Takes another back"))
    invoiced_from = filters.DateFilter(field_name="invoice_date", lookup_expr="gte", label=_("Invoiced from"))
    invoiced_to = filters.DateFilter(field_name="invoice_date", lookup_expr="lte", label=_("Invoiced until"))
    amount_min = AmountFilter(field_name="amount", lookup_expr="gte", label=_("Amount from"))
    amount_max = AmountFilter(field_name="amount", lookup_expr="lte", label=_("Amount up to"))
    external_id = filters.CharFilter(label=_("External number"))

    class Meta:
        model = Invoice
        fields: list[str] = []

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """An invoice's or an order's number, that of the tax invoice, or a customer."""
        word = " ".join(value.split())
        number = word.upper()
        if number.startswith(Series.ORDER) and number[2:3].isdigit():
            return self.of_order(queryset, name, word)
        if number.startswith(Series.INVOICE) and number[2:3].isdigit():
            return queryset.filter(number__startswith=number)
        if not word:
            return queryset
        return queryset.filter(Q(tax_serial=word) | Q(customer_id__in=text.find_ids(Customer, word)))

    def by_number(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        """Numbers by prefix."""
        return queryset.filter(number__startswith=value.strip().upper())

    def of_order(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        """Invoices about an order whose number begins like this."""
        parts = InvoiceLine.objects.filter(order__number__startswith=value.strip().upper())
        return queryset.filter(pk__in=parts.values("invoice_id"))

    def red(self, queryset: QuerySet, _name: str, value: bool) -> QuerySet:
        """Those that take others back, or not."""
        return queryset.filter(red_of__isnull=not value)


class OpenLineFilter(filters.FilterSet):
    """Conditions on lines of orders that are to be invoiced."""

    order = filters.CharFilter(field_name="order__number", label=_("Order number"))
    account = ReferenceFilter(find=by(Customer), field_name="account", label=_("Customer"))
    currency = filters.CharFilter(field_name="order__currency_id", label=_("Currency"))
    shipped_from = filters.DateFilter(field_name="last_ship_date", lookup_expr="gte", label=_("Shipped from"))
    shipped_to = filters.DateFilter(field_name="last_ship_date", lookup_expr="lte", label=_("Shipped until"))

    class Meta:
        model = OrderLine
        fields: list[str] = []
