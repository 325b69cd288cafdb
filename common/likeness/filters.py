"""The one condition on pairs that are alike."""

import django_filters
from django.utils.translation import gettext_lazy as _

from common.likeness.models import DuplicatePair


class PairFilter(django_filters.FilterSet):
    """Those to decide unless others are asked for (``listing.narrowed``)."""

    state = django_filters.ChoiceFilter(choices=DuplicatePair.State.choices, label=_("State; OPEN where left out"))

    class Meta:
        model = DuplicatePair
        fields: list[str] = []
