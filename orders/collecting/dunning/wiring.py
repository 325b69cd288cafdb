"""What this room declares: levels that are shipped, the paper, the mail, words of events, merging, its menu entry."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.console.rights import ModelRights, admin_rights
from accounts.people.models import User
from accounts.trail.labels import event_labels
from common.mailing import carry
from common.navigation import NavEntry, navigation
from common.outbox import Patience
from common.sends import Send, sends
from customers.cleaning.registry import Merger, mergers
from customers.models import Customer
from orders.collecting import policies
from orders.collecting.dunning import examples, exporting, mailing, operations, paper, reference
from orders.collecting.dunning.models import DunningLetter

LABELS = {
    "dunning.sent": gettext_lazy("Dunning letter sent"),
    "customer.dunned": gettext_lazy("Dunning letter sent"),
    "dunning.level_saved": gettext_lazy("Dunning level saved"),
}


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    reference.register()
    paper.register()
    examples.register()
    exporting.register()
    admin_rights.register("orders.dunninglevel", ModelRights(change=operations.EDIT))
    carry(mailing.TOPIC, mailing.deliver, Patience.PATIENT)
    sends.register(mailing.TOPIC, Send(gettext_lazy("Dunning letter"), "orders.dunningletter", "letter"))
    for kind, label in LABELS.items():
        event_labels.register(kind, label)
    mergers.register("orders.dunning", Merger(_move, _count))
    navigation.register(
        "dunning",
        NavEntry(
            group="money",
            label=gettext_lazy("Payment reminders"),
            short=pgettext_lazy("dunning", "Reminders"),
            icon="bell",
            url_name="orders:dunning-list",
            verb=policies.VIEW,
            order=65,
        ),
    )


def _count(source: Customer) -> list[tuple[str, int]]:
    count = DunningLetter.objects.filter(customer=source).count()
    return [(_("Dunning letters"), count)] if count else []


def _move(*, actor: User, source: Customer, target: Customer, at: datetime) -> None:
    """Letters stay as they were sent."""
    DunningLetter.objects.filter(customer=source).update(customer=target)
