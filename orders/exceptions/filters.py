"""One FilterSet for the list of exceptions on the page and in the API; one for claims."""

from datetime import date

import django_filters as filters
from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.functions import StrIndex
from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from common import dates, text
from common.numbering import Series
from common.reference_filter import ReferenceFilter, by
from customers.models import Carrier, Customer
from orders.exceptions.choices import Cause, Kind, Remedy, Responsible, Severity
from orders.exceptions.models import CarrierClaim, ContingencyPlan, ExceptionCase
from orders.exceptions.states import LIVE, ClaimStatus, Status
from orders.order.models import Order


class ExceptionFilter(filters.FilterSet):
    """Filters of exceptions; ``q`` looks at numbers and customers."""

    q = filters.CharFilter(method="search", label=_("Search"))
    number = filters.CharFilter(method="by_number", label=_("Exception number"))
    order = filters.CharFilter(method="of_order", label=_("Order number"))
    shipment = filters.CharFilter(method="of_shipment", label=_("Outbound number"))
    customer = ReferenceFilter(find=by(Customer), field_name="customer_id", label=_("Customer"))
    kind = filters.MultipleChoiceFilter(choices=Kind.choices, label=_("Kind"))
    severity = filters.MultipleChoiceFilter(choices=Severity.choices, label=_("Severity"))
    status = filters.MultipleChoiceFilter(choices=Status.choices, label=_("State"))
    open = filters.BooleanFilter(method="not_closed", label=_("Not closed"))
    late = filters.BooleanFilter(method="not_in_time", label=_("Not answered in time"))
    disputed = filters.BooleanFilter(method="with_dispute", label=_("Amount disputed"))
    cause = filters.MultipleChoiceFilter(choices=Cause.choices, label=_("Root cause"))
    responsible = filters.MultipleChoiceFilter(choices=Responsible.choices, label=_("Who answers for it"))
    remedy = filters.MultipleChoiceFilter(choices=Remedy.choices, label=_("Remedy"))
    owner = ReferenceFilter(
        find=by(User, "username"), words="sign-in name", field_name="owner_id", label=_("Responsible for the answer")
    )
    raised_from = filters.DateFilter(method="since", label=_("Reported from"))
    raised_to = filters.DateFilter(method="until", label=_("Reported until"))

    class Meta:
        model = ExceptionCase
        fields: list[str] = []

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """What people type: a number of an exception or an order by prefix, or a customer."""
        word = " ".join(value.split())
        if not word:
            return queryset
        number = word.upper()
        if number.startswith(Series.ORDER) and number[2:3].isdigit():
            return self.of_order(queryset, name, word)
        if number.startswith(Series.OUTBOUND) and number[2:3].isdigit():
            return self.of_shipment(queryset, name, word)
        if number.startswith(Series.EXCEPTION) and number[2:3].isdigit():
            return queryset.filter(number__startswith=number)
        return queryset.filter(customer_id__in=text.find_ids(Customer, word))

    def by_number(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Numbers by prefix."""
        return queryset.filter(number__startswith=value.strip().upper())

    def of_order(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Exceptions of the orders whose number begins like this."""
        orders = Order.objects.filter(number__startswith=value.strip().upper())
        return queryset.filter(order__in=orders.values("pk"))

    def of_shipment(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Exceptions of the shipments whose number begins like this."""
        return queryset.filter(document__number__startswith=value.strip().upper())

    def not_closed(self, queryset: QuerySet, name: str, value: bool) -> QuerySet:
        """Those that are not closed, or the others."""
        return queryset.filter(status__in=LIVE) if value else queryset.exclude(status__in=LIVE)

    def not_in_time(self, queryset: QuerySet, name: str, value: bool) -> QuerySet:
        """Those that were answered late or escalated, or the others."""
        late = Q(escalations__gt=0) | Q(answered_at__gt=F("answer_due_at"))
        return queryset.filter(late) if value else queryset.exclude(late)

    def with_dispute(self, queryset: QuerySet, name: str, value: bool) -> QuerySet:
        """Those that dispute an amount, or the others."""
        return queryset.filter(disputed_amount__gt=0) if value else queryset.filter(disputed_amount=0)

    def since(self, queryset: QuerySet, name: str, value: date) -> QuerySet:
        """Reported on this business day or later."""
        return queryset.filter(raised_at__gte=dates.day_start(value))

    def until(self, queryset: QuerySet, name: str, value: date) -> QuerySet:
        """Reported on this business day or before."""
        return queryset.filter(raised_at__lt=dates.day_range(value, value)[1])


class ClaimFilter(filters.FilterSet):
    """Filters of claims against carriers."""

    exception = filters.CharFilter(method="of_case", label=_("Exception number"))
    carrier = ReferenceFilter(find=by(Carrier), field_name="carrier_id", label=_("Carrier"))
    status = filters.MultipleChoiceFilter(choices=ClaimStatus.choices, label=_("State"))
    filed_from = filters.DateFilter(field_name="filed_date", lookup_expr="gte", label=_("Filed from"))
    filed_to = filters.DateFilter(field_name="filed_date", lookup_expr="lte", label=_("Filed until"))

    class Meta:
        model = CarrierClaim
        fields: list[str] = []

    def of_case(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Claims of the exceptions whose number begins like this."""
        return queryset.filter(case__number__startswith=value.strip().upper())


class PlanFilter(filters.FilterSet):
    """Filters of contingency plans."""

    kind = filters.MultipleChoiceFilter(choices=Kind.choices, label=_("Kind"))
    product = filters.CharFilter(method="for_product", label=_("Product code"))
    supplier = filters.CharFilter(method="with_supplier", label=_("Supplier"))
    is_active = filters.BooleanFilter(label=_("Active"))

    class Meta:
        model = ContingencyPlan
        fields: list[str] = []

    def for_product(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Plans that goods of this code fall under: of all goods, or of codes that begin like it."""
        code = Value(value.strip().upper(), output_field=CharField())
        return queryset.annotate(place=StrIndex(code, "product_prefix")).filter(Q(product_prefix="") | Q(place=1))

    def with_supplier(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Plans with the supplier of this code, or whose name has these words."""
        word = value.strip()
        return queryset.filter(Q(supplier__code__iexact=word) | Q(supplier__name__icontains=word))
