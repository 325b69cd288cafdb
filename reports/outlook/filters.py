"""The conditions on kept forecasts, for page and API."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reports.figures.measures import measures
from reports.outlook.models import KeptForecast
from reports.outlook.wanted import MEASURES

MINE, JOB, OTHERS = "mine", "job", "others"
WHO = (
    (MINE, pgettext_lazy("kept forecasts", "Mine")),
    (JOB, _("By itself, every month")),
    (OTHERS, pgettext_lazy("kept forecasts", "Of others")),
)


class KeptFilter(django_filters.FilterSet):
    """Conditions join with AND."""

    measure = django_filters.ChoiceFilter(
        label=pgettext_lazy("report", "Measure"), choices=[(code, measures[code].label) for code in MEASURES]
    )
    kept_by = django_filters.ChoiceFilter(label=_("Kept by"), choices=WHO, method="of_whom")

    class Meta:
        model = KeptForecast
        fields: list[str] = []

    def __init__(self, *args: Any, actor_id: int = 0, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.actor_id = actor_id

    def of_whom(self, queryset: QuerySet, _name: str, value: Any) -> QuerySet:
        """One's own, the job's, those of others."""
        if value == JOB:
            return queryset.filter(kept_by__isnull=True)
        own = queryset.filter(kept_by=self.actor_id)
        return own if value == MINE else queryset.filter(kept_by__isnull=False).exclude(kept_by=self.actor_id)
