"""What links for signing declare: their purpose, words of events."""

from django.utils.translation import gettext_lazy as _

from accounts.trail.labels import event_labels
from common.links.purposes import Purpose, purposes
from orders.fulfilment.handover import examples, link_page, queries

LABELS = {
    "outbound.link_made": _("Link for signing made"),
    "outbound.link_revoked": _("Link for signing taken back"),
}


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    examples.register()
    purposes.register(queries.PURPOSE, Purpose(_("Signing of a delivery"), link_page.show))
    for kind, label in LABELS.items():
        event_labels.register(kind, label)
