"""The conditions on acceptance drafts, for page, file and API."""

import django_filters as filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from common import text
from common.dated_filter import DatedFilterSet
from common.numbering import Series
from common.reference_filter import ReferenceFilter, by
from customers.models import Customer
from orders.settlement.drafts import queries
from orders.settlement.drafts.models import AcceptanceDraft
from orders.settlement.drafts.states import DraftKind, DraftState


class DraftFilter(DatedFilterSet):
    """Conditions join with AND; ``q`` looks at numbers of drafts and receipts, and customers."""

    q = filters.CharFilter(method="search", label=_("Search"))
    state = filters.MultipleChoiceFilter(choices=DraftState.choices, distinct=False, label=_("State"))
    kind = filters.MultipleChoiceFilter(choices=DraftKind.choices, distinct=False, label=_("Kind of draft"))
    customer = ReferenceFilter(find=by(Customer), field_name="receipt__customer_id", label=_("Customer"))
    acceptor = filters.CharFilter(lookup_expr="icontains", label=_("Accepted by"))
    matures_from = filters.DateFilter(field_name="maturity_date", lookup_expr="gte", label=_("Matures from"))
    matures_to = filters.DateFilter(field_name="maturity_date", lookup_expr="lte", label=_("Matures until"))
    due_soon = filters.BooleanFilter(method="soon", label=_("Due soon"))
    past_maturity = filters.BooleanFilter(method="past", label=_("Matured, not confirmed"))

    class Meta:
        model = AcceptanceDraft
        fields: list[str] = []

    def search(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        """What people type."""
        word = " ".join(value.split())
        if not word:
            return queryset
        number = word.upper()
        if number.startswith(Series.RECEIPT) and number[2:3].isdigit():
            return queryset.filter(receipt__number__startswith=number)
        keys = list(AcceptanceDraft.objects.filter(number__startswith=word).values_list("pk", flat=True)[:1000])
        return queryset.filter(text.condition(keys, receipt__customer_id=text.find_ids(Customer, word)))

    def soon(self, queryset: QuerySet, _name: str, value: bool) -> QuerySet:
        """Held, and maturing within the coming weeks; or the others."""
        found = queries.soon(self.today)
        return queryset.filter(found) if value else queryset.exclude(found)

    def past(self, queryset: QuerySet, _name: str, value: bool) -> QuerySet:
        """Matured without a word of their payment; or the others."""
        found = queries.past(self.today)
        return queryset.filter(found) if value else queryset.exclude(found)
