"""Filters of evaluations, cases and rewards, for pages and API."""

from datetime import date

import django_filters as filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from common import dates, text
from common.numbering import Series
from common.reference_filter import ReferenceFilter, by
from customers.models import Customer
from tasks.evaluation.models import CaseStudy, OrderEvaluation, Reward


class EvaluationFilter(filters.FilterSet):
    """Filters of evaluations; ``q`` looks at order numbers and customers."""

    q = filters.CharFilter(method="search", label=_("Search"))
    state = filters.MultipleChoiceFilter(choices=OrderEvaluation.State.choices, distinct=False, label=_("State"))
    opened_from = filters.DateFilter(method="since", label=_("Opened from"))
    opened_to = filters.DateFilter(method="until", label=_("Opened until"))

    class Meta:
        model = OrderEvaluation
        fields: list[str] = []

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """An order number by prefix, or a customer."""
        word = " ".join(value.split())
        if word.upper().startswith(Series.ORDER) and word[2:3].isdigit():
            return queryset.filter(order__number__startswith=word.upper())
        return queryset.filter(order__customer_id__in=text.find_ids(Customer, word)) if word else queryset

    def since(self, queryset: QuerySet, name: str, value: date) -> QuerySet:
        """Opened on this business day or later."""
        return queryset.filter(opened_at__gte=dates.day_start(value))

    def until(self, queryset: QuerySet, name: str, value: date) -> QuerySet:
        """Opened on this business day or before."""
        return queryset.filter(opened_at__lt=dates.day_range(value, value)[1])


class CaseFilter(filters.FilterSet):
    """Filters of cases; ``q`` looks at everything that they say."""

    q = filters.CharFilter(method="search", label=_("Search"))
    kind = filters.MultipleChoiceFilter(choices=CaseStudy.Kind.choices, distinct=False, label=_("Kind"))
    tag = filters.CharFilter(method="tagged", label=_("Tag"))
    order = filters.CharFilter(method="of_order", label=_("Order number"))

    class Meta:
        model = CaseStudy
        fields: list[str] = []

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Cases with every one of these words."""
        return text.search(queryset, value)

    def tagged(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Cases with this tag."""
        return queryset.filter(tags__contains=[value.strip()])

    def of_order(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Cases about the order with this number."""
        return queryset.filter(order__number=value.strip().upper())


class RewardFilter(filters.FilterSet):
    """Filters of rewards and penalties."""

    kind = filters.MultipleChoiceFilter(choices=Reward.Kind.choices, distinct=False, label=_("Kind"))
    person = ReferenceFilter(find=by(User, "username"), words="sign-in name", field_name="person_id", label=_("Person"))
    given_from = filters.DateFilter(method="since", label=_("Given from"))
    given_to = filters.DateFilter(method="until", label=_("Given until"))

    class Meta:
        model = Reward
        fields: list[str] = []

    def since(self, queryset: QuerySet, name: str, value: date) -> QuerySet:
        """Given on this business day or later."""
        return queryset.filter(at__gte=dates.day_start(value))

    def until(self, queryset: QuerySet, name: str, value: date) -> QuerySet:
        """Given on this business day or before."""
        return queryset.filter(at__lt=dates.day_range(value, value)[1])
