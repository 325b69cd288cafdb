"""One FilterSet each for checks and for corrective actions, on the page and in the API."""

import django_filters as filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts import access
from accounts.people.models import User
from common.dated_filter import DatedFilterSet
from common.reference_filter import ReferenceFilter, by
from customers.models import Customer
from tasks.checks.models import ProgressCheck
from tasks.task.models import Task
from tasks.task.states import LIVE

State = ProgressCheck.State
STATES = [choice for choice in State.choices if choice[0] != State.CANCELLED]


class CheckFilter(DatedFilterSet):
    """Conditions on checks."""

    q = filters.CharFilter(method="search", label=_("Search"))
    state = filters.MultipleChoiceFilter(choices=STATES, distinct=False, label=_("State"))
    due = filters.BooleanFilter(method="due_by_now", label=_("Due by today"))
    order = filters.CharFilter(field_name="order__number", lookup_expr="iexact", label=_("Order number"))
    customer = ReferenceFilter(find=by(Customer), field_name="order__customer_id", label=_("Customer"))
    owner = ReferenceFilter(
        find=by(User, "username"), words="sign-in name", field_name="owner_id", label=_("Who checks")
    )
    mine = filters.BooleanFilter(method="of_reader", label=_("My checks"))
    urgent = filters.BooleanFilter(field_name="order__is_urgent", label=_("Urgent"))
    problem = filters.MultipleChoiceFilter(
        choices=ProgressCheck.Problem.choices, distinct=False, label=pgettext_lazy("check", "Problem")
    )
    due_from = filters.DateFilter(field_name="due_date", lookup_expr="gte", label=_("Due from"))
    due_to = filters.DateFilter(field_name="due_date", lookup_expr="lte", label=_("Due until"))

    class Meta:
        model = ProgressCheck
        fields: list[str] = []

    def __init__(self, *args, actor: User | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.actor = actor or getattr(self.request, "user", None)

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """What people type: an order's number by its beginning, or a customer."""
        word = value.strip()
        by_number = Q(order__number__istartswith=word)
        named = Q(order__customer__name__icontains=word) | Q(order__customer__code__istartswith=word)
        return queryset.filter(by_number | named) if word else queryset

    def due_by_now(self, queryset: QuerySet, name: str, value: bool) -> QuerySet:
        """Those that wait and whose day has come; false: all others."""
        due = Q(state=State.DUE, due_date__lte=self.today)
        return queryset.filter(due) if value else queryset.exclude(due)

    def of_reader(self, queryset: QuerySet, name: str, value: bool) -> QuerySet:
        """Those that are the reader's to make; false: all others."""
        own = access.of(self.actor).own_ids if self.actor else ()
        return queryset.filter(owner__in=own) if value else queryset.exclude(owner__in=own)


class ActionFilter(DatedFilterSet):
    """Conditions on corrective actions."""

    open = filters.BooleanFilter(method="still_open", label=_("Not done"))
    late = filters.BooleanFilter(method="past_due", label=pgettext_lazy("tasks", "Late"))
    order = filters.CharFilter(field_name="order__number", lookup_expr="iexact", label=_("Order number"))
    owner = ReferenceFilter(find=by(User, "username"), words="sign-in name", field_name="owner_id", label=_("Owner"))
    mine = filters.BooleanFilter(method="of_reader", label=_("Mine"))

    class Meta:
        model = Task
        fields: list[str] = []

    def __init__(self, *args, actor: User | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.actor = actor or getattr(self.request, "user", None)

    def past_due(self, queryset: QuerySet, name: str, value: bool) -> QuerySet:
        """Those not done whose day is past; false: all others."""
        late = Q(state__in=LIVE, department_due_date__lt=self.today)
        return queryset.filter(late) if value else queryset.exclude(late)

    def still_open(self, queryset: QuerySet, name: str, value: bool) -> QuerySet:
        """Those still to be done; false: those that ended."""
        return queryset.filter(state__in=LIVE) if value else queryset.exclude(state__in=LIVE)

    def of_reader(self, queryset: QuerySet, name: str, value: bool) -> QuerySet:
        """The reader's; false: all others'."""
        own = access.of(self.actor).own_ids if self.actor else ()
        return queryset.filter(owner__in=own) if value else queryset.exclude(owner__in=own)
