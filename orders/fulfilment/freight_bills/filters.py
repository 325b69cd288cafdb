"""The conditions on carriers' bills and on shipments that are on none, for page, file and API."""

import django_filters as filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from common.reference_filter import ReferenceFilter, by
from common.typed import AmountFilter
from customers.models import Carrier
from orders.fulfilment.freight_bills.models import FreightBill, FreightBillLine
from orders.fulfilment.freight_bills.states import Status
from orders.fulfilment.models import OutboundDocument


class FreightBillFilter(filters.FilterSet):
    """Conditions join with AND; ``q`` looks at numbers, ours and the carrier's, and at its shipments."""

    q = filters.CharFilter(method="search", label=_("Search"))
    carrier = ReferenceFilter(find=by(Carrier), field_name="carrier_id", label=_("Carrier"))
    status = filters.MultipleChoiceFilter(choices=Status.choices, distinct=False, label=_("State"))
    carrier_number = filters.CharFilter(label=_("The carrier's bill number"))
    shipment = filters.CharFilter(method="with_shipment", label=_("Outbound number"))
    billed_from = filters.DateFilter(field_name="bill_date", lookup_expr="gte", label=_("Billed from"))
    billed_to = filters.DateFilter(field_name="bill_date", lookup_expr="lte", label=_("Billed until"))
    difference_min = AmountFilter(field_name="over", lookup_expr="gte", label=_("Difference from"))

    class Meta:
        model = FreightBill
        fields: list[str] = []

    def search(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        """What people type."""
        word = " ".join(value.split()).upper()
        lines = FreightBillLine.objects.filter(Q(document__number=word) | Q(document__waybill=word))
        named = Q(number__startswith=word) | Q(carrier_number__icontains=word) | Q(carrier__name__icontains=word)
        return queryset.filter(named | Q(pk__in=lines.values("bill_id")))

    def with_shipment(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        """Bills that this shipment stands on."""
        lines = FreightBillLine.objects.filter(document__number=value.strip().upper())
        return queryset.filter(pk__in=lines.values("bill_id"))


class UnbilledFilter(filters.FilterSet):
    """Shipments that no carrier's bill is about yet."""

    carrier = ReferenceFilter(find=by(Carrier), field_name="carrier_id", label=_("Carrier"))
    ship_date_from = filters.DateFilter(field_name="ship_date", lookup_expr="gte", label=_("Shipped from"))
    ship_date_to = filters.DateFilter(field_name="ship_date", lookup_expr="lte", label=_("Shipped until"))

    class Meta:
        model = OutboundDocument
        fields: list[str] = []
