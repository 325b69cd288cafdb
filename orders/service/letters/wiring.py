"""What this room declares: the company's policy, its mail, words of events, the record, merging, handing over, its
place in the shell."""

from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.handover.duties import Duty, handover
from accounts.people.models import User
from accounts.trail.labels import event_labels
from common.mailing import carry
from common.navigation import NavEntry, navigation
from common.outbox import Patience
from common.sends import Send, sends
from customers.cleaning.registry import Merger, mergers
from customers.models import Customer
from orders.service.letters import examples, exporting, fields, mailing, policies, queries, record, reference
from orders.service.letters.models import ProgressLetter, ServicePolicy
from orders.service.rights import SERVE

LABELS = {
    "service_policy.saved": gettext_lazy("Service policy saved"),
    "customer.progress_drafted": gettext_lazy("Progress letter drafted"),
    "customer.progress_changed": gettext_lazy("Progress letter changed"),
    "customer.progress_sent": gettext_lazy("Progress letter sent"),
    "customer.progress_resent": gettext_lazy("Progress letter sent again"),
    "customer.progress_dropped": gettext_lazy("Progress letter dropped"),
}


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    reference.register()
    examples.register()
    exporting.register()
    fields.register_fields()
    record.register()
    carry(mailing.TOPIC, mailing.deliver, Patience.PATIENT)
    sends.register(mailing.TOPIC, Send(gettext_lazy("Progress letter"), "orders.progressletter", "letter"))
    for kind, label in LABELS.items():
        event_labels.register(kind, label)
    mergers.register("orders.progress_letters", Merger(_move_customer, _count_customer))
    handover.register(
        "progress-letters", Duty(gettext_lazy("Progress letters"), queries.count_drafts, _hand_over, order=36)
    )
    navigation.register(
        "progress-letters",
        NavEntry(
            group="shipping",
            label=gettext_lazy("Progress letters"),
            icon="envelope-paper",
            url_name="orders:progress-letters",
            verb=SERVE,
            count=queries.count_drafts,
            order=59,
        ),
    )
    navigation.register(
        "service-policy",
        NavEntry(
            group="admin",
            label=gettext_lazy("Service policy"),
            icon="sliders",
            url_name="orders:service-policy",
            verb=policies.EDIT,
            order=75,
        ),
    )


def _count_customer(source: Customer) -> list[tuple[Any, int]]:
    count = ProgressLetter.objects.filter(customer=source).count()
    return [(_("Progress letters"), count)] if count else []


def _move_customer(*, actor: User, source: Customer, target: Customer, at: datetime) -> None:
    """Letters stay as they were written; of two drafts the other customer's counts, and so does its policy."""
    letters = ProgressLetter.objects.filter(customer=source)
    if ProgressLetter.objects.filter(customer=target, state=queries.State.DRAFT).exists():
        letters.filter(state=queries.State.DRAFT).update(state=queries.State.DROPPED, version=F("version") + 1)
    letters.update(customer=target)
    own = ServicePolicy.objects.filter(customer=source)
    if ServicePolicy.objects.filter(customer=target).exists():
        own.delete()
    else:
        own.update(customer=target)


def _hand_over(actor: User, giver: User, taker: User, at: datetime) -> int:
    rows = ProgressLetter.objects.filter(owner=giver, state=queries.State.DRAFT)
    return rows.update(owner=taker, version=F("version") + 1)
