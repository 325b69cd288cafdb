"""What this room declares: its purpose of signed links, its mail, why invoices wait, its setting, words of events."""

from django.utils.translation import gettext_lazy as _

from accounts.trail.labels import event_labels
from common import settings
from common.links.purposes import Purpose, purposes
from common.mailing import carry
from common.sends import Send, sends
from orders.collecting.confirming import examples, gate, link_page, mailing, queries
from orders.invoicing.gates import Gate, gates

LABELS = {
    "statement.asked": _("Statement of account sent for confirmation"),
    "statement.ask_revoked": _("Question about a statement taken back"),
    "statement.confirmed": _("Statement of account confirmed by the customer"),
    "statement.objected": _("Customer objected to a statement of account"),
}


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    examples.register()
    words = _("Confirmation of a statement of account")
    purposes.register(queries.KIND.purpose, Purpose(words, link_page.PAGE.show))
    carry(queries.KIND.purpose, mailing.deliver)
    sends.register(
        queries.KIND.purpose, Send(_("Statement to be confirmed"), "orders.statementconfirmation", "confirmation")
    )
    words = _("Statement not confirmed")
    gates.register("statements", Gate(words, "statement_not_confirmed", queries.waiting_accounts, gate.waiting))
    settings.definitions.register(
        queries.BILLING_WAITS,
        settings.Definition(
            False,
            _("Invoices wait until the customer confirmed a statement of account that lists what they say"),
            "orders",
        ),
    )
    for kind, label in LABELS.items():
        event_labels.register(kind, label)
