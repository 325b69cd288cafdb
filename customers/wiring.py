"""What this app declares to lower floors: navigation, search, subject of comments and files, work to hand over."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.collaboration.subjects import Subject, subjects
from accounts.handover.duties import Duty, handover
from accounts.people.models import User
from accounts.trail.labels import event_labels
from common.navigation import Action, NavEntry, actions, navigation
from common.search import SearchHit, search
from customers import queries
from customers.models import Customer
from customers.operations import assignment

SUBJECT = Customer._meta.label_lower  # "customers.customer"


LABELS = {
    "customer.created": _("Customer added"),
    "customer.loaded": _("Customers imported"),
    "customer.changed": _("Customer changed"),
    "customer.assigned": _("Customer assigned"),
    "customer.assignment_started": _("Assignment took effect"),
    "customer.blocked": _("Customer blocked"),
    "customer.unblocked": _("Block lifted"),
    "customer.credit_set": _("Credit changed"),
    "customer.merged": _("Merged into another customer"),
    "customer.merged_from": _("Another customer merged into this one"),
    "contact.saved": _("Contact saved"),
    "contact.removed": _("Contact removed"),
    "address.saved": _("Address saved"),
    "address.removed": _("Address removed"),
    "carrier.saved": _("Carrier saved"),
    "payment_term.saved": _("Payment terms saved"),
    "currency.saved": _("Currency saved"),
    "currency.rate_saved": _("Exchange rate saved"),
}


def register() -> None:
    """Called once from ``CustomersConfig.ready``."""
    for kind, label in LABELS.items():
        event_labels.register(kind, label)
    subjects.register(
        SUBJECT, Subject(get=_get, url=url_of, label=lambda row: f"{row.code} {row.name}", verb="customer.view")
    )
    handover.register("customers", Duty(_("Customers"), assignment.count_owned, assignment.move_owned, order=20))
    search.register("customers", find_customers)
    navigation.register(
        "customers",
        NavEntry(
            group="master",
            label=_("Customers"),
            icon="people",
            url_name="customers:customer-list",
            verb="customer.view",
            order=10,
            keys="g c",
        ),
    )
    navigation.register(
        "carriers",
        NavEntry(
            group="master",
            label=_("Carriers"),
            icon="truck",
            url_name="customers:carrier-list",
            verb="customer.view",
            order=50,
        ),
    )
    navigation.register(
        "payment-terms",
        NavEntry(
            group="master",
            label=_("Payment terms"),
            icon="calendar-event",
            url_name="customers:term-list",
            verb="customer.view",
            order=60,
        ),
    )
    actions.register(
        "customer-new", Action(_("New customer"), "person-plus", "customers:customer-new", "customer.create")
    )


def url_of(customer: Customer) -> str:
    """The customer's page."""
    return reverse("customers:customer-detail", args=[customer.pk])


def find_customers(user: Any, text: str, limit: int) -> list[SearchHit]:
    """Customers for the palette."""
    return [
        SearchHit(
            title=customer.name,
            subtitle=f"{customer.code} · {customer.territory}",
            url=url_of(customer),
            icon="people",
            group=_("Customers"),
        )
        for customer in queries.suggest(actor=user, typed=text, limit=limit)
    ]


def _get(actor: User, customer_id: int) -> Customer:
    return queries.get_customer(actor=actor, customer_id=customer_id)
