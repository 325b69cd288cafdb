"""What this room declares: its import target, words of events, its place in the shell."""

from django.utils.translation import gettext_lazy as _

from accounts.periods.queries import Unfinished, unfinished
from accounts.trail.labels import event_labels
from common.navigation import NavEntry, navigation
from orders.settlement.banking import examples, exporting, imports, queries

LABELS = {
    "bank_lines.loaded": _("Bank statement loaded"),
    "bank_line.recorded": _("Row of a bank statement recorded"),
    "bank_line.set_aside": _("Row of a bank statement set aside"),
    "bank_line.taken_up": _("Row of a bank statement taken up again"),
}


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    for kind, label in LABELS.items():
        event_labels.register(kind, label)
    imports.register()
    unfinished.register(
        "bank-lines", Unfinished(_("Bank statements to record"), queries.count_new_between, "orders:bank-list")
    )
    examples.register()
    exporting.register()
    navigation.register(
        "bank-lines",
        NavEntry(
            group="money",
            label=_("Bank statements"),
            icon="bank",
            url_name="orders:bank-list",
            verb=queries.VERB,
            count=queries.count_new,
            order=61,
        ),
    )
