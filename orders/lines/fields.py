"""Fields of lines that are computed: how late, how many sensors (R019, R029, SEMANTICS 15)."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import (
    Case,
    DateField,
    DecimalField,
    Expression,
    ExpressionWrapper,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest
from django.db.models.lookups import IsNull, LessThan
from django.utils.translation import gettext_lazy as _

from common.conditions.kinds import Kind
from orders.order.derive import BINDING
from orders.order.fields import LINE
from orders.order.states import Closure
from products.fields import VIEW as OF_PRODUCTS
from segments.classification import history
from segments.fields import Field, fields


class _Days(Func):
    """Days from the second day to the first."""

    template = "(%(expressions)s)"
    arg_joiner = " - "
    output_field = IntegerField()


def promised() -> Expression:
    """The day that we promised for a line."""
    return ExpressionWrapper(F("promised_date"), DateField())


def requested() -> Expression:
    """The day that the customer asked for: the line's own, else the order's."""
    return Coalesce(F("requested_date"), F("order__requested_date"))


def days_late(due: Callable[[], Expression]) -> Callable[[date], Expression]:
    """``lateness.days_late`` as the database computes it; NULL where nothing can be said."""

    def on(today: date) -> Expression:
        now, nothing = Value(today, DateField()), Value(None, IntegerField())
        return Case(
            When(Q(IsNull(due(), True)) | ~Q(order__status__in=BINDING), then=nothing),
            When(Q(closure=Closure.OPEN) & Q(LessThan(due(), now)), then=_Days(now, due())),
            When(Q(closure=Closure.OPEN) | Q(last_ship_date__isnull=True), then=nothing),
            default=Greatest(Value(0), _Days(F("last_ship_date"), due())),
            output_field=IntegerField(),
        )

    return on


def ship_delay(today: date) -> Expression:
    """Days from the requested day to the last shipment, negative for an early one; NULL without either."""
    return _Days(F("last_ship_date"), requested())


def still_open(today: date) -> Expression:
    """``OrderLine.open`` as the database computes it: what is still to be sent."""
    rest = F("ordered") - F("shipped") + F("reship") - F("short_closed")
    return Greatest(Value(Decimal(0)), rest, output_field=DecimalField())


def sensor_demand(today: date) -> Expression:
    """``lateness.sensor_demand`` as the database computes it; NULL for what is no kit."""
    return ExpressionWrapper(F("ordered") * F("text__sensor_count"), DecimalField())


def sensor_demand_at(day: date) -> Callable[[date], Expression]:
    """The same by the sensors that the rules counted on a day."""
    counted = history.at_day("product", day).filter(of=OuterRef("text_id")).values("sensor_count")
    return lambda today: ExpressionWrapper(F("ordered") * Subquery(counted), DecimalField())


def _computed(key: str, label, expression: Callable[[date], Expression], **options: Any) -> None:
    fields.register(key, Field(key, label, LINE.key, Kind.NUMBER, path=key, expression=expression, **options))


def register_fields() -> None:
    """Called once from ``OrdersConfig.ready``, after the source of lines is there."""
    _computed("days_late", _("Days late"), days_late(promised))
    _computed("days_late_requested", _("Days late against the requested day"), days_late(requested))
    _computed("open", _("Open quantity"), still_open)
    _computed("ship_delay", _("Days shipped after the requested day"), ship_delay)
    demand = {"expression_at": sensor_demand_at, "verb": OF_PRODUCTS}
    _computed("sensor_demand", _("Sensor demand"), sensor_demand, **demand)
