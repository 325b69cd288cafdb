"""One FilterSet for the list of receipts on the page and in the API."""

import django_filters as filters
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from common import text
from common.numbering import Series
from common.reference_filter import ReferenceFilter, by
from common.typed import AmountFilter
from customers.models import Customer
from orders.order import choices
from orders.order.models import Order
from orders.settlement.models import Allocation, Receipt


class ReceiptFilter(filters.FilterSet):
    """Filters of receipts; ``q`` looks at numbers and customers."""

    q = filters.CharFilter(method="search", label=_("Search"))
    number = filters.CharFilter(method="by_number", label=_("Receipt number"))
    customer = ReferenceFilter(find=by(Customer), field_name="customer_id", label=_("Customer"))
    received_from = filters.DateFilter(field_name="received_date", lookup_expr="gte", label=_("Received from"))
    received_to = filters.DateFilter(field_name="received_date", lookup_expr="lte", label=_("Received until"))
    amount_min = AmountFilter(field_name="amount", lookup_expr="gte", label=_("Amount from"))
    amount_max = AmountFilter(field_name="amount", lookup_expr="lte", label=_("Amount up to"))
    currency = filters.CharFilter(field_name="currency_id", label=_("Currency"))
    kind = filters.MultipleChoiceFilter(choices=Receipt.Kind.choices, distinct=False, label=_("Kind"))
    method = filters.MultipleChoiceFilter(choices=choices.PaymentMethod.choices, label=_("Payment method"))
    external_id = filters.CharFilter(label=_("External number"))
    is_void = filters.BooleanFilter(label=_("Void"))
    is_unallocated = filters.BooleanFilter(method="with_rest", label=_("Not fully allocated"))
    order = filters.CharFilter(method="of_order", label=_("Order number"))

    class Meta:
        model = Receipt
        fields: list[str] = []

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """What people type: a receipt or order number, an external number, or a customer (found first)."""
        word = " ".join(value.split())
        if not word:
            return queryset
        number = word.upper()
        if number.startswith(Series.ORDER) and number[2:3].isdigit():
            return self.of_order(queryset, name, word)
        if number.startswith(Series.RECEIPT) and number[2:3].isdigit():
            return queryset.filter(number__startswith=number)
        keys = list(Receipt.objects.filter(external_id=word).values_list("pk", flat=True))
        return queryset.filter(text.condition(keys, customer_id=text.find_ids(Customer, word)))

    def by_number(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Numbers by prefix."""
        return queryset.filter(number__startswith=value.strip().upper())

    def with_rest(self, queryset: QuerySet, name: str, value: bool) -> QuerySet:
        """Receipts with money that is not allocated yet (or, false, without)."""
        rest = Q(allocated__lt=F("amount"), is_void=False)
        return queryset.filter(rest) if value else queryset.exclude(rest)

    def of_order(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Receipts of which a part pays an order whose number begins like this."""
        orders = Order.objects.filter(number__startswith=value.strip().upper())
        live = Allocation.objects.filter(plan_row__order__in=orders.values("pk"), revoked_at__isnull=True)
        return queryset.filter(pk__in=live.values("receipt_id"))
