"""The conditions on progress letters, for page and API."""

from datetime import date, timedelta

import django_filters as filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from common import dates, text
from common.reference_filter import ReferenceFilter, by
from customers.models import Customer
from orders.service.letters.models import ProgressLetter


class ProgressLetterFilter(filters.FilterSet):
    """Conditions join with AND."""

    q = filters.CharFilter(method="search", label=_("Search"))
    state = filters.MultipleChoiceFilter(choices=ProgressLetter.State.choices, distinct=False, label=_("State"))
    customer = ReferenceFilter(find=by(Customer), field_name="customer_id", label=_("Customer"))
    owner = ReferenceFilter(find=by(User, "username"), words="sign-in name", field_name="owner_id", label=_("Who"))
    order = filters.CharFilter(field_name="orders__number", lookup_expr="iexact", label=_("Order number"))
    sent_from = filters.DateFilter(method="since", label=_("Sent from"))
    sent_to = filters.DateFilter(method="until", label=_("Sent until"))

    class Meta:
        model = ProgressLetter
        fields: list[str] = []

    def since(self, queryset: QuerySet, name: str, value: date) -> QuerySet:
        """Sent on that day or later."""
        return queryset.filter(sent_at__gte=dates.day_start(value))

    def until(self, queryset: QuerySet, name: str, value: date) -> QuerySet:
        """Sent on that day or earlier."""
        return queryset.filter(sent_at__lt=dates.day_start(value + timedelta(days=1)))

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """What people type: a customer, the beginning of an order's number, words of the subject."""
        word = " ".join(value.split())
        if not word:
            return queryset
        about = ProgressLetter.orders.through.objects.filter(order__number__istartswith=word)
        found = Q(customer_id__in=text.find_ids(Customer, word)) | Q(pk__in=about.values("progressletter_id"))
        return queryset.filter(found | Q(subject__icontains=word))
