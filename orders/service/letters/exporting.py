"""Progress letters as a file."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts import policies as rights
from accounts.people import queries as people
from common import doors, keyset
from common.conditions.kinds import Kind
from common.exports import conditions, plain
from common.exports.lists import Asked, Column, ExportList, Sheet, lists
from common.exports.plain import Plain
from customers import queries as customers
from orders.answers.kinds import CONTACT
from orders.service.letters import queries
from orders.service.letters.filters import ProgressLetterFilter
from orders.service.letters.models import ProgressLetter
from orders.service.rights import SERVE

_STATES = dict(ProgressLetter.State.choices)
_SENT = pgettext_lazy("progress letter", "Sent")
COLUMNS: dict[str, Plain] = {
    one.column.key: one
    for one in (
        Plain(Column("customer", _("Customer"), width=32), ("customer__name",)),
        Plain(Column("customer_code", _("Customer code"), Kind.CODE), ("customer__code",)),
        Plain(Column("subject", _("Subject"), width=40), ("subject",)),
        Plain(Column("text", _("Text"), width=80), ("text",)),
        Plain(Column("state", _("State"), Kind.CHOICE), ("state",), lambda row: str(_STATES[row.state])),
        Plain(Column("owner", _("Who")), ("owner__name",)),
        Plain(Column("drafted_at", _("Drafted"), Kind.MOMENT), ("drafted_at",)),
        Plain(Column("sent_by", _("Sent by")), ("sent_by__name",)),
        Plain(Column("sent_at", _SENT, Kind.MOMENT), ("sent_at",)),
    )
}
_PERSON = Plain(Column("recipient", _("Sent to"), width=28), ("recipient",))
SORT_WORDS = {"id": _("Drafted"), "sent_at": _SENT}


def open_letters(actor: Any, asked: Asked) -> Sheet:
    """The list as ``actor`` asks for it; the address only for who sees customers' people."""
    found = doors.filter_of(ProgressLetterFilter, asked.query, queries.list_letters(actor))
    offered = COLUMNS | ({} if rights.effect(actor, CONTACT) else {_PERSON.column.key: _PERSON})
    sort = asked.query.get("sort") or queries.DEFAULT_SORT
    names = {
        "customer": lambda pk: customers.label(actor=actor, customer_id=pk),
        "owner": people.person_name,
    }
    return plain.sheet(
        keyset.ordered(found.qs, sorts=queries.SORTS, sort=sort),
        plain.pick(offered, [*offered] if asked.columns is None else asked.columns),
        condition=conditions.in_words(found, names),
        sorted_by=conditions.sorting(sort, queries.SORTS, SORT_WORDS),
    )


def register() -> None:
    """Called once from this room's wiring."""
    lists.register(
        "progress-letters",
        ExportList(
            _("Progress letters"), SERVE, "orders:progress-letters", open_letters, ProgressLetterFilter.base_filters
        ),
    )
