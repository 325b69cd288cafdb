"""One FilterSet for the list of received ship dates on the page and in the API."""

import django_filters as filters
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from common.numbering import Series
from orders.fulfilment.models import OutboundDocument
from orders.fulfilment.ship_dates import queries
from orders.fulfilment.ship_dates.models import ReceivedShipDate
from orders.order.models import Order

WORK = QueryDict("unsettled=true")


class ShipDateFilter(filters.FilterSet):
    """Filters of received ship dates; ``q`` looks at numbers of orders, documents, waybills and messages."""

    q = filters.CharFilter(method="search", label=_("Search"))
    state = filters.MultipleChoiceFilter(choices=ReceivedShipDate.State.choices, label=_("State"))
    unsettled = filters.BooleanFilter(method="to_settle", label=_("To settle"))
    provider = filters.CharFilter(label=_("System"))
    external_id = filters.CharFilter(label=_("External number"))
    order = filters.CharFilter(method="of_order", label=_("Order number"))
    outbound = filters.CharFilter(method="of_document", label=_("Outbound number"))
    waybill = filters.CharFilter(method="of_waybill", label=_("Waybill number"))
    ship_date_from = filters.DateFilter(field_name="ship_date", lookup_expr="gte", label=_("Shipped from"))
    ship_date_to = filters.DateFilter(field_name="ship_date", lookup_expr="lte", label=_("Shipped until"))

    class Meta:
        model = ReceivedShipDate
        fields: list[str] = []

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """What people type: an order or document number by prefix, a waybill, an external number."""
        word = " ".join(value.split())
        if not word:
            return queryset
        number = word.upper()
        if number.startswith(Series.ORDER) and number[2:3].isdigit():
            return self.of_order(queryset, name, word)
        if number.startswith(Series.OUTBOUND) and number[2:3].isdigit():
            return self.of_document(queryset, name, word)
        return queryset.filter(Q(external_id=word) | Q(waybill=number) | Q(provider__iexact=word))

    def to_settle(self, queryset: QuerySet, name: str, value: bool) -> QuerySet:
        """Those that wait for a document or for a person (or, false, the others)."""
        return queryset.filter(queries.UNSETTLED) if value else queryset.exclude(queries.UNSETTLED)

    def of_order(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Those that name a line of an order whose number begins like this, or apply to goods of it."""
        orders = Order.objects.filter(number__startswith=value.strip().upper()).values("pk")
        documents = OutboundDocument.objects.filter(lines__order__in=orders).values("pk")
        return queryset.filter(Q(order__in=orders) | Q(document__in=documents))

    def of_document(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Those that name a document whose number begins like this, or apply to it."""
        number = value.strip().upper()
        return queryset.filter(Q(outbound_number__startswith=number) | Q(document__number__startswith=number))

    def of_waybill(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Those that name this waybill."""
        return queryset.filter(waybill=value.strip().upper())


def as_shown(query: QueryDict) -> QueryDict:
    """What a query string asks for: without any condition the work, what is to settle."""
    return query if query.keys() & ShipDateFilter.base_filters.keys() else WORK
