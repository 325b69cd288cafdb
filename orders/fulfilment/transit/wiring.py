"""What goods on their way declare: settings, the letter, words of events, cards of the home page."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.home.cards import Card, home
from accounts.trail.labels import event_labels
from common import clock
from common.dates import business_day
from common.mailing import carry
from common.sends import Send, sends
from orders.fulfilment.transit import attention, examples, mailing, queries
from orders.fulfilment.transit.attention import Attention

SHOWN = 7
LABELS = {
    "outbound.told": _("Customer told of the arrival"),
    "order.arrival_told": _("Customer told of the arrival"),
    "outbound.tracked": _("News of the carrier"),
    "outbound.arrival_moved": _("Expected arrival moved"),
}


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    attention.register()
    examples.register()
    carry(queries.TOPIC, mailing.deliver)
    sends.register(queries.TOPIC, Send(_("Notice of arrival"), "orders.arrivalnotice", "notice"))
    for kind, label in LABELS.items():
        event_labels.register(kind, label)
    for key, need, title, order, verb in (
        ("to-tell", Attention.TELL, _("Customers to be told of an arrival"), 27, "outbound.tell"),
        ("unreported", Attention.UNREPORTED, _("Signings not reported in time"), 28, "outbound.sign"),
    ):
        home.register(key, Card(title, order=order, verb=verb, render=_card(need)))


def _card(need: Attention) -> Callable[[Any], tuple[str, dict[str, Any]] | None]:
    def draw(user: Any) -> tuple[str, dict[str, Any]] | None:
        rows = list(queries.to_see_to(user, need, business_day(clock.now()))[:SHOWN])
        return ("orders/outbound/_card.html", {"rows": rows, "need": need.value}) if rows else None

    return draw
