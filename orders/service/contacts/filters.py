"""The conditions on contacts with customers, for page, file and API."""

from datetime import timedelta

import django_filters as filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts import access
from accounts.people.models import User
from common import text
from common.dated_filter import DatedFilterSet
from common.reference_filter import ReferenceFilter, by
from customers.models import Customer
from orders.service.contacts.choices import Outcome, Purpose, State, Way
from orders.service.contacts.models import FollowUp

LATE, TODAY, WEEK, LATER = "late", "today", "week", "later"
WHEN = (
    (LATE, pgettext_lazy("contact", "Late")),
    (TODAY, _("Today")),
    (WEEK, pgettext_lazy("contact", "In the next seven days")),
    (LATER, pgettext_lazy("contact", "Later")),
)
_WEEK = timedelta(days=7)


class ContactFilter(DatedFilterSet):
    """Conditions join with AND."""

    q = filters.CharFilter(method="search", label=_("Search"))
    state = filters.MultipleChoiceFilter(choices=State.choices, distinct=False, label=_("State"))
    when = filters.ChoiceFilter(choices=WHEN, method="by_day", label=_("When"))
    mine = filters.BooleanFilter(method="of_reader", label=pgettext_lazy("contact", "Mine"))
    owner = ReferenceFilter(find=by(User, "username"), words="sign-in name", field_name="owner_id", label=_("Who"))
    customer = ReferenceFilter(find=by(Customer), field_name="customer_id", label=_("Customer"))
    order = filters.CharFilter(field_name="order__number", lookup_expr="iexact", label=_("Order number"))
    purpose = filters.MultipleChoiceFilter(choices=Purpose.choices, distinct=False, label=_("Purpose"))
    way = filters.MultipleChoiceFilter(choices=Way.choices, distinct=False, label=_("How"))
    outcome = filters.MultipleChoiceFilter(choices=Outcome.choices, distinct=False, label=_("Outcome"))
    due_from = filters.DateFilter(field_name="due_date", lookup_expr="gte", label=_("Due from"))
    due_to = filters.DateFilter(field_name="due_date", lookup_expr="lte", label=_("Due until"))

    class Meta:
        model = FollowUp
        fields: list[str] = []

    def __init__(self, *args, actor: User | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.actor = actor or getattr(self.request, "user", None)

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """What people type: an order's number by its beginning, a customer, or what it is about."""
        word = " ".join(value.split())
        if not word:
            return queryset
        found = Q(order__number__istartswith=word) | Q(subject__icontains=word)
        return queryset.filter(found | Q(customer_id__in=text.find_ids(Customer, word)))

    def by_day(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Planned ones by how near they are."""
        end = self.today + _WEEK
        near = {
            LATE: Q(due_date__lt=self.today),
            TODAY: Q(due_date=self.today),
            WEEK: Q(due_date__gt=self.today, due_date__lte=end),
            LATER: Q(due_date__gt=end),
        }
        return queryset.filter(near[value], state=State.PLANNED)

    def of_reader(self, queryset: QuerySet, name: str, value: bool) -> QuerySet:
        """Those that are the reader's to hold; false: all others'."""
        own = access.of(self.actor).own_ids if self.actor else ()
        return queryset.filter(owner__in=own) if value else queryset.exclude(owner__in=own)
