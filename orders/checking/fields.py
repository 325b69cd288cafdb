"""Errors of orders as something that sets of orders are made of (R029): one of an order's errors must fit."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.conditions.kinds import Kind
from orders.checking.choices import ErrorKind, ErrorStage
from orders.checking.models import OrderError
from orders.order import policies
from segments.fields import Field, Level, Shape, Source, chosen, person, register

ERROR = Source(
    "order_error",
    Level.ORDER,
    Shape.MANY,
    _("Order error"),
    OrderError,
    link="order",
    only=Q(dismissed_at__isnull=True),
    verb=policies.VIEW,
    visible=policies.visible_to,
    through="order",
)


def register_fields() -> None:
    """Called once from this room's wiring. An order with an error is one whose kind of error is filled."""
    register(
        ERROR,
        [
            Field("error_kind", _("Kind of order error"), ERROR.key, path="kind", **chosen(ErrorKind)),
            Field("error_stage", _("Order error found"), ERROR.key, path="stage", **chosen(ErrorStage)),
            Field("error_found_at", _("Order error found on"), ERROR.key, Kind.MOMENT, "found_at"),
            Field("error_made_by", _("Order error made by"), ERROR.key, **person("made_by_id")),
            Field("error_corrected_at", _("Order error corrected on"), ERROR.key, Kind.MOMENT, "corrected_at"),
        ],
    )
