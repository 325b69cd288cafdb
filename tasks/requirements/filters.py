"""One FilterSet for the list of requirements on the page and in the API."""

from datetime import date

import django_filters as filters
from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.people.models import Department, User
from common import text
from common.numbering import Series
from common.reference_filter import ReferenceFilter, by
from orders.order.models import Order
from products.catalogue.models import Product, Supplier
from tasks.requirements import policies
from tasks.requirements.choices import Kind, State
from tasks.requirements.models import Requirement
from tasks.requirements.states import LIVE


class RequirementFilter(filters.FilterSet):
    """Conditions join with AND; days are included. ``q``: a number of a requirement or of an order, or a product."""

    q = filters.CharFilter(method="search", label=_("Search"))
    number = filters.CharFilter(method="by_number", label=_("Number"))
    order = filters.CharFilter(method="of_order", label=_("Order number"))
    product = filters.CharFilter(method="of_product", label=_("Product code"))
    kind = filters.MultipleChoiceFilter(choices=Kind.choices, distinct=False, label=_("Kind"))
    state = filters.MultipleChoiceFilter(choices=State.choices, distinct=False, label=_("State"))
    open = filters.BooleanFilter(method="not_ended", label=_("Not ended"))
    late = filters.BooleanFilter(method="too_late", label=_("Later than needed"))
    unconfirmed = filters.BooleanFilter(method="not_confirmed", label=_("Day not confirmed"))
    department = ReferenceFilter(find=by(Department), field_name="department_id", label=_("Department"))
    supplier = ReferenceFilter(find=by(Supplier), field_name="supplier_id", label=_("Supplier"))
    owner = ReferenceFilter(find=by(User, "username"), words="sign-in name", field_name="owner_id", label=_("Owner"))
    needed_to = filters.DateFilter(method="needed_until", label=_("Needed until"))
    planned_from = filters.DateFilter(method="planned_since", label=_("Planned from"))
    planned_to = filters.DateFilter(method="planned_until", label=_("Planned until"))

    class Meta:
        model = Requirement
        fields: list[str] = []

    def __init__(self, *args, actor: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.actor = actor

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """What people type: a number of a requirement or an order by prefix, or a product."""
        word = " ".join(value.split())
        if not word:
            return queryset
        number = word.upper()
        if number.startswith(Series.ORDER) and number[2:3].isdigit():
            return self.of_order(queryset, name, word)
        if number.startswith(Series.PRODUCTION) and number[2:3].isdigit():
            return queryset.filter(number__startswith=number)
        return self._with(queryset, product_id__in=text.find_ids(Product, word))

    def by_number(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Numbers by prefix."""
        return queryset.filter(number__startswith=value.strip().upper())

    def of_order(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Those with goods for the orders whose number begins like this."""
        orders = Order.objects.filter(number__startswith=value.strip().upper())
        return self._with(queryset, order__in=orders.values("pk"))

    def of_product(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Those with this product."""
        return self._with(queryset, product__code=text.fold_code(value.strip()))

    def not_ended(self, queryset: QuerySet, name: str, value: bool) -> QuerySet:
        """Those still to be asked, answered or to come, or the others."""
        return queryset.filter(state__in=LIVE) if value else queryset.exclude(state__in=LIVE)

    def too_late(self, queryset: QuerySet, name: str, value: bool) -> QuerySet:
        """Those of which something comes later than needed, or the others."""
        late = self._lines(planned_date__gt=F("needed_date"), is_ended=False)
        return queryset.filter(late) if value else queryset.exclude(late)

    def not_confirmed(self, queryset: QuerySet, name: str, value: bool) -> QuerySet:
        """Those of which nobody confirmed a day yet, or the others."""
        found = self._lines(receipt__isnull=False, confirmed_at__isnull=True, is_ended=False)
        return queryset.filter(found) if value else queryset.exclude(found)

    def needed_until(self, queryset: QuerySet, name: str, value: date) -> QuerySet:
        """With goods needed by this day."""
        return self._with(queryset, needed_date__lte=value, is_ended=False)

    def planned_since(self, queryset: QuerySet, name: str, value: date) -> QuerySet:
        """With goods planned for this day or later."""
        return self._with(queryset, planned_date__gte=value, is_ended=False)

    def planned_until(self, queryset: QuerySet, name: str, value: date) -> QuerySet:
        """With goods planned for this day or before."""
        return self._with(queryset, planned_date__lte=value, is_ended=False)

    def _with(self, queryset: QuerySet, **conditions: object) -> QuerySet:
        return queryset.filter(self._lines(**conditions))

    def _lines(self, **conditions: object) -> Exists:
        """What the reader may not read lets nothing through: a condition tells nobody that it is there."""
        read = policies.lines_visible_to(self.actor)
        return Exists(read.filter(requirement=OuterRef("pk"), **conditions))
