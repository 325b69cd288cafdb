"""Contacts with customers as a file."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts import policies as rights
from accounts.people import queries as people
from common import dates, doors, keyset
from common.conditions.kinds import Kind
from common.exports import conditions, plain
from common.exports.lists import Asked, Column, ExportList, Sheet, lists
from common.exports.plain import Plain
from customers import queries as customers
from orders.service.contacts import queries
from orders.service.contacts.choices import Outcome, Purpose, State, Way
from orders.service.contacts.filters import ContactFilter

OUTCOMES = {"": "", **dict(Outcome.choices)}
COLUMNS: dict[str, Plain] = {
    one.column.key: one
    for one in (
        Plain(Column("customer", _("Customer"), width=32), ("customer__name",)),
        Plain(Column("customer_code", _("Customer code"), Kind.CODE), ("customer__code",)),
        Plain(Column("order", _("Order"), Kind.CODE, width=20), ("order__number",)),
        Plain(Column("subject", _("About"), width=40), ("subject",)),
        Plain(Column("purpose", _("Purpose"), Kind.CHOICE), ("purpose",), lambda row: str(Purpose(row.purpose).label)),
        Plain(Column("way", _("How"), Kind.CHOICE), ("way",), lambda row: str(Way(row.way).label)),
        Plain(Column("state", _("State"), Kind.CHOICE), ("state",), lambda row: str(State(row.state).label)),
        Plain(Column("due_date", _("Follow up by"), Kind.DATE), ("due_date",)),
        Plain(Column("owner", _("Who")), ("owner__name",)),
        Plain(Column("held_at", pgettext_lazy("contact", "Held"), Kind.MOMENT), ("held_at",)),
        Plain(Column("outcome", _("Outcome"), Kind.CHOICE), ("outcome",), lambda row: str(OUTCOMES[row.outcome])),
        Plain(Column("words", _("What was said"), width=60), ("words",)),
        Plain(Column("done_by", _("Written by")), ("done_by__name",)),
    )
}
CONTACT = Plain(Column("contact", _("Spoken with"), width=20), ("contact_name",))
SORT_WORDS = {"due_date": _("Follow up by"), "held_at": pgettext_lazy("contact", "Held"), "id": _("Number")}


def open_contacts(actor: Any, asked: Asked) -> Sheet:
    """The list as ``actor`` asks for it; the customer's people only for who sees them."""
    today = dates.business_day(asked.at)
    found = doors.filter_of(ContactFilter, asked.query, queries.list_contacts(actor), actor=actor, today=today)
    sort = asked.query.get("sort") or queries.DEFAULT_SORT
    names = {
        "customer": lambda pk: customers.label(actor=actor, customer_id=pk),
        "owner": people.person_name,
    }
    hidden = rights.effect(actor, queries.CONTACT)
    offered = COLUMNS if hidden else COLUMNS | {CONTACT.column.key: CONTACT}
    return plain.sheet(
        keyset.ordered(found.qs, sorts=queries.SORTS, sort=sort),
        plain.pick(offered, [*offered] if asked.columns is None else asked.columns),
        condition=conditions.in_words(found, names),
        sorted_by=conditions.sorting(sort, queries.SORTS, SORT_WORDS),
    )


def register() -> None:
    """Called once from this room's wiring."""
    lists.register(
        "follow-ups",
        ExportList(
            _("Follow-ups"), "customer.view", "orders:follow-up-list", open_contacts, ContactFilter.base_filters
        ),
    )
