"""What this room declares: its purpose of signed links, its mail, its setting, words of events."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.trail.labels import event_labels
from common import settings
from common.links.purposes import Purpose, purposes
from common.mailing import carry
from common.navigation import NavEntry, navigation
from common.outbox import Patience
from common.sends import Send, sends
from orders.order import policies
from orders.service.satisfaction import examples, exporting, fields, link_page, mailing, operations, queries

LABELS = {
    "order.satisfaction_asked": _("Customer asked how content he is"),
    "order.satisfaction_revoked": _("Question how content he is taken back"),
    "order.satisfaction_answered": _("Customer said how content he is"),
}


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    examples.register()
    exporting.register()
    fields.register_fields()
    navigation.register(
        "satisfaction",
        NavEntry(
            group="shipping",
            label=pgettext_lazy("navigation", "Satisfaction"),
            short=_("Satisfaction"),
            icon="star",
            url_name="orders:satisfaction-list",
            verb=policies.VIEW,
            order=58,
        ),
    )
    purposes.register(queries.KIND.purpose, Purpose(_("How content a customer is"), link_page.PAGE.show))
    carry(queries.KIND.purpose, mailing.deliver, Patience.PATIENT)
    sends.register(
        queries.KIND.purpose, Send(_("Question about satisfaction"), "orders.satisfactionrequest", "confirmation")
    )
    settings.definitions.register(
        operations.ASK_AFTER,
        settings.Definition(
            2,
            _("So many days after the last goods were signed for, the customer is asked how content he is"),
            "orders",
            bounds=settings.Bounds(0, 60),
        ),
    )
    for kind, label in LABELS.items():
        event_labels.register(kind, label)
