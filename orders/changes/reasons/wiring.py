"""What this room declares: reference rows, the console's right, words of events, examples."""

from django.utils.translation import gettext_lazy as _

from accounts.console.rights import ModelRights, admin_rights
from accounts.trail.labels import event_labels
from common.reference import seeders, ship_names
from orders.changes.reasons import examples, operations, reference


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    ship_names(row[1] for row in reference.REASONS)
    seeders.register("orders.change_reasons", reference.seed_reasons)
    admin_rights.register("orders.changereason", ModelRights(change=operations.EDIT))
    event_labels.register("change_reason.saved", _("Reason of changes saved"))
    examples.register()
