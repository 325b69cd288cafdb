"""The conditions on change requests, for page, file and API."""

from datetime import date
from typing import Any

import django_filters as filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.people.models import Department, User
from common import dates, text
from common.numbering import Series
from common.reference_filter import ReferenceFilter, by
from customers.models import Customer
from orders.approval import queries as approval
from orders.changes import policies, states
from orders.changes.choices import Origin, Side
from orders.changes.models import ChangeReason, ChangeRequest
from orders.changes.states import State
from orders.order.models import OrderLine


class ChangeRequestFilter(filters.FilterSet):
    """Conditions join with AND; ``q`` looks at numbers of requests and orders and at customers."""

    q = filters.CharFilter(method="search", label=_("Search"))
    state = filters.MultipleChoiceFilter(choices=State.choices, distinct=False, label=_("State"))
    open = filters.BooleanFilter(method="not_ended", label=_("Not ended"))
    waiting = filters.BooleanFilter(method="waits_for_me", label=_("Waiting for me"))
    order = filters.CharFilter(method="of_order", label=_("Order number"))
    customer = ReferenceFilter(find=by(Customer), field_name="order__customer_id", label=_("Customer"))
    source = filters.ChoiceFilter(choices=Side.choices, label=_("Source"))
    origin = filters.ChoiceFilter(choices=Origin.choices, label=_("Came"))
    reason = ReferenceFilter(find=by(ChangeReason), field_name="reason_id", label=_("Reason"))
    urgent = filters.BooleanFilter(field_name="is_urgent", label=_("Urgent"))
    product = filters.CharFilter(method="of_product", label=_("Product code"))
    salesperson = filters.CharFilter(field_name="order__salesperson__username", label=_("Salesperson"))
    department = ReferenceFilter(find=by(Department), field_name="order__department_id", label=_("Department"))
    requested_by = filters.CharFilter(field_name="created_by__username", label=_("Requested by"))
    requested_from = filters.DateFilter(method="since", label=_("Requested from"))
    requested_to = filters.DateFilter(method="until", label=_("Requested until"))

    class Meta:
        model = ChangeRequest
        fields: list[str] = []

    def __init__(self, *args: Any, actor: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.actor = actor

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """What people type: the number of a request or an order by prefix, or a customer."""
        word = " ".join(value.split())
        if not word:
            return queryset
        number = word.upper()
        if number.startswith(Series.ORDER) and number[2:3].isdigit():
            return self.of_order(queryset, name, word)
        if number.startswith(Series.CHANGE_REQUEST) and number[2:3].isdigit():
            return queryset.filter(number__startswith=number)
        return queryset.filter(order__customer_id__in=text.find_ids(Customer, word))

    def not_ended(self, queryset: QuerySet, _name: str, value: bool) -> QuerySet:
        """Those that may still become something, overtaken ones among them (or, false, those that ended)."""
        return queryset.exclude(state__in=states.ENDED) if value else queryset.filter(state__in=states.ENDED)

    def waits_for_me(self, queryset: QuerySet, _name: str, value: bool) -> QuerySet:
        """Those that wait for the reader's decision (or, false, the others)."""
        asked = Q(pk__in=approval.waiting_subject_ids(self.actor, policies.SUBJECT))
        return queryset.filter(asked if value else ~asked)

    def of_order(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        """Requests of the orders whose number begins like this."""
        return queryset.filter(order__number__startswith=value.strip().upper())

    def of_product(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        """Requests of orders with goods of which the code begins like this."""
        lines = OrderLine.objects.filter(product_code__startswith=value.strip().upper())
        return queryset.filter(order__in=lines.values("order_id"))

    def since(self, queryset: QuerySet, _name: str, value: date) -> QuerySet:
        """Requested on that day or later."""
        return queryset.filter(created_at__gte=dates.day_start(value))

    def until(self, queryset: QuerySet, _name: str, value: date) -> QuerySet:
        """Requested on that day or earlier."""
        return queryset.filter(created_at__lt=dates.day_range(value, value)[1])
