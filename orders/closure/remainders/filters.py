"""The conditions on lines whose remainder was let go, for page and API."""

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from accounts.people.models import Department, User
from common import dates
from common.reference_filter import ReferenceFilter, by
from customers.models import Customer
from orders.order.models import OrderLine


class RemainderFilter(django_filters.FilterSet):
    """Conditions join with AND; days are business days."""

    closed_from = django_filters.DateFilter(method="since", label=_("Closed from"))
    closed_to = django_filters.DateFilter(method="until", label=_("Closed to"))
    department = ReferenceFilter(find=by(Department), field_name="order__department_id", label=_("Department"))
    salesperson = ReferenceFilter(
        find=by(User, "username"), words="sign-in name", field_name="order__salesperson_id", label=_("Salesperson")
    )
    customer = ReferenceFilter(find=by(Customer), field_name="order__customer_id", label=_("Customer"))

    class Meta:
        model = OrderLine
        fields: list[str] = []

    def since(self, queryset: Any, _name: str, value: Any) -> Any:
        """Closed on the day or later."""
        return queryset.filter(closed_at__gte=dates.day_start(value))

    def until(self, queryset: Any, _name: str, value: Any) -> Any:
        """Closed on the day or earlier."""
        return queryset.filter(closed_at__lt=dates.day_range(value, value)[1])
