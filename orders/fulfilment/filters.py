"""One FilterSet for the list of outbound documents on the page and in the API."""

import django_filters as filters
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from common import clock, text
from common.dates import business_day
from common.numbering import Series
from common.reference_filter import ReferenceFilter, by
from customers.models import Carrier, Customer
from orders.fulfilment.models import OutboundDocument, OutboundLine
from orders.fulfilment.transit import attention
from orders.fulfilment.transit.attention import Attention
from orders.order import choices
from orders.order.models import Order
from products.stock.models import Warehouse


class OutboundFilter(filters.FilterSet):
    """Filters of outbound documents; ``q`` looks at numbers, waybills and customers."""

    q = filters.CharFilter(method="search", label=_("Search"))
    number = filters.CharFilter(method="by_number", label=_("Outbound number"))
    order = filters.CharFilter(method="of_order", label=_("Order number"))
    customer = ReferenceFilter(find=by(Customer), field_name="customer_id", label=_("Customer"))
    status = filters.MultipleChoiceFilter(choices=OutboundDocument.Status.choices, label=_("State"))
    warehouse = ReferenceFilter(find=by(Warehouse), field_name="warehouse_id", label=_("Warehouse"))
    carrier = ReferenceFilter(find=by(Carrier), field_name="carrier_id", label=_("Carrier"))
    transport_mode = filters.MultipleChoiceFilter(choices=choices.TransportMode.choices, label=_("Transport mode"))
    waybill = filters.CharFilter(method="by_waybill", label=_("Waybill number"))
    ship_date_from = filters.DateFilter(field_name="ship_date", lookup_expr="gte", label=_("Shipped from"))
    ship_date_to = filters.DateFilter(field_name="ship_date", lookup_expr="lte", label=_("Shipped until"))
    signed_date_from = filters.DateFilter(field_name="signed_date", lookup_expr="gte", label=_("Signed from"))
    signed_date_to = filters.DateFilter(field_name="signed_date", lookup_expr="lte", label=_("Signed until"))
    attention = filters.ChoiceFilter(
        choices=Attention.choices, method="to_see_to", label=_("To be seen to"), empty_label=None
    )
    salesperson = ReferenceFilter(
        find=by(User, "username"), words="sign-in name", method="of_salesperson", label=_("Salesperson")
    )

    class Meta:
        model = OutboundDocument
        fields: list[str] = []

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """What people type: a document or order number by prefix, a waybill, or a customer (found first)."""
        word = " ".join(value.split())
        if not word:
            return queryset
        number = word.upper()
        if number.startswith(Series.ORDER) and number[2:3].isdigit():
            return self.of_order(queryset, name, word)
        if number.startswith(Series.OUTBOUND) and number[2:3].isdigit():
            return queryset.filter(number__startswith=number)
        documents = OutboundDocument.objects
        waybills = documents.filter(waybill__startswith=number).exclude(waybill="").values_list("pk")
        sources = documents.filter(source_number=word).exclude(source_number="").values_list("pk")
        keys = [pk for (pk,) in waybills.union(sources)]
        return queryset.filter(text.condition(keys, customer_id=text.find_ids(Customer, word)))

    def by_number(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Numbers by prefix."""
        return queryset.filter(number__startswith=value.strip().upper())

    def by_waybill(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Waybills by prefix; they are kept in capitals."""
        return queryset.filter(waybill__startswith=value.strip().upper()).exclude(waybill="")

    def of_order(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Documents with goods of the orders whose number begins like this."""
        orders = Order.objects.filter(number__startswith=value.strip().upper())
        lines = OutboundLine.objects.filter(order__in=orders.values("pk"))
        return queryset.filter(pk__in=lines.values("document_id"))

    def to_see_to(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Documents on their way that somebody has to see to, as of today."""
        return queryset.filter(attention.matching(value, business_day(clock.now())))

    def of_salesperson(self, queryset: QuerySet, name: str, value: int) -> QuerySet:
        """Documents with goods of an order of this salesperson."""
        lines = OutboundLine.objects.filter(document=OuterRef("pk"), order__salesperson=value)
        return queryset.filter(Exists(lines))
