"""The conditions on saved conditions, for page and API."""

import django_filters
from django.utils.translation import gettext_lazy as _

from segments.models import LEVELS, Segment


class SegmentFilter(django_filters.FilterSet):
    """Conditions join with AND."""

    level = django_filters.ChoiceFilter(choices=LEVELS, label=_("Orders or order lines"))
    audience = django_filters.ChoiceFilter(choices=Segment.Audience.choices, label=_("For whom"))

    class Meta:
        model = Segment
        fields: list[str] = []
