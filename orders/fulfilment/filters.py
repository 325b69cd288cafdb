"""One FilterSet for the list of outbound documents on the page and in the API."""

import django_filters as filters
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from common import text
from customers.models import Customer
from orders.fulfilment.models import OutboundDocument, OutboundLine
from orders.order import choices

_CUSTOMERS = 200


class OutboundFilter(filters.FilterSet):
    """Filters of outbound documents; ``q`` looks at numbers, waybills and customers."""

    q = filters.CharFilter(method="search", label=_("Search"))
    number = filters.CharFilter(lookup_expr="istartswith", label=_("Outbound number"))
    order = filters.CharFilter(method="of_order", label=_("Order number"))
    customer = filters.NumberFilter(field_name="customer_id", label=_("Customer"))
    customer_code = filters.CharFilter(field_name="customer__code", lookup_expr="startswith", label=_("Customer code"))
    status = filters.MultipleChoiceFilter(choices=OutboundDocument.Status.choices, label=_("State"))
    warehouse = filters.NumberFilter(field_name="warehouse_id", label=_("Warehouse"))
    carrier = filters.NumberFilter(field_name="carrier_id", label=_("Carrier"))
    transport_mode = filters.MultipleChoiceFilter(choices=choices.TransportMode.choices, label=_("Transport mode"))
    waybill = filters.CharFilter(lookup_expr="icontains", label=_("Waybill number"))
    ship_date_from = filters.DateFilter(field_name="ship_date", lookup_expr="gte", label=_("Shipped from"))
    ship_date_to = filters.DateFilter(field_name="ship_date", lookup_expr="lte", label=_("Shipped until"))
    signed_date_from = filters.DateFilter(field_name="signed_date", lookup_expr="gte", label=_("Signed from"))
    signed_date_to = filters.DateFilter(field_name="signed_date", lookup_expr="lte", label=_("Signed until"))
    salesperson = filters.NumberFilter(method="of_salesperson", label=_("Salesperson"))

    class Meta:
        model = OutboundDocument
        fields: list[str] = []

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Number or waybill by prefix, or the customer by name, pinyin or code (customers are found first)."""
        word = value.strip()
        found = list(text.search(Customer.objects.all(), word).values_list("pk", flat=True)[:_CUSTOMERS])
        return queryset.filter(
            Q(number__istartswith=word) | Q(source_number=word) | Q(waybill__istartswith=word) | Q(customer__in=found)
        )

    def of_order(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Documents with goods of the order of this number."""
        lines = OutboundLine.objects.filter(document=OuterRef("pk"), order_line__order__number=value.strip())
        return queryset.filter(Exists(lines))

    def of_salesperson(self, queryset: QuerySet, name: str, value: int) -> QuerySet:
        """Documents with goods of an order of this salesperson."""
        lines = OutboundLine.objects.filter(document=OuterRef("pk"), order_line__order__salesperson=value)
        return queryset.filter(Exists(lines))
