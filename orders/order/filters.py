"""The one set of conditions on orders, for page and API."""

from datetime import date
from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.people.models import Department, User
from common import clock, dates, errors
from common.reference_filter import ReferenceFilter, by
from common.typed import AmountFilter
from customers.models import Customer
from orders.order import policies, search
from orders.order.choices import AmountClass, CustomerType, TimeClass
from orders.order.models import Order, OrderLine, OrderType
from orders.order.states import Fulfilment, Origin, Settlement, Status
from products.catalogue.models import Product
from segments import conditions
from segments import queries as segments
from segments.fields import Level

_PERSON: dict[str, Any] = {"find": by(User, "username"), "words": "sign-in name"}
_MONEY = ("amount_min", "amount_max", "settlement", "amount_class", "priority_min")


class OrderFilter(django_filters.FilterSet):
    """Conditions join with AND; several values of one field with OR. Conditions on columns that ``actor``
    may not see are left out: a filter would tell what the field hides."""

    base_filters: dict[str, Any]

    q = django_filters.CharFilter(method="find", label=_("Search"))
    number = django_filters.CharFilter(method="by_number", label=_("Order number"))
    source_number = django_filters.CharFilter(field_name="source_number", label=_("Number in the source"))
    customer_po_number = django_filters.CharFilter(field_name="customer_po_number", label=_("Customer's order number"))
    customer = ReferenceFilter(find=by(Customer), field_name="customer_id", label=_("Customer"))
    product = ReferenceFilter(find=by(Product), method="by_product", label=_("Product"))
    status = django_filters.MultipleChoiceFilter(choices=Status.choices, distinct=False, label=_("State"))
    order_date_from = django_filters.DateFilter(field_name="order_date", lookup_expr="gte", label=_("Ordered from"))
    order_date_to = django_filters.DateFilter(field_name="order_date", lookup_expr="lte", label=_("Ordered to"))
    requested_from = django_filters.DateFilter(
        field_name="requested_date", lookup_expr="gte", label=_("Requested from")
    )
    requested_to = django_filters.DateFilter(field_name="requested_date", lookup_expr="lte", label=_("Requested to"))
    promised_from = django_filters.DateFilter(field_name="promised_date", lookup_expr="gte", label=_("Promised from"))
    promised_to = django_filters.DateFilter(field_name="promised_date", lookup_expr="lte", label=_("Promised to"))
    amount_min = AmountFilter(field_name="total_amount", lookup_expr="gte", label=_("Amount from"))
    amount_max = AmountFilter(field_name="total_amount", lookup_expr="lte", label=_("Amount to"))
    salesperson = ReferenceFilter(**_PERSON, field_name="salesperson_id", label=_("Salesperson"))
    executing_owner = ReferenceFilter(**_PERSON, field_name="executing_owner_id", label=_("Executing owner"))
    department = ReferenceFilter(find=by(Department), field_name="department_id", label=_("Department"))
    territory = django_filters.CharFilter(
        field_name="territory", lookup_expr="startswith", label=_("Department in charge")
    )
    order_type = django_filters.ModelMultipleChoiceFilter(
        field_name="order_type__code",
        queryset=OrderType.objects.all(),
        to_field_name="code",
        distinct=False,
        label=_("Order type"),
    )
    fulfilment = django_filters.MultipleChoiceFilter(choices=Fulfilment.choices, distinct=False, label=_("Fulfilment"))
    signing = django_filters.MultipleChoiceFilter(choices=Fulfilment.choices, distinct=False, label=_("Signing"))
    invoicing = django_filters.MultipleChoiceFilter(choices=Fulfilment.choices, distinct=False, label=_("Invoicing"))
    settlement = django_filters.MultipleChoiceFilter(choices=Settlement.choices, distinct=False, label=_("Settlement"))
    origin = django_filters.MultipleChoiceFilter(choices=Origin.choices, distinct=False, label=_("Origin"))
    is_frozen = django_filters.BooleanFilter(label=_("Frozen"))
    is_set_aside = django_filters.BooleanFilter(method="by_set_aside", label=_("Set aside"))
    has_doubts = django_filters.BooleanFilter(method="by_doubts", label=_("Has open doubts"))
    has_exceptions = django_filters.BooleanFilter(method="by_exceptions", label=_("Has open exceptions"))
    is_urgent = django_filters.BooleanFilter(label=_("Urgent"))
    amount_class = django_filters.MultipleChoiceFilter(
        choices=AmountClass.choices, distinct=False, label=_("Class by amount")
    )
    time_class = django_filters.MultipleChoiceFilter(choices=TimeClass.choices, distinct=False, label=_("Class by day"))
    customer_type = django_filters.MultipleChoiceFilter(
        choices=CustomerType.choices, distinct=False, label=_("Customer is")
    )
    priority_min = django_filters.NumberFilter(field_name="priority", lookup_expr="gte", label=_("Priority from"))
    row_closed = django_filters.BooleanFilter(method="by_row_closed", label=_("Row-close flag"))
    condition = django_filters.CharFilter(method="by_condition", label=_("Condition"))
    segment = django_filters.CharFilter(method="by_segment", label=_("Saved condition"))

    class Meta:
        model = Order
        fields: list[str] = []

    def __init__(
        self,
        data: Any = None,
        queryset: QuerySet | None = None,
        *,
        actor: User | None = None,
        today: date | None = None,
        **kwargs: Any,
    ):
        # what is not asked narrows nothing: 26 fields need not be copied for the two that are
        self.base_filters = {name: one for name, one in self.base_filters.items() if name in (data or ())}
        super().__init__(data, queryset, **kwargs)
        self.actor = actor = actor or getattr(kwargs.get("request"), "user", None)
        self.today = today or dates.business_day(clock.now())
        if actor is None or "total_amount" in policies.hidden_columns(actor):
            for name in _MONEY:
                self.filters.pop(name, None)

    def find(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        """What people type: a number, a customer, a product, the customer's order number."""
        return search.search_orders(queryset, value)

    def by_set_aside(self, queryset: QuerySet, _name: str, value: bool) -> QuerySet:
        """Drafts that the first screening set aside (or, false, the others)."""
        return queryset.exclude(set_aside_reason="") if value else queryset.filter(set_aside_reason="")

    def by_doubts(self, queryset: QuerySet, _name: str, value: bool) -> QuerySet:
        """Orders with doubts that are not closed (or, false, the others)."""
        return queryset.filter(open_doubts__gt=0) if value else queryset.filter(open_doubts=0)

    def by_exceptions(self, queryset: QuerySet, _name: str, value: bool) -> QuerySet:
        """Orders with exceptions that are not closed (or, false, the others)."""
        return queryset.filter(open_exceptions__gt=0) if value else queryset.filter(open_exceptions=0)

    def by_number(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        """Numbers by prefix."""
        return queryset.filter(number__startswith=value.strip().upper())

    def by_product(self, queryset: QuerySet, _name: str, value: Any) -> QuerySet:
        """Orders with a line of the product."""
        return queryset.filter(Exists(OrderLine.objects.filter(order=OuterRef("pk"), product_id=int(value))))

    def by_row_closed(self, queryset: QuerySet, _name: str, value: bool) -> QuerySet:
        """Orders with (or without) a line whose row-close flag is N."""
        open_rows = OrderLine.objects.filter(order=OuterRef("pk"), row_closed=False)
        return queryset.filter(~Exists(open_rows)) if value else queryset.filter(Exists(open_rows))

    def by_condition(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        """Orders of which a condition in its text form is true. Raises BadCondition with the place."""
        return queryset.filter(self._narrowed(conditions.read(self._reader(), Level.ORDER, value)))

    def by_segment(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Orders of a saved condition on orders, by number or code. Raises Invalid for one that is not the actor's."""
        found = segments.find_segment(self._reader(), value)
        if found is None or found.level != Level.ORDER:
            raise errors.Invalid(fields={name: [_("There is no such condition for orders.")]})
        return queryset.filter(self._narrowed(segments.condition_of(self._reader(), found)))

    def _reader(self) -> User:
        """Who asks. Raises NotAllowed where nobody is named: fields are somebody's to see."""
        if self.actor is None:
            raise errors.NotAllowed()
        return self.actor

    def _narrowed(self, condition: conditions.Condition) -> Q:
        return condition.narrow(Level.ORDER, self.today)
