"""The conditions on stock as of a past moment."""

from datetime import date, datetime
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from common import dates, moments
from products.stock.filters import StockFilter


class PastStockFilter(StockFilter):
    """Product and warehouse, and the moment (``common.moments``)."""

    at = django_filters.CharFilter(method="as_it_is", label=_("As of"))
    is_empty = None
    is_reserved = None

    def __init__(self, data: Any = None, queryset: QuerySet | None = None, *, now: datetime, **kwargs: Any):
        self.moment = moments.read((data or {}).get(moments.PARAMETER, ""), now)
        super().__init__(data, queryset, **kwargs)

    @property
    def day(self) -> date:
        """The business day of the moment."""
        return dates.business_day(self.moment)

    def as_it_is(self, queryset: QuerySet, _name: str, _value: str) -> QuerySet:
        """Read before."""
        return queryset
