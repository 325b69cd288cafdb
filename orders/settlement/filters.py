"""One FilterSet for the list of receipts on the page and in the API."""

import django_filters as filters
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from common import text
from customers.models import Customer
from orders.order import choices
from orders.settlement.models import Receipt

_CUSTOMERS = 200


class ReceiptFilter(filters.FilterSet):
    """Filters of receipts; ``q`` looks at numbers, payers and customers."""

    q = filters.CharFilter(method="search", label=_("Search"))
    number = filters.CharFilter(lookup_expr="istartswith", label=_("Receipt number"))
    customer = filters.NumberFilter(field_name="customer_id", label=_("Customer"))
    customer_code = filters.CharFilter(field_name="customer__code", lookup_expr="startswith", label=_("Customer code"))
    received_from = filters.DateFilter(field_name="received_date", lookup_expr="gte", label=_("Received from"))
    received_to = filters.DateFilter(field_name="received_date", lookup_expr="lte", label=_("Received until"))
    amount_min = filters.NumberFilter(field_name="amount", lookup_expr="gte", label=_("Amount from"))
    amount_max = filters.NumberFilter(field_name="amount", lookup_expr="lte", label=_("Amount up to"))
    currency = filters.CharFilter(field_name="currency_id", label=_("Currency"))
    method = filters.MultipleChoiceFilter(choices=choices.PaymentMethod.choices, label=_("Payment method"))
    external_id = filters.CharFilter(label=_("External number"))
    is_void = filters.BooleanFilter(label=_("Void"))
    is_unallocated = filters.BooleanFilter(method="with_rest", label=_("Not fully allocated"))
    order = filters.CharFilter(method="of_order", label=_("Order number"))

    class Meta:
        model = Receipt
        fields: list[str] = []

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Number by prefix, external number, or the customer by name, pinyin or code (found first)."""
        word = value.strip()
        found = list(text.search(Customer.objects.all(), word).values_list("pk", flat=True)[:_CUSTOMERS])
        return queryset.filter(
            Q(number__istartswith=word) | Q(external_id=word) | Q(payer__icontains=word) | Q(customer__in=found)
        )

    def with_rest(self, queryset: QuerySet, name: str, value: bool) -> QuerySet:
        """Receipts with money that is not allocated yet (or, false, without)."""
        rest = Q(allocated__lt=F("amount"), is_void=False)
        return queryset.filter(rest) if value else queryset.exclude(rest)

    def of_order(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Receipts of which a part pays the order of this number."""
        return queryset.filter(
            pk__in=Receipt.objects.filter(
                allocations__plan_row__order__number=value.strip(), allocations__revoked_at__isnull=True
            ).values("pk")
        )
