"""What this room declares: the word of its event, its examples, its place in the shell."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.trail.labels import event_labels
from common import clock, dates
from common.navigation import NavEntry, navigation
from orders.settlement.dues import examples, exporting, queries, rights


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    rights.register()
    examples.register()
    exporting.register()
    event_labels.register("order.payment_followed_up", _("Payment followed up"))
    navigation.register(
        "payments-due",
        NavEntry(
            group="money",
            label=_("Payments due"),
            icon="hourglass-split",
            url_name="orders:due-list",
            verb=queries.VIEW,
            count=_count,
            order=62,
        ),
    )


def _count(user: Any) -> int | None:
    return queries.count_wanting(user, dates.business_day(clock.now()))
