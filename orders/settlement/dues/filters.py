"""The conditions on parts of payment plans that are due, for page, file and API."""

import django_filters as filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.people.models import User
from common import text
from common.dated_filter import DatedFilterSet
from common.numbering import Series
from common.reference_filter import ReferenceFilter, by
from customers.models import Customer, PaymentTermRow
from orders.settlement.dues import queries
from orders.settlement.models import PlanRow

ADVANCE, BALANCE = "ADVANCE", "BALANCE"
KINDS = [(ADVANCE, _("Advance payment")), (BALANCE, pgettext_lazy("payment", "Balance"))]


class DueFilter(DatedFilterSet):
    """Conditions join with AND."""

    q = filters.CharFilter(method="search", label=_("Search"))
    kind = filters.ChoiceFilter(choices=KINDS, method="of_kind", label=_("Advance or balance"))
    overdue = filters.BooleanFilter(method="past_due", label=_("Overdue"))
    wanting = filters.BooleanFilter(method="to_ask", label=_("To be asked for now"))
    control = filters.MultipleChoiceFilter(
        choices=PaymentTermRow.Control.choices, distinct=False, label=_("Payment required before")
    )
    customer = ReferenceFilter(find=by(Customer), field_name="order__customer_id", label=_("Customer"))
    salesperson = ReferenceFilter(
        find=by(User, "username"), words="sign-in name", field_name="order__salesperson_id", label=_("Salesperson")
    )
    due_from = filters.DateFilter(field_name="due_date", lookup_expr="gte", label=_("Due from"))
    due_to = filters.DateFilter(field_name="due_date", lookup_expr="lte", label=_("Due until"))

    class Meta:
        model = PlanRow
        fields: list[str] = []

    def search(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        """An order's number, or a customer."""
        word = " ".join(value.split())
        if not word:
            return queryset
        if word.upper().startswith(Series.ORDER) and word[2:3].isdigit():
            return queryset.filter(order__number__startswith=word.upper())
        return queryset.filter(order__customer_id__in=text.find_ids(Customer, word))

    def of_kind(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        """Advances, or what is to be paid after them."""
        return queryset.filter(is_advance=value == ADVANCE)

    def past_due(self, queryset: QuerySet, _name: str, value: bool) -> QuerySet:
        """Past their day, or not (those without a day are not)."""
        late = Q(due_date__lt=self.today)
        return queryset.filter(late) if value else queryset.filter(Q(due_date__gte=self.today) | Q(due_date=None))

    def to_ask(self, queryset: QuerySet, _name: str, value: bool) -> QuerySet:
        """Those that somebody should ask for now."""
        asked = queries.wanting(self.today)
        return queryset.filter(asked) if value else queryset.exclude(asked)
