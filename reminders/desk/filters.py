"""One FilterSet each for one's own reminders, for the history and for letters, on the page and in the API."""

import django_filters as filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.people.models import User
from common import clock
from common.reference_filter import ReferenceFilter, by
from customers.models import Customer
from reminders.anchors.choices import Group
from reminders.desk import queries
from reminders.reminder.models import Letter, Reminder
from reminders.reminder.states import LetterState, State
from reminders.rules.choices import Channel
from reminders.rules.models import ReminderRule

SHOWN = [
    (queries.OPEN, _("To be answered")),
    (queries.LATER, _("Put off")),
    (queries.ANSWERED, pgettext_lazy("reminders", "Answered")),
    (queries.ALL, _("All")),
]


def _select() -> forms.Select:
    return forms.Select(attrs={"class": "form-select"})


class _ReminderFilter(filters.FilterSet):
    q = filters.CharFilter(method="search", label=_("Order number, customer"))
    group = filters.ChoiceFilter(
        choices=Group.choices, method="of_group", label=_("About"), empty_label="–", widget=_select()
    )
    rule = filters.ModelChoiceFilter(
        queryset=ReminderRule.objects.all(), label=_("Rule"), empty_label="–", widget=_select()
    )

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """An order's number by its beginning, or a customer."""
        word = value.strip()
        named = Q(customer__name__icontains=word) | Q(customer__code__istartswith=word)
        return queryset.filter(Q(order__number__istartswith=word) | named) if word else queryset

    def of_group(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Of the rules that count from what stands under a heading."""
        return queryset.filter(rule__in=queries.rules_of_group(value))


class MineFilter(_ReminderFilter):
    """Conditions on one's own reminders."""

    show = filters.ChoiceFilter(choices=SHOWN, method="which", label=_("State"))

    class Meta:
        model = Reminder
        fields: list[str] = []

    def which(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Those that wait for an answer, were put off, or were answered."""
        return queries.shown(queryset, value, clock.now())


class HistoryFilter(_ReminderFilter):
    """Conditions on the history."""

    order = filters.CharFilter(field_name="order__number", lookup_expr="iexact", label=_("Order number"))
    person = ReferenceFilter(find=by(User, "username"), words="sign-in name", field_name="user_id", label=_("Person"))
    customer = ReferenceFilter(find=by(Customer), field_name="customer_id", label=_("Customer"))
    state = filters.MultipleChoiceFilter(choices=State.choices, distinct=False, label=_("State"))

    class Meta:
        model = Reminder
        fields: list[str] = []


class LetterFilter(filters.FilterSet):
    """Conditions on letters."""

    state = filters.MultipleChoiceFilter(choices=LetterState.choices, distinct=False, label=_("State"))
    channel = filters.ChoiceFilter(choices=Channel.choices[1:], label=_("Channel"))
    q = filters.CharFilter(method="search", label=_("Reader, address"))

    class Meta:
        model = Letter
        fields: list[str] = []

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Its reader or its address."""
        word = value.strip()
        named = Q(user__name__icontains=word) | Q(customer__name__icontains=word) | Q(address__icontains=word)
        return queryset.filter(named) if word else queryset
