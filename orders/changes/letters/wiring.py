"""What this room declares: its right, its purpose of signed links, its mail, words of events."""

from django.utils.translation import gettext_lazy as _

from accounts.trail.labels import event_labels
from common.links.purposes import Purpose, purposes
from common.mailing import carry
from common.sends import Send, sends
from orders.changes.letters import link_page, mailing, queries, record, rights

LABELS = {
    "change.customer_asked": _("Customer asked about a change"),
    "change.customer_reminded": _("Letter about a change sent again"),
    "change.letter_revoked": _("Letter about a change taken back"),
    "change.customer_answered": _("Customer answered about a change"),
    "change.customer_questioned": _("Customer asked back about a change"),
}


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    rights.register()
    record.register()
    purposes.register(queries.KIND.purpose, Purpose(_("Change of an order"), link_page.PAGE.show))
    carry(queries.KIND.purpose, mailing.deliver)
    sends.register(queries.KIND.purpose, Send(_("Letter about a change"), "orders.changeletter", "confirmation"))
    for kind, label in LABELS.items():
        event_labels.register(kind, label)
