"""The one set of conditions on tasks, for list, file and API."""

from datetime import date

import django_filters as filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts import access
from accounts.people.models import Department, User
from common import text
from common.dated_filter import DatedFilterSet
from common.reference_filter import ReferenceFilter, by
from customers.models import Customer
from orders.order.models import Order
from tasks.task.choices import BlockReason, Source
from tasks.task.models import Phase, Task
from tasks.task.states import LIVE, State

STATES = [choice for choice in State.choices if choice[0] != State.PROPOSED]


class TaskFilter(DatedFilterSet):
    """Conditions join with AND; several values of one condition with OR."""

    q = filters.CharFilter(method="search", label=_("Search"))
    state = filters.MultipleChoiceFilter(choices=STATES, distinct=False, label=_("State"))
    open = filters.BooleanFilter(method="still_to_do", label=_("Still to be done"))
    order = filters.CharFilter(method="of_order", label=_("Order number"))
    customer = ReferenceFilter(find=by(Customer), field_name="order__customer_id", label=_("Customer"))
    line = filters.NumberFilter(field_name="line_no", label=_("Line"))
    department = ReferenceFilter(find=by(Department), field_name="department_id", label=_("Department"))
    owner = ReferenceFilter(find=by(User, "username"), words="sign-in name", field_name="owner_id", label=_("Owner"))
    mine = filters.BooleanFilter(method="of_reader", label=_("My tasks"))
    phase = ReferenceFilter(find=by(Phase), field_name="phase_id", label=_("Phase"))
    template = filters.CharFilter(field_name="template__code", label=_("Code of the template"))
    source = filters.MultipleChoiceFilter(choices=Source.choices, distinct=False, label=_("Came"))
    key = filters.BooleanFilter(method="handled_first", label=_("Key tasks"))
    critical = filters.BooleanFilter(field_name="is_critical", label=_("On the critical path"))
    milestone = filters.BooleanFilter(field_name="is_milestone", label=_("Milestone"))
    late = filters.BooleanFilter(method="past_due", label=_("Late"))
    unassigned = filters.BooleanFilter(method="not_picked", label=_("To be given out"))
    ready = filters.BooleanFilter(method="can_begin", label=_("Can begin"))
    blocked_by = filters.MultipleChoiceFilter(
        field_name="block_reason", choices=BlockReason.choices, distinct=False, label=_("Blocked by")
    )
    due_from = filters.DateFilter(method="due_since", label=_("Due from"))
    due_to = filters.DateFilter(method="due_until", label=_("Due until"))
    done_from = filters.DateFilter(
        field_name="done_at", lookup_expr="date__gte", label=pgettext_lazy("tasks", "Done from")
    )
    done_to = filters.DateFilter(
        field_name="done_at", lookup_expr="date__lte", label=pgettext_lazy("tasks", "Done until")
    )

    class Meta:
        model = Task
        fields: list[str] = []

    def __init__(self, *args, actor: User | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.actor = actor or getattr(self.request, "user", None)

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """What people type: an order's number by prefix, else words of a task or a customer."""
        word = " ".join(value.split())
        if not word:
            return queryset
        if word[:2].isalpha() and word[2:3].isdigit():
            return self.of_order(queryset, name, word)
        customers = text.find_ids(Customer, word)
        return queryset.filter(Q(title__icontains=word) | Q(order__customer_id__in=customers))

    def of_order(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Tasks of the orders whose number begins like this."""
        orders = Order.objects.filter(number__startswith=value.strip().upper())
        return queryset.filter(order__in=orders.values("pk"))

    def still_to_do(self, queryset: QuerySet, name: str, value: bool) -> QuerySet:
        """Those that are not ended, or the others."""
        return queryset.filter(state__in=LIVE) if value else queryset.exclude(state__in=LIVE)

    def of_reader(self, queryset: QuerySet, name: str, value: bool) -> QuerySet:
        """Those of who asks and of those he stands in for, or of others."""
        mine = Q(owner__in=access.of(self.actor).own_ids if self.actor else ())
        return queryset.filter(mine) if value else queryset.exclude(mine)

    def handled_first(self, queryset: QuerySet, name: str, value: bool) -> QuerySet:
        """Key tasks, or the others."""
        none = Q(key_reasons=[])
        return queryset.exclude(none) if value else queryset.filter(none)

    def past_due(self, queryset: QuerySet, name: str, value: bool) -> QuerySet:
        """Still to be done after the day by which it had to be, or the others."""
        late = Q(state__in=LIVE) & due_before(self.today)
        return queryset.filter(late) if value else queryset.exclude(late)

    def not_picked(self, queryset: QuerySet, name: str, value: bool) -> QuerySet:
        """Nobody was picked yet, or somebody was."""
        waiting = Q(state=State.OPEN, is_picked=False)
        return queryset.filter(waiting) if value else queryset.exclude(waiting)

    def can_begin(self, queryset: QuerySet, name: str, value: bool) -> QuerySet:
        """To be started and waiting for nothing, or the others."""
        ready = Q(state=State.OPEN, open_predecessors=0)
        return queryset.filter(ready) if value else queryset.exclude(ready)

    def due_since(self, queryset: QuerySet, name: str, value: date) -> QuerySet:
        """To be done on this day or later."""
        return queryset.filter(Q(department_due_date__gte=value) | Q(department_due_date=None, planned_end__gte=value))

    def due_until(self, queryset: QuerySet, name: str, value: date) -> QuerySet:
        """To be done on this day or before."""
        return queryset.filter(Q(department_due_date__lte=value) | Q(department_due_date=None, planned_end__lte=value))


def due_before(day: date) -> Q:
    """To be done before this day (``Task.due_date``)."""
    return Q(department_due_date__lt=day) | Q(department_due_date=None, planned_end__lt=day)
