"""Conditions on carriers' news in the API."""

import django_filters as filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from orders.fulfilment.transit.models import TrackingEvent


class TrackingFilter(filters.FilterSet):
    """Filters of carriers' news."""

    outbound = filters.CharFilter(field_name="document__number", label=_("Outbound number"))
    waybill = filters.CharFilter(method="of_waybill", label=_("Waybill number"))
    provider = filters.CharFilter(label=_("System"))
    external_id = filters.CharFilter(label=_("External number"))
    kind = filters.MultipleChoiceFilter(choices=TrackingEvent.Kind.choices, label=_("What happened"))

    class Meta:
        model = TrackingEvent
        fields: list[str] = []

    def of_waybill(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Of one waybill; they are kept in capitals."""
        return queryset.filter(waybill=value.strip().upper())
