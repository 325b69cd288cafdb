"""What this room declares: its setting, checklists, words of events, fields of conditions, its place in the shell."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.home.cards import Card, home
from accounts.people.models import User
from accounts.trail.labels import event_labels
from common import settings
from common.errors import Text
from common.navigation import NavEntry, navigation
from orders.checking import examples, exporting, fields, queries, reference
from orders.checking.rights import VERIFY
from orders.order.models import Order
from orders.order.policies import obstacles

SHOWN = 7
LABELS = {"check_point.saved": _("Checklist changed")}


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    reference.register()
    settings.definitions.register(
        queries.SETTING,
        settings.Definition(
            queries.REQUIRED,
            _("Verification of an order by the order desk before anybody approves it"),
            "orders",
            choices=_choices,
        ),
    )
    for kind, label in LABELS.items():
        event_labels.register(kind, label)
    obstacles.register(VERIFY, not_verifiable)
    fields.register_fields()
    exporting.register()
    examples.register()
    home.register("verify", Card(_("Orders to verify"), order=11, verb=VERIFY, render=_card))
    navigation.register(
        "order-errors",
        NavEntry(
            group="orders",
            label=_("Order errors"),
            icon="exclamation-diamond",
            url_name="orders:error-list",
            verb="order.view",
            order=45,
        ),
    )


def _choices() -> list[tuple[str, Any]]:
    return [(queries.REQUIRED, _("Required")), (queries.OPTIONAL, _("Optional"))]


def not_verifiable(actor: User, order: Order) -> Text | None:
    """Why ``actor`` cannot verify a submitted order now, for the buttons."""
    if actor.pk == order.salesperson_id:
        return _("Nobody verifies his own order.")
    if queries.why_unverified(order.pk, order.content_hash) is None:
        return _("The order was verified as it stands.")
    return None


def _card(user: Any) -> tuple[str, dict[str, Any]] | None:
    found = list(queries.to_verify(user).select_related("customer")[:SHOWN])
    return ("orders/checking/_card.html", {"orders": found}) if found else None
