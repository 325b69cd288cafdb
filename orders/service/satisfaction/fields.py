"""How content a customer is with an order, as something that sets of orders are made of (R029, R055)."""

from django.utils.translation import gettext_lazy as _

from common.conditions.kinds import Kind
from orders.order import policies
from orders.service.satisfaction.models import SatisfactionRequest
from segments.fields import Field, Level, Shape, Source, chosen, register

SATISFACTION = Source(
    "satisfaction",
    Level.ORDER,
    Shape.MANY,
    _("How content the customer is"),
    SatisfactionRequest,
    link="order",
    verb=policies.VIEW,
    visible=policies.visible_to,
    through="order",
)


def register_fields() -> None:
    """Called once from this room's wiring."""
    key = SATISFACTION.key
    register(
        SATISFACTION,
        [
            Field(
                "satisfaction_state",
                _("Question how content he is"),
                key,
                path="state",
                **chosen(SatisfactionRequest.State),
            ),
            Field("satisfaction_score", _("Score of an order"), key, Kind.NUMBER, "score"),
            Field("satisfaction_answered_at", _("Score given on"), key, Kind.MOMENT, "answered_at"),
        ],
    )
