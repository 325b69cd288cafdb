"""The conditions on targets, for files and API."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.typed import LARGEST_KEY
from reports.targets.models import StrategyNote, Target
from reports.targets.subjects import LABELS, Kind


class TargetFilter(django_filters.FilterSet):
    """Conditions join with AND."""

    year = django_filters.NumberFilter(label=_("Year"), min_value=0, max_value=9999)
    measure = django_filters.CharFilter(label=pgettext_lazy("report", "Measure"))
    kind = django_filters.ChoiceFilter(
        label=_("Targets of"), choices=[(kind.value, label) for kind, label in LABELS.items()], method="of_kind"
    )
    month = django_filters.NumberFilter(label=_("Month, 0 for the year"), min_value=0, max_value=12)
    department = django_filters.NumberFilter(
        label=_("Department with those below it, and their people"), min_value=1, max_value=LARGEST_KEY,
        method="of_department",
    )  # fmt: skip
    person = django_filters.NumberFilter(
        field_name="person_id", label=_("Salesperson"), min_value=1, max_value=LARGEST_KEY
    )
    region = django_filters.CharFilter(label=_("Region"))
    product = django_filters.CharFilter(field_name="product__code", label=_("Product code"))
    category = django_filters.CharFilter(field_name="category__code", label=_("Category code"))

    class Meta:
        model = Target
        fields: list[str] = []

    def of_kind(self, queryset: QuerySet, _name: str, value: Any) -> QuerySet:
        """Those of the company, of departments, of people…"""
        if value == Kind.COMPANY:
            empty = {f"{kind}__isnull": True for kind in ("department", "person", "product", "category")}
            return queryset.filter(region="", **empty)
        return queryset.exclude(region="") if value == Kind.REGION else queryset.filter(**{f"{value}__isnull": False})

    def of_department(self, queryset: QuerySet, _name: str, value: Any) -> QuerySet:
        """Those of a department with all below it, and of the people there."""
        mark = f"/{int(value)}/"
        return queryset.filter(Q(department__path__contains=mark) | Q(person__department__path__contains=mark))


class NoteFilter(django_filters.FilterSet):
    """Conditions join with AND."""

    year = django_filters.NumberFilter(label=_("Year"), min_value=0, max_value=9999)
    subject = django_filters.ChoiceFilter(
        label=pgettext_lazy("strategy", "Subject"), choices=StrategyNote.Subject.choices
    )
    department = django_filters.NumberFilter(
        field_name="department_id", label=_("Department"), min_value=1, max_value=LARGEST_KEY
    )

    class Meta:
        model = StrategyNote
        fields: list[str] = []
