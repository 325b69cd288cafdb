"""The conditions on progress letters, for page and API."""

import django_filters as filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from common import text
from common.reference_filter import ReferenceFilter, by
from customers.models import Customer
from orders.service.letters.models import ProgressLetter


class ProgressLetterFilter(filters.FilterSet):
    """Conditions join with AND."""

    q = filters.CharFilter(method="search", label=_("Search"))
    state = filters.MultipleChoiceFilter(choices=ProgressLetter.State.choices, distinct=False, label=_("State"))
    customer = ReferenceFilter(find=by(Customer), field_name="customer_id", label=_("Customer"))
    owner = ReferenceFilter(find=by(User, "username"), words="sign-in name", field_name="owner_id", label=_("Who"))

    class Meta:
        model = ProgressLetter
        fields: list[str] = []

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """A customer."""
        word = " ".join(value.split())
        return queryset.filter(customer_id__in=text.find_ids(Customer, word)) if word else queryset
