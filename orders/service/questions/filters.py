"""The conditions on questions of customers, for page, file and API."""

from datetime import date, timedelta

import django_filters as filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts import access
from accounts.people.models import User
from common import dates, text
from common.dated_filter import DatedFilterSet
from common.reference_filter import ReferenceFilter, by
from customers.models import Customer
from customers.voice.models import CustomerNote
from customers.voice.operations import ASKING
from orders.service.questions.queries import WAITING

OPEN, LATE, ANSWERED = "open", "late", "answered"
STATES = (
    (OPEN, pgettext_lazy("question", "Waits for an answer")),
    (LATE, pgettext_lazy("question", "Late")),
    (ANSWERED, pgettext_lazy("question", "Answered")),
)


class QuestionFilter(DatedFilterSet):
    """Conditions join with AND."""

    q = filters.CharFilter(method="search", label=_("Search"))
    state = filters.ChoiceFilter(choices=STATES, method="by_state", label=_("State"))
    mine = filters.BooleanFilter(method="of_reader", label=pgettext_lazy("question", "Mine"))
    owner = ReferenceFilter(
        find=by(User, "username"), words="sign-in name", field_name="responsible_id", label=_("Who")
    )
    customer = ReferenceFilter(find=by(Customer), field_name="customer_id", label=_("Customer"))
    order = filters.CharFilter(field_name="order_number", lookup_expr="iexact", label=_("Order number"))
    kind = filters.MultipleChoiceFilter(
        choices=[(one.value, one.label) for one in ASKING], distinct=False, label=_("Kind")
    )
    asked_from = filters.DateFilter(method="since", label=_("Asked from"))
    asked_to = filters.DateFilter(method="until", label=_("Asked until"))

    class Meta:
        model = CustomerNote
        fields: list[str] = []

    def __init__(self, *args, actor: User | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.actor = actor

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """What people type: an order's number by its beginning, a customer, who answers, or words of it."""
        word = " ".join(value.split())
        if not word:
            return queryset
        found = Q(order_number__istartswith=word) | Q(text__icontains=word) | Q(responsible__name__icontains=word)
        return queryset.filter(found | Q(customer_id__in=text.find_ids(Customer, word)))

    def by_state(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Done without words of ours counts as answered."""
        if value == ANSWERED:
            return queryset.exclude(WAITING)
        rows = queryset.filter(WAITING)
        return rows.filter(due_date__lt=self.today) if value == LATE else rows

    def of_reader(self, queryset: QuerySet, name: str, value: bool) -> QuerySet:
        """Those that wait for the reader, or for nobody; false: for others."""
        own = access.of(self.actor).own_ids if self.actor else ()
        mine = Q(responsible__in=own) | Q(responsible=None)
        return queryset.filter(mine) if value else queryset.exclude(mine)

    def since(self, queryset: QuerySet, name: str, value: date) -> QuerySet:
        """Asked on that day or later."""
        return queryset.filter(created_at__gte=dates.day_start(value))

    def until(self, queryset: QuerySet, name: str, value: date) -> QuerySet:
        """Asked on that day or earlier."""
        return queryset.filter(created_at__lt=dates.day_start(value + timedelta(days=1)))
