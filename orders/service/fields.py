"""Customers' confirmations as something that sets of orders are made of (R029)."""

from django.utils.translation import gettext_lazy as _

from common.conditions.kinds import Kind
from orders.order import policies
from orders.service.choices import Method, State
from orders.service.models import Confirmation
from segments.fields import Field, Level, Shape, Source, chosen, register

CONFIRMATION = Source(
    "confirmation",
    Level.ORDER,
    Shape.MANY,
    _("Customer's confirmation"),
    Confirmation,
    link="order",
    verb=policies.VIEW,
    visible=policies.visible_to,
    through="order",
)


def register_fields() -> None:
    """Called once from this room's wiring."""
    register(
        CONFIRMATION,
        [
            Field(
                "confirmation_state", _("Confirmation by the customer"), CONFIRMATION.key, path="state", **chosen(State)
            ),
            Field(
                "confirmation_method", _("Way of the confirmation"), CONFIRMATION.key, path="method", **chosen(Method)
            ),
            Field("confirmation_asked_at", _("Customer asked on"), CONFIRMATION.key, Kind.MOMENT, "asked_at"),
            Field("confirmation_answered_at", _("Customer answered on"), CONFIRMATION.key, Kind.MOMENT, "answered_at"),
        ],
    )
