"""The conditions on anonymisations and on what was done with them, for page, file and API."""

import django_filters as filters
from django.utils.translation import gettext_lazy as _

from common.reference_filter import ReferenceFilter, by
from customers.models import Customer
from customers.privacy.models import AnonymisationRequest, DataHold, FoundPlace


class AnonymisationFilter(filters.FilterSet):
    """Conditions join with AND."""

    customer = ReferenceFilter(find=by(Customer), field_name="customer_id", label=_("Customer"))
    state = filters.MultipleChoiceFilter(choices=AnonymisationRequest.State.choices, distinct=False, label=_("State"))
    due_to = filters.DateFilter(field_name="due_on", lookup_expr="lte", label=_("Due until"))

    class Meta:
        model = AnonymisationRequest
        fields: list[str] = []


class FoundPlaceFilter(filters.FilterSet):
    """Conditions join with AND."""

    request = filters.NumberFilter(field_name="request_id", label=_("Number"))

    class Meta:
        model = FoundPlace
        fields: list[str] = []


class HoldFilter(filters.FilterSet):
    """Conditions join with AND."""

    customer = ReferenceFilter(find=by(Customer), field_name="customer_id", label=_("Customer"))
    in_force = filters.BooleanFilter(field_name="lifted_at", lookup_expr="isnull", label=_("In force"))

    class Meta:
        model = DataHold
        fields: list[str] = []
