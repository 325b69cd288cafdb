"""The conditions on what was taken away, for page, file and API."""

from datetime import date
from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.people.models import User
from common import dates
from common.reference_filter import ReferenceFilter, by
from customers import policies
from customers.disclosures import queries
from customers.disclosures.models import ContactLook, Disclosure
from customers.disclosures.policies import VIEW
from customers.models import Customer


class _OfOnesOwn(filters.FilterSet):
    """A customer that the reader does not hold the right for is none that he could name: found as little as one that
    there is not."""

    def __init__(self, *args: Any, actor: User | None = None, **options: Any):
        super().__init__(*args, **options)
        self.actor = actor
        self.filters["customer"].extra["find"] = self._find

    def _find(self, code: str) -> int | None:
        return self._own().filter(code=code).values_list("pk", flat=True).first()

    def _own(self) -> QuerySet[Customer]:
        return policies.visible_to(self.actor, VIEW) if self.actor else Customer.objects.none()


class ContactLookFilter(_OfOnesOwn):
    """Conditions join with AND."""

    customer = ReferenceFilter(find=by(Customer), field_name="customer_id", label=_("Customer"))
    person = ReferenceFilter(
        find=by(User, "username"), words="sign-in name", field_name="looked_by_id", label=_("Who looked")
    )

    class Meta:
        model = ContactLook
        fields: list[str] = []


class DisclosureFilter(_OfOnesOwn):
    """Conditions join with AND."""

    customer = ReferenceFilter(find=by(Customer), method="naming", label=_("Customer"))
    person = ReferenceFilter(
        find=by(User, "username"),
        words="sign-in name",
        field_name="taken_by_id",
        label=pgettext_lazy("file", "Taken by"),
    )
    kind = filters.MultipleChoiceFilter(choices=Disclosure.Kind.choices, distinct=False, label=_("Kind"))
    door = filters.MultipleChoiceFilter(choices=Disclosure.Door.choices, distinct=False, label=_("Way"))
    many = filters.BooleanFilter(method="of_many", label=_("Many customers, not named one by one"))
    taken_from = filters.DateFilter(method="since", label=_("Taken away from"))
    taken_to = filters.DateFilter(method="until", label=_("Taken away until"))

    class Meta:
        model = Disclosure
        fields: list[str] = []

    def naming(self, queryset: QuerySet, _name: str, value: Any) -> QuerySet:
        """Those in which a customer is named."""
        is_own = self._own().filter(pk=value).exists()
        return queries.naming(queryset, value) if is_own else queryset.none()

    def of_many(self, queryset: QuerySet, _name: str, value: bool) -> QuerySet:
        """Those whose customers are not named one by one (or, false, those that name each)."""
        return queryset.filter(queries.OF_MANY) if value else queryset.exclude(queries.OF_MANY)

    def since(self, queryset: QuerySet, _name: str, value: date) -> QuerySet:
        """On that day or later."""
        return queryset.filter(taken_at__gte=dates.day_start(value))

    def until(self, queryset: QuerySet, _name: str, value: date) -> QuerySet:
        """On that day or earlier."""
        return queryset.filter(taken_at__lt=dates.day_range(value, value)[1])
