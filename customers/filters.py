"""The one set of conditions on customers, for page and API."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.people.models import Department, User
from common import text
from common.reference_filter import ReferenceFilter, by
from customers.models import Customer
from segments.classification import queries as rules


class CustomerFilter(django_filters.FilterSet):
    """Conditions join with AND; several kinds with OR."""

    q = django_filters.CharFilter(method="find", label=_("Search"))
    code = django_filters.CharFilter(field_name="code", lookup_expr="startswith", label=_("Customer code"))
    owner = ReferenceFilter(
        find=by(User, "username"), words="sign-in name", field_name="owner_id", label=_("Salesperson")
    )
    department = ReferenceFilter(find=by(Department), field_name="department_id", label=_("Sales department"))
    kind = django_filters.MultipleChoiceFilter(choices=Customer.Kind.choices, label=_("Kind"))
    region = django_filters.CharFilter(field_name="region", label=_("Region"))
    province = django_filters.CharFilter(field_name="province", label=_("Province"))
    province_group = django_filters.CharFilter(field_name="province_group", label=_("Province group"))
    tag = django_filters.CharFilter(method="by_tag", label=_("Tag"))
    flag = django_filters.CharFilter(method="by_flag", label=_("Deviation"))
    industry = django_filters.CharFilter(field_name="industry", lookup_expr="icontains", label=_("Industry"))
    is_new = django_filters.BooleanFilter(
        field_name="first_effective_at", lookup_expr="isnull", label=_("New customer")
    )
    is_blocked = django_filters.BooleanFilter(field_name="is_blocked", label=_("Orders blocked"))
    is_active = django_filters.BooleanFilter(field_name="is_active", label=_("Active"))

    class Meta:
        model = Customer
        fields: list[str] = []

    def by_tag(self, queryset: QuerySet, _name: str, value: Any) -> QuerySet:
        """Customers with a tag of the rules in force."""
        return queryset.filter(tags__contains=[rules.require_known("customer", value)])

    def by_flag(self, queryset: QuerySet, _name: str, value: Any) -> QuerySet:
        """Customers with a deviation of the rules in force."""
        return queryset.filter(flags__contains=[rules.require_known("customer", value, rules.TagKind.FLAG)])

    def find(self, queryset: QuerySet, _name: str, value: Any) -> QuerySet:
        """Chinese by substring and pinyin, codes by prefix."""
        return text.search(queryset, value)
