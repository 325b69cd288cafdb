"""What this room declares: contacts as subjects, words of events, shipped guides, the record, merging, handing over,
its card, its place in the shell."""

from datetime import datetime
from typing import Any

from django.db.models import F
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.collaboration.subjects import Subject, subjects
from accounts.console.rights import ModelRights, admin_rights
from accounts.handover.duties import Duty, handover
from accounts.home.cards import Card, home
from accounts.people.models import User
from accounts.trail.labels import event_labels
from common import clock, dates
from common.navigation import NavEntry, navigation
from customers.cleaning.registry import Merger, mergers
from customers.models import Customer
from orders.service.contacts import examples, exporting, fields, policies, queries, record, reference
from orders.service.contacts.choices import State
from orders.service.contacts.models import FollowUp
from orders.service.contacts.operations.guides import EDIT
from orders.service.rights import SERVE

SHOWN = 8
_WORDS = {
    "planned": gettext_lazy("Contact planned"),
    "changed": gettext_lazy("Planned contact changed"),
    "moved": gettext_lazy("Contact given to another"),
    "held": gettext_lazy("Contact held"),
    "dropped": gettext_lazy("Contact dropped"),
}


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    subjects.register(
        FollowUp._meta.label_lower,
        Subject(get=queries.get_contact, url=url_of, verb=SERVE, reach=policies.reach, visible=policies.visible_to),
    )
    for what, label in _WORDS.items():
        event_labels.register(f"customer.contact_{what}", label)
        event_labels.register(f"order.contact_{what}", label)
    event_labels.register("contact_guide.saved", gettext_lazy("Guide for contacts saved"))
    admin_rights.register("orders.contactguide", ModelRights(change=EDIT))
    reference.register()
    examples.register()
    exporting.register()
    fields.register_fields()
    record.register()
    mergers.register("orders.contacts", Merger(_move_customer, _count_customer))
    handover.register("contacts", Duty(gettext_lazy("Contacts with customers"), _count_planned, _hand_over, order=35))
    home.register(
        "contacts",
        Card(gettext_lazy("Customers to contact"), order=25, render=_card, more="orders:follow-up-list"),
    )
    navigation.register(
        "follow-ups",
        NavEntry(
            group="shipping",
            label=gettext_lazy("Follow-ups"),
            icon="telephone",
            url_name="orders:follow-up-list",
            verb="customer.view",
            count=_count_due,
            order=58,
        ),
    )


def url_of(row: Any) -> str:
    """The contact's page, "" where no pages are installed."""
    try:
        return reverse("orders:follow-up-detail", args=[row.pk])
    except NoReverseMatch:
        return ""


def _count_due(user: Any) -> int:
    return queries.count_due(user, dates.business_day(clock.now()))


def _card(user: Any) -> tuple[str, dict[str, Any]] | None:
    found = list(queries.waiting_for(user, dates.business_day(clock.now()))[:SHOWN])
    return ("orders/follow_up/_card.html", {"contacts": found}) if found else None


def _count_customer(source: Customer) -> list[tuple[Any, int]]:
    count = FollowUp.objects.filter(customer=source).count()
    return [(_("Contacts with customers"), count)] if count else []


def _move_customer(*, actor: User, source: Customer, target: Customer, at: datetime) -> None:
    FollowUp.objects.filter(customer=source).update(customer=target, version=F("version") + 1)


def _count_planned(user: User) -> int:
    return FollowUp.objects.filter(owner=user, state=State.PLANNED).count()


def _hand_over(actor: User, giver: User, taker: User, at: datetime) -> int:
    rows = FollowUp.objects.filter(owner=giver, state=State.PLANNED)
    return rows.update(owner=taker, version=F("version") + 1)
