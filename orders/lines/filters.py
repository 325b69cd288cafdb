"""The one set of conditions on order lines, for page and API."""

from datetime import date
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts import policies
from accounts.people.models import Department, User
from common import errors, text
from common.reference_filter import ReferenceFilter, by
from common.typed import AmountFilter
from customers.models import Customer
from orders.lines import areas
from orders.order import search
from orders.order.models import Order, OrderLine, OrderType
from orders.order.states import Closure, Origin, Status
from products.catalogue.models import Product
from segments import conditions
from segments import queries as segments
from segments.fields import Level

_PERSON: dict[str, Any] = {"find": by(User, "username"), "words": "sign-in name"}
_GUARDED = {"amount_min": "order.amount", "amount_max": "order.amount"}
OF_CUSTOMERS = "customer.view"


def _days(column: str, side: str, label: Any) -> django_filters.DateFilter:
    return django_filters.DateFilter(field_name=column, lookup_expr=side, label=label)


class LineFilter(django_filters.FilterSet):
    """Conditions join with AND; several values of one field with OR. What ``actor`` may not see is no condition:
    it would tell what the field hides."""

    base_filters: dict[str, Any]

    q = django_filters.CharFilter(method="find", label=_("Search"))
    number = django_filters.CharFilter(method="by_number", label=_("Order number"))
    customer = ReferenceFilter(find=by(Customer), field_name="order__customer_id", label=_("Customer"))
    product = ReferenceFilter(find=by(Product), field_name="product_id", label=_("Product"))
    status = django_filters.MultipleChoiceFilter(
        field_name="order__status", choices=Status.choices, distinct=False, label=_("State")
    )
    order_date_from = _days("order__order_date", "gte", _("Ordered from"))
    order_date_to = _days("order__order_date", "lte", _("Ordered to"))
    requested_from = _days("requested", "gte", _("Requested from"))
    requested_to = _days("requested", "lte", _("Requested to"))
    promised_from = _days("promised_date", "gte", _("Promised from"))
    promised_to = _days("promised_date", "lte", _("Promised to"))
    shipped_from = _days("last_ship_date", "gte", _("Last shipped from"))
    shipped_to = _days("last_ship_date", "lte", _("Last shipped to"))
    row_closed = django_filters.BooleanFilter(field_name="row_closed", label=_("Row-close flag"))
    closure = django_filters.MultipleChoiceFilter(choices=Closure.choices, distinct=False, label=_("Closure"))
    amount_min = AmountFilter(field_name="amount", lookup_expr="gte", label=_("Amount from"))
    amount_max = AmountFilter(field_name="amount", lookup_expr="lte", label=_("Amount to"))
    salesperson = ReferenceFilter(**_PERSON, field_name="order__salesperson_id", label=_("Salesperson"))
    executing_owner = ReferenceFilter(**_PERSON, field_name="order__executing_owner_id", label=_("Executing owner"))
    department = ReferenceFilter(find=by(Department), field_name="order__department_id", label=_("Department"))
    order_type = django_filters.ModelMultipleChoiceFilter(
        field_name="order__order_type__code",
        queryset=OrderType.objects.all(),
        to_field_name="code",
        distinct=False,
        label=_("Order type"),
    )
    origin = django_filters.MultipleChoiceFilter(
        field_name="order__origin", choices=Origin.choices, distinct=False, label=_("Origin")
    )
    is_urgent = django_filters.BooleanFilter(field_name="order__is_urgent", label=_("Urgent"))
    is_frozen = django_filters.BooleanFilter(field_name="is_frozen", label=pgettext_lazy("line", "Frozen"))
    is_gift = django_filters.BooleanFilter(field_name="is_gift", label=_("Gift"))
    is_service = django_filters.BooleanFilter(field_name="is_service", label=_("Service"))
    area_at = django_filters.ChoiceFilter(
        method="passed_over", choices=[(str(at), label) for at, label in areas.AT_LABELS.items()], label=_("Area by")
    )
    region = django_filters.CharFilter(method="passed_over", label=_("Region"))
    province_group = django_filters.CharFilter(method="passed_over", label=_("Province"))
    province = django_filters.CharFilter(method="passed_over", label=_("Sub-territory"))
    as_of = django_filters.DateFilter(method="passed_over", label=_("Classified as of"))
    condition = django_filters.CharFilter(method="by_condition", label=_("Condition"))
    segment = django_filters.CharFilter(method="by_segment", label=_("Saved condition"))

    class Meta:
        model = OrderLine
        fields: list[str] = []

    def __init__(self, data: Any = None, queryset: QuerySet | None = None, *, actor: User, today: date, **kwargs: Any):
        # what is not asked narrows nothing: 30 fields need not be copied for the two that are
        self.base_filters = {name: one for name, one in self.base_filters.items() if name in (data or ())}
        super().__init__(data, queryset, **kwargs)
        self.actor, self.today = actor, today
        for name in self._withheld():
            self.filters.pop(name, None)

    @property
    def rules_day(self) -> date | None:
        """The day by whose rules customers and products count; None: by those of now. Read once it is valid."""
        return self.form.cleaned_data.get("as_of")

    def _withheld(self) -> list[str]:
        """Names of conditions that would tell the actor what he may not see."""
        hidden = [name for name, guard in _GUARDED.items() if policies.effect(self.actor, guard)]
        return hidden if policies.can(self.actor, OF_CUSTOMERS) else [*hidden, *self._of_customers()]

    def _of_customers(self) -> list[str]:
        return [] if self.data.get("area_at") == areas.At.ORDER else list(areas.LEVELS)

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        """All conditions; the three of an area go together."""
        given = self.form.cleaned_data
        if "requested_from" in self.filters or "requested_to" in self.filters:
            queryset = queryset.alias(requested=Coalesce("requested_date", "order__requested_date"))
        at = areas.At(given.get("area_at") or areas.At.CUSTOMER)
        wanted = {level: given[level] for level in areas.LEVELS if given.get(level)}
        return areas.narrow(super().filter_queryset(queryset), at, wanted, self.rules_day)

    def find(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        """What people type: a number, a customer, a product, the customer's order number."""
        return queryset.filter(_found(text.fold_code(value)))

    def by_number(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        """Numbers by prefix."""
        return queryset.filter(order__number__startswith=value.strip().upper())

    def passed_over(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        """Narrowed together with the others of its kind, or says how others are meant: ``filter_queryset``."""
        return queryset

    def by_condition(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        """Lines of which a condition in its text form is true. Raises BadCondition with the place."""
        return self._narrowed(queryset, conditions.read(self.actor, Level.LINE, value))

    def by_segment(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Lines of a saved condition on lines, by number or code. Raises Invalid for one that is not the actor's."""
        found = segments.find_segment(self.actor, value)
        if found is None or found.level != Level.LINE:
            raise errors.Invalid(fields={name: [_("There is no such condition for order lines.")]})
        return self._narrowed(queryset, segments.condition_of(self.actor, found))

    def _narrowed(self, queryset: QuerySet, condition: conditions.Condition) -> QuerySet:
        return queryset.filter(condition.as_of(self.rules_day).narrow(Level.LINE, self.today))


def _found(wanted: str) -> Q:
    """Customers and products are found first, then their lines by key; of one kind it stays a bare condition."""
    numbered = search.by_number(wanted)
    if numbered is not None:
        return Q(order__in=Order.objects.filter(numbered).values("pk"))
    found = {
        "order_id": search.keys_named(wanted),
        "product_id": text.find_ids(Product, wanted),
        "order__customer_id": text.find_ids(Customer, wanted),
    }
    return text.condition((), **found)
