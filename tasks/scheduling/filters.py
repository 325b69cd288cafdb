"""Conditions of the delay ledger and of absences, the same for pages and API."""

from datetime import date

import django_filters as filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.people.models import Department, User
from common import dates
from common.reference_filter import ReferenceFilter, by
from customers.models import Customer
from tasks.scheduling.choices import Cause, What
from tasks.scheduling.models import Absence, DateMove


class MoveFilter(filters.FilterSet):
    """Filters of moves of days; ``q`` looks at order numbers."""

    q = filters.CharFilter(method="of_order", label=_("Order number"))
    order = filters.CharFilter(method="of_order", label=_("Order number"))
    customer = ReferenceFilter(find=by(Customer), field_name="order__customer_id", label=_("Customer"))
    what = filters.MultipleChoiceFilter(choices=What.choices, distinct=False, label=_("What moved"))
    cause = filters.MultipleChoiceFilter(choices=Cause.choices, distinct=False, label=_("Cause"))
    department = ReferenceFilter(
        find=by(Department), words="department code", field_name="department_id", label=_("Department")
    )
    by_user = ReferenceFilter(find=by(User, "username"), words="sign-in name", field_name="actor_id", label=_("Who"))
    told = filters.BooleanFilter(field_name="is_told", label=_("Customer told"))
    later = filters.BooleanFilter(method="is_later", label=_("Later only"))
    moved_from = filters.DateFilter(method="since", label=_("Moved from"))
    moved_to = filters.DateFilter(method="until", label=_("Moved until"))

    class Meta:
        model = DateMove
        fields: list[str] = []

    def of_order(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Order numbers by prefix."""
        return queryset.filter(order__number__startswith=value.strip().upper())

    def is_later(self, queryset: QuerySet, name: str, value: bool) -> QuerySet:
        """Moves to a later day, or to an earlier one."""
        return queryset.filter(days__gt=0) if value else queryset.filter(days__lt=0)

    def since(self, queryset: QuerySet, name: str, value: date) -> QuerySet:
        """Moved on this business day or later."""
        return queryset.filter(at__gte=dates.day_start(value))

    def until(self, queryset: QuerySet, name: str, value: date) -> QuerySet:
        """Moved on this business day or before."""
        return queryset.filter(at__lt=dates.day_range(value, value)[1])


class AbsenceFilter(filters.FilterSet):
    """Filters of absences."""

    user = ReferenceFilter(find=by(User, "username"), words="sign-in name", field_name="user_id", label=_("Person"))
    kind = filters.MultipleChoiceFilter(choices=Absence.Kind.choices, distinct=False, label=_("Kind"))
    ends_from = filters.DateFilter(field_name="last", lookup_expr="gte", label=_("Ends on or after"))
    begins_to = filters.DateFilter(field_name="first", lookup_expr="lte", label=_("Begins on or before"))

    class Meta:
        model = Absence
        fields: list[str] = []
