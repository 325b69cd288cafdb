"""What received ship dates declare: words of their events, invariants, their place in the shell."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.home.cards import Card, home
from accounts.trail.labels import event_labels
from common.navigation import NavEntry, navigation
from orders.fulfilment.ship_dates import examples, invariants, queries

SHOWN = 7
RESOLVE = "ship_date.resolve"
LABELS = {
    "outbound.ship_date_received": _("Ship date received"),
    "ship_date.received": _("Ship dates received"),
    "ship_date.assigned": _("Received ship date assigned"),
    "ship_date.dismissed": _("Received ship date dismissed"),
    "ship_date.confirmed": _("Received ship date confirmed"),
}


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    for kind, label in LABELS.items():
        event_labels.register(kind, label)
    invariants.register()
    examples.register()
    home.register("ship-dates", Card(_("Ship dates to settle"), order=25, verb=RESOLVE, render=_card))
    navigation.register(
        "ship-dates",
        NavEntry(
            group="shipping",
            label=_("Ship dates"),
            icon="calendar2-check",
            url_name="orders:ship-date-list",
            verb="outbound.view",
            count=_count,
            order=55,
        ),
    )


def _count(user: Any) -> int | None:
    """How many wait, for who settles them."""
    return queries.count_unsettled(user) if user.can(RESOLVE) else None


def _card(user: Any) -> tuple[str, dict[str, Any]] | None:
    rows = queries.list_received(user).filter(queries.UNSETTLED).order_by("-pk")
    found = list(rows[:SHOWN])
    return ("orders/ship_date/_card.html", {"rows": found}) if found else None
