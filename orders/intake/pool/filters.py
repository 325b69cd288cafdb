"""The conditions on intake, for page, file and API."""

from datetime import datetime
from typing import Any

import django_filters as filters
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from common import clock, typed
from customers import policies as customers
from customers.models import Customer
from orders.intake.pool import queries, telling
from orders.intake.pool.models import CHANNELS, IntakeItem
from orders.intake.pool.states import State
from orders.order import policies as orders
from orders.order.models import Order

WORK = QueryDict("open=true")


class IntakeFilter(filters.FilterSet):
    """Conditions join with AND; ``q`` looks at sender, subject, customer and external number."""

    q = filters.CharFilter(method="search", label=_("Search"))
    state = filters.MultipleChoiceFilter(choices=State.choices, distinct=False, label=_("State"))
    open = filters.BooleanFilter(method="to_enter", label=_("To be entered"))
    late = filters.BooleanFilter(method="by_lateness", label=_("Late"))
    channel = filters.MultipleChoiceFilter(choices=CHANNELS, distinct=False, label=_("Channel"))
    salesperson = filters.CharFilter(field_name="salesperson__username", label=_("Salesperson"))
    customer = filters.CharFilter(method="by_customer", label=_("Customer code"))
    provider = filters.CharFilter(label=_("System"))
    external_id = filters.CharFilter(label=_("External number"))
    order = filters.CharFilter(method="by_order", label=_("Order number"))
    received_from = filters.IsoDateTimeFilter(field_name="received_at", lookup_expr="gte", label=_("Received from"))
    received_to = filters.IsoDateTimeFilter(field_name="received_at", lookup_expr="lte", label=_("Received until"))

    class Meta:
        model = IntakeItem
        fields: list[str] = []

    def __init__(self, *args: Any, at: datetime | None = None, actor: User | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.at, self.actor = at or clock.now(), actor

    def of_customers(self, condition: Q) -> Q:
        """Pieces of customers whom the reader may see, and no others."""
        seen = Customer.objects.all() if self.actor is None else customers.visible_to(self.actor)
        return Q(customer__in=seen.filter(condition).values("pk"))

    def by_customer(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        """Those of a customer."""
        return queryset.filter(self.of_customers(Q(code=value)))

    def by_order(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        """What became of an order that the reader may see, none of another."""
        seen = Order.objects.all() if self.actor is None else orders.visible_to(self.actor)
        return queryset.filter(order__in=seen.filter(number=value).values("pk"))

    def search(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        """What people type."""
        word = " ".join(value.split())
        if not word:
            return queryset
        about = Q(subject__icontains=word) | Q(external_id=word)
        if self.actor is None or telling.sees_senders(self.actor):
            about |= Q(sender__icontains=word) | Q(sender_mail__icontains=word)
        about |= self.of_customers(Q(name__icontains=word) | Q(code=word))
        if (key := typed.read_key(word)) is not None:
            about |= Q(pk=key)
        return queryset.filter(about)

    def to_enter(self, queryset: QuerySet, _name: str, value: bool) -> QuerySet:
        """Those that somebody still has to enter (or, false, the others)."""
        return queryset.filter(queries.WORK) if value else queryset.exclude(queries.WORK)

    def by_lateness(self, queryset: QuerySet, _name: str, value: bool) -> QuerySet:
        """Those still to be entered though their time is up (or, false, the others)."""
        return queryset.filter(queries.late(self.at)) if value else queryset.exclude(queries.late(self.at))


def as_shown(query: QueryDict) -> QueryDict:
    """What a query string asks for: without any condition the work, what is to be entered."""
    return query if query.keys() & IntakeFilter.base_filters.keys() else WORK
