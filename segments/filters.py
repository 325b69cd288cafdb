"""The conditions on saved conditions, for page and API."""

from collections.abc import Mapping
from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from segments.models import LEVELS, Segment

FREE = frozenset({"condition", "segment"})  # the parameters of a list that let in any set


def is_free(parameters: Mapping[str, Any]) -> bool:
    """Whether a list is asked for a set that anybody may have thought of (``common.keyset.paginate``)."""
    return any(parameters.get(name) for name in FREE)


class SegmentFilter(django_filters.FilterSet):
    """Conditions join with AND."""

    level = django_filters.ChoiceFilter(choices=LEVELS, label=_("Orders or order lines"))
    audience = django_filters.ChoiceFilter(choices=Segment.Audience.choices, label=_("For whom"))

    class Meta:
        model = Segment
        fields: list[str] = []
