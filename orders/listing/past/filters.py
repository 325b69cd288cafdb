"""Which orders a list of a past moment shows: those that were there then, and the state they were in."""

from datetime import date, datetime
from typing import Any

import django_filters
from django.db.models import Case, CharField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from common import dates, moments
from orders.order.filters import OrderFilter
from orders.order.models import OrderStep
from orders.order.states import Origin, Status


class PastFilter(OrderFilter):
    """The conditions on orders. They ask what orders are today; ``status`` asks what they were ``at`` the moment."""

    at = django_filters.CharFilter(method="as_it_is", label=_("As of"))
    status = django_filters.MultipleChoiceFilter(
        choices=Status.choices, method="by_status_then", distinct=False, label=_("State then")
    )

    def __init__(
        self,
        data: Any = None,
        queryset: QuerySet | None = None,
        *,
        actor: User | None = None,
        today: date | None = None,
        now: datetime,
        **kwargs: Any,
    ):
        self.moment = moments.read((data or {}).get(moments.PARAMETER, ""), now)
        rows = queryset if queryset is None else there(queryset, self.moment)
        super().__init__(data, rows, actor=actor, today=today or dates.business_day(now), **kwargs)

    def as_it_is(self, queryset: QuerySet, _name: str, _value: str) -> QuerySet:
        """Read before: every other condition stands on it."""
        return queryset

    def by_status_then(self, queryset: QuerySet, _name: str, value: list[str]) -> QuerySet:
        """Orders that were in one of these states then."""
        return queryset.filter(status_then__in=value) if value else queryset


def there(orders: QuerySet, moment: datetime) -> QuerySet:
    """The orders that were there at a moment, with ``status_then``. What came from elsewhere was there since the day
    of its document, in force until it is said to be closed."""
    steps = OrderStep.objects.filter(order=OuterRef("pk"), at__lte=moment).order_by("-id")
    without_step = Case(
        When(origin=Origin.NATIVE, then=Value(str(Status.DRAFT))),
        When(origin=Origin.HISTORY, closed_at__lte=moment, then=Value(str(Status.CLOSED))),
        default=Value(str(Status.EFFECTIVE)),
        output_field=CharField(),
    )
    own = Q(origin=Origin.NATIVE, created_at__lte=moment)
    brought = ~Q(origin=Origin.NATIVE) & Q(order_date__lte=dates.business_day(moment))
    return orders.filter(own | brought).annotate(
        status_then=Coalesce(Subquery(steps.values("to_status")[:1]), without_step, output_field=CharField())
    )
