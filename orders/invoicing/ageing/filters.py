"""The conditions on unpaid invoices, for page, file and API."""

from datetime import date, timedelta
from typing import Any

import django_filters as filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from common import text
from common.dated_filter import DatedFilterSet
from common.numbering import Series
from common.reference_filter import ReferenceFilter, by
from customers.models import Customer
from orders.invoicing.models import Invoice


class AgeingFilter(DatedFilterSet):
    """Conditions join with AND; ``q`` looks at numbers and customers."""

    q = filters.CharFilter(method="search", label=_("Search"))
    customer = ReferenceFilter(find=by(Customer), field_name="customer_id", label=_("Customer"))
    salesperson = ReferenceFilter(
        find=by(User, "username"), words="sign-in name", field_name="customer__owner_id", label=_("Salesperson")
    )
    currency = filters.CharFilter(field_name="currency_id", label=_("Currency"))
    overdue = filters.BooleanFilter(method="past_due", label=_("Overdue"))
    days_from = filters.NumberFilter(method="late_from", label=_("Days overdue from"))
    days_to = filters.NumberFilter(method="late_to", label=_("Days overdue until"))
    due_from = filters.DateFilter(field_name="due_date", lookup_expr="gte", label=_("Due from"))
    due_to = filters.DateFilter(field_name="due_date", lookup_expr="lte", label=_("Due until"))

    class Meta:
        model = Invoice
        fields: list[str] = []

    def search(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        """An invoice's number, that of the tax invoice, or a customer."""
        word = " ".join(value.split())
        if not word:
            return queryset
        if word.upper().startswith(Series.INVOICE) and word[2:3].isdigit():
            return queryset.filter(number__startswith=word.upper())
        return queryset.filter(Q(tax_serial=word) | Q(customer_id__in=text.find_ids(Customer, word)))

    def past_due(self, queryset: QuerySet, _name: str, value: bool) -> QuerySet:
        """Past their day, or not (those without a day are not)."""
        late = Q(due_date__lt=self.today)
        return queryset.filter(late) if value else queryset.filter(Q(due_date__gte=self.today) | Q(due_date=None))

    def late_from(self, queryset: QuerySet, _name: str, value: Any) -> QuerySet:
        """Overdue by so many days or more."""
        return queryset.filter(due_date__lte=self._ago(value))

    def late_to(self, queryset: QuerySet, _name: str, value: Any) -> QuerySet:
        """Overdue by so many days at most."""
        return queryset.filter(due_date__gte=self._ago(value))

    def _ago(self, days: Any) -> date:
        return self.today - timedelta(days=int(min(max(days, -40000), 40000)))
