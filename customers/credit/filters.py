"""The conditions on limits, grades, reports and guarantees over the API."""

import django_filters as filters
from django.utils.translation import gettext_lazy as _

from customers.credit.models import CreditGrading, CreditLimit, CreditReport, Guarantee
from customers.grading import State


class _OfCustomer(filters.FilterSet):
    customer = filters.CharFilter(field_name="customer__code", label=_("Customer code"))


class _Decided(_OfCustomer):
    state = filters.MultipleChoiceFilter(choices=State.choices, distinct=False, label=_("State"))


class CreditLimitFilter(_Decided):
    class Meta:
        model = CreditLimit
        fields: list[str] = []


class CreditGradingFilter(_Decided):
    class Meta:
        model = CreditGrading
        fields: list[str] = []


class GuaranteeFilter(_Decided):
    class Meta:
        model = Guarantee
        fields: list[str] = []


class CreditReportFilter(_OfCustomer):
    is_void = filters.BooleanFilter(label=_("It counts no more"))

    class Meta:
        model = CreditReport
        fields: list[str] = []
