"""Conditions that depend on the day they are asked for."""

from datetime import date
from typing import Any

import django_filters as filters
from django.db.models import QuerySet

from common import clock, dates


class DatedFilterSet(filters.FilterSet):
    """Knows ``today``: the company's day now, unless told another."""

    def __init__(self, data: Any = None, queryset: QuerySet | None = None, *, today: date | None = None, **kwargs: Any):
        super().__init__(data, queryset, **kwargs)
        self.today = today or dates.business_day(clock.now())
