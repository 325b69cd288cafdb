"""What this app declares to lower floors: navigation, search, subject of comments and files, work to hand over."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import policies as rights
from accounts.collaboration.subjects import Subject, subjects
from accounts.handover.duties import Duty, handover, needs
from accounts.home.cards import Card, home
from accounts.people.models import User
from accounts.trail.exempt import exempt_tables
from accounts.trail.labels import event_labels
from common import clock, dates, settings
from common.likeness.searching import Archive, archives
from common.mailing import bounces
from common.navigation import Action, NavEntry, actions, navigation
from common.search import SearchHit, search
from customers import fields, policies, queries, returned_mail
from customers.cleaning import alike
from customers.cleaning import queries as cleaning
from customers.cleaning.registry import Merger, mergers
from customers.models import Carrier, Customer, PaymentTerm
from customers.operations import assignment
from customers.voice import facts
from customers.voice import operations as voice_operations
from customers.voice import queries as voice
from segments.custom_fields import uses as custom_fields

SHOWN_ON_CARD = 8
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
    "customer.duplicates_searched": _("Duplicates searched"),
    "customer.not_the_same": _("Said not to be the same as another"),
    "customer.perhaps_the_same": _("May be the same as another again"),
    "customer.merged_from": _("Another customer merged into this one"),
    "customer.note_added": _("Word of the customer written down"),
    "customer.note_answered": _("Customer answered"),
    "customer.note_done": _("Follow-up done"),
    "customer.note_withdrawn": _("Word of the customer taken back"),
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
    bounces.listeners.register("customers", returned_mail.tell)
    searched = Archive(
        *(_("Customers"), cleaning.compared, alike.keys_of, alike.WEIGHTS),
        event="customer.duplicates_searched",
        weighed=cleaning.weighed,
    )
    archives.register(SUBJECT, searched)
    custom_fields.subjects.register("CUSTOMER", Customer)
    subjects.register(
        SUBJECT,
        Subject(
            get=_get,
            url=url_of,
            label=lambda row: f"{row.code} {row.name}",
            verb="customer.view",
            reach=lambda row: {"owners": [row.owner_id], "departments": [row.department_id]},
            visible=policies.visible_to,
        ),
    )
    for model, find, back in (
        (Carrier, queries.get_carrier, "customers:carrier-list"),
        (PaymentTerm, queries.get_payment_term, "customers:term-list"),
    ):
        subjects.register(model._meta.label_lower, _master_subject(find, back))
    exempt_tables.register("customers_voicefacts", "derived: what customers' words and complaints come to")
    exempt_tables.register("customers_customerperiod", "derived by the rules: what customers were classified as")
    needs.register("customers", "customer.edit")
    handover.register("customers", Duty(_("Customers"), assignment.count_owned, assignment.move_owned, order=20))
    handover.register("follow-ups", Duty(_("Follow-ups"), voice.open_count, voice_operations.move_owed, order=25))
    settings.definitions.register(
        facts.MONTHS,
        settings.Definition(
            12,
            _("Words and complaints of customers count for so many months: in the grade and on their pages"),
            "credit",
            bounds=settings.Bounds(1, 60),
        ),
    )
    mergers.register("voice", Merger(voice_operations.follow_merge, voice.count_of))
    home.register("follow-ups", Card(_("Follow-ups due"), order=26, verb="customer.view", render=_follow_ups))
    search.register("customers", find_customers)
    fields.register_fields()
    _register_navigation()
    actions.register(
        "customer-new", Action(_("New customer"), "person-plus", "customers:customer-new", "customer.create")
    )


def _register_navigation() -> None:
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
    navigation.register(
        "currencies",
        NavEntry(
            group="master",
            label=_("Currencies"),
            icon="currency-exchange",
            url_name="customers:currency-list",
            verb="currency.edit",
            order=65,
        ),
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


def _master_subject(find: Callable[[int], Any], url_name: str) -> Subject:
    """A small master as the audit page reaches it: whoever sees customers sees it, its page is its list."""

    def get(actor: User, row_id: int) -> Any:
        rights.require(actor, "customer.view")
        return find(row_id)

    return Subject(get=get, url=lambda row: reverse(url_name), label=lambda row: f"{row.code} {row}")


def _follow_ups(user: Any) -> tuple[str, dict[str, Any]] | None:
    found = list(voice.follow_ups_due(user, dates.business_day(clock.now()))[:SHOWN_ON_CARD])
    return ("customers/note/_due.html", {"notes": found}) if found else None


def _get(actor: User, customer_id: int) -> Customer:
    return queries.get_customer(actor=actor, customer_id=customer_id)
