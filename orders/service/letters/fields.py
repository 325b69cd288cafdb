"""Progress letters as something that sets of orders are made of (R029): one of the letters about an order must fit."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.conditions.kinds import Kind
from orders.service.letters import policies
from orders.service.letters.models import ProgressLetter
from orders.service.rights import SERVE
from segments.fields import Field, Level, Shape, Source, chosen, register

LETTER = Source(
    "progress_letter",
    Level.ORDER,
    Shape.MANY,
    _("Progress letter"),
    ProgressLetter,
    link="orders",
    verb=SERVE,
    visible=policies.visible_to,
)


def register_fields() -> None:
    """Called once from this room's wiring."""
    key = LETTER.key
    register(
        LETTER,
        [
            Field("letter_state", _("State of a progress letter"), key, **chosen(ProgressLetter.State, path="state")),
            Field("letter_drafted_at", _("Progress letter drafted on"), key, Kind.MOMENT, "drafted_at"),
            Field("letter_sent_at", pgettext_lazy("field", "Progress letter sent on"), key, Kind.MOMENT, "sent_at"),
        ],
    )
