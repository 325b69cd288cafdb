"""What this room declares: words of events, navigation, examples."""

from django.utils.translation import gettext_lazy as _

from accounts.trail.labels import event_labels
from common.navigation import NavEntry, navigation
from orders.changes.shifting import examples, policies

LABELS = {
    "change_shift.created": _("Shift of many orders worked out"),
    "change_shift.published": _("Shift of many orders published"),
    "change_shift.discarded": _("Shift of many orders thrown away"),
}


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    for kind, label in LABELS.items():
        event_labels.register(kind, label)
    examples.register()
    navigation.register(
        "change-shifts",
        NavEntry("orders", _("Shift dates"), "calendar3", "orders:shift-list", policies.REQUEST, order=48),
    )
