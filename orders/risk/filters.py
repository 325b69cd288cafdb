"""The conditions on warnings, for page and API."""

import django_filters as filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from orders.risk.choices import LIVE, Level, RiskState, Rule, TalksState
from orders.risk.models import MaterialPrice, Renegotiation, RiskAssessment, RiskMeasure, RiskWarning


class WarningFilter(filters.FilterSet):
    """Conditions join with AND."""

    rule = filters.MultipleChoiceFilter(choices=Rule.choices, distinct=False, label=_("Rule"))
    level = filters.MultipleChoiceFilter(choices=Level.choices, distinct=False, label=_("Level"))
    state = filters.MultipleChoiceFilter(choices=RiskState.choices, distinct=False, label=_("State"))
    live = filters.BooleanFilter(method="not_over", label=_("Not over"))
    owner = filters.CharFilter(field_name="owner__username", label=_("Owner"))
    reference = filters.CharFilter(field_name="reference", label=_("Number or code"))

    class Meta:
        model = RiskWarning
        fields: list[str] = []

    def not_over(self, queryset: QuerySet, _name: str, value: bool) -> QuerySet:
        """Those that nobody ended (or, false, the others)."""
        return queryset.filter(state__in=LIVE) if value else queryset.exclude(state__in=LIVE)


class RenegotiationFilter(filters.FilterSet):
    """Conditions on renegotiations."""

    state = filters.MultipleChoiceFilter(choices=TalksState.choices, distinct=False, label=_("State"))
    owner = filters.CharFilter(field_name="owner__username", label=_("Owner"))
    reference = filters.CharFilter(field_name="warning__reference", label=_("Number or code"))
    due_to = filters.DateFilter(field_name="due_date", lookup_expr="lte", label=_("Due until"))

    class Meta:
        model = Renegotiation
        fields: list[str] = []


class MaterialPriceFilter(filters.FilterSet):
    """Conditions on prices of materials."""

    material = filters.CharFilter(field_name="material__name", label=_("Material"))
    source = filters.CharFilter(field_name="source", label=_("Source"))
    day_from = filters.DateFilter(field_name="day", lookup_expr="gte", label=_("From"))
    day_to = filters.DateFilter(field_name="day", lookup_expr="lte", label=_("Until"))

    class Meta:
        model = MaterialPrice
        fields: list[str] = []


class AssessmentFilter(filters.FilterSet):
    """Conditions on assessments."""

    day_from = filters.DateFilter(field_name="day", lookup_expr="gte", label=_("From"))
    day_to = filters.DateFilter(field_name="day", lookup_expr="lte", label=_("Until"))
    owner = filters.CharFilter(method="measured_by", label=_("Owner"))

    class Meta:
        model = RiskAssessment
        fields: list[str] = []

    def measured_by(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        """Those with a measure that is this person's and not done yet."""
        rows = RiskMeasure.objects.filter(owner__username=value, done_at=None)
        return queryset.filter(pk__in=rows.values("assessment"))
