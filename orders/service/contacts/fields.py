"""Contacts with customers as something that sets of orders are made of (R029): one of the contacts about an order must
fit."""

from django.utils.translation import gettext_lazy as _

from common.conditions.kinds import Kind
from orders.service.contacts import policies
from orders.service.contacts.choices import Outcome, Purpose, State, Way
from orders.service.contacts.models import FollowUp
from segments.fields import Field, Level, Shape, Source, chosen, register

CONTACT = Source(
    "follow_up",
    Level.ORDER,
    Shape.MANY,
    _("Contact about the order"),
    FollowUp,
    link="order",
    verb="customer.view",
    visible=policies.visible_to,
)


def register_fields() -> None:
    """Called once from this room's wiring."""
    key = CONTACT.key
    register(
        CONTACT,
        [
            Field("contact_state", _("State of a contact"), key, **chosen(State, path="state")),
            Field("contact_purpose", _("Purpose of a contact"), key, **chosen(Purpose, path="purpose")),
            Field("contact_way", _("Way of a contact"), key, **chosen(Way, path="way")),
            Field("contact_outcome", _("Outcome of a contact"), key, **chosen(Outcome, path="outcome")),
            Field("contact_due_date", _("Contact planned for"), key, Kind.DATE, "due_date"),
            Field("contact_held_at", _("Contact held on"), key, Kind.MOMENT, "held_at"),
        ],
    )
