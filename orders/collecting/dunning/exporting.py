"""Dunning letters as a file."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts import policies as rights
from common import doors, keyset, reference
from common.conditions.kinds import Kind
from common.exports import conditions, plain
from common.exports.lists import Asked, Column, ExportList, Sheet, lists
from common.exports.plain import Plain
from customers import queries as customers
from orders.collecting import policies
from orders.collecting.dunning import queries
from orders.collecting.dunning.filters import LetterFilter
from orders.collecting.dunning.models import Channel

COLUMNS: dict[str, Plain] = {
    one.column.key: one
    for one in (
        Plain(Column("number", _("Letter number"), Kind.CODE, width=20), ("number",)),
        Plain(Column("customer", _("Customer"), width=32), ("customer__name",)),
        Plain(Column("customer_code", _("Customer code"), Kind.CODE), ("customer__code",)),
        Plain(Column("level", _("Level"), Kind.NUMBER, width=8), ("level",)),
        Plain(
            Column("level_name", _("Name of the level"), width=24),
            ("level_name",),
            lambda row: reference.shown(row.level_name),
        ),
        Plain(Column("channel", _("How it goes"), Kind.CHOICE), ("channel",), lambda row: Channel(row.channel).label),
        Plain(Column("currency", _("Currency"), Kind.CODE, width=10), ("currency_id",)),
        Plain(Column("total", _("Asked for"), Kind.MONEY, is_summed=True), ("total",)),
        Plain(Column("statement", _("Statement of account"), Kind.CODE, width=20), ("statement__number",)),
        Plain(Column("sent_by", _("Sent by")), ("sent_by__name",)),
        Plain(Column("sent_at", _("Sent"), Kind.MOMENT), ("sent_at",)),
    )
}
RECIPIENT = Plain(Column("recipient", _("Sent to"), width=32), ("recipient",))


def open_letters(actor: Any, asked: Asked) -> Sheet:
    """The letters as ``actor`` asks for them; addresses only for who sees contacts."""
    found = doors.filter_of(LetterFilter, asked.query, queries.list_letters(actor))
    sort = asked.query.get("sort") or queries.DEFAULT_SORT
    hidden = rights.effect(actor, "customer.contact")
    offered = COLUMNS if hidden else COLUMNS | {RECIPIENT.column.key: RECIPIENT}
    return plain.sheet(
        keyset.ordered(found.qs, sorts=queries.SORTS, sort=sort),
        plain.pick(offered, [*offered] if asked.columns is None else asked.columns),
        condition=conditions.in_words(found, {"customer": lambda pk: customers.label(actor=actor, customer_id=pk)}),
        currency=COLUMNS["currency"],
        sorted_by=conditions.sorting(sort, queries.SORTS, {"id": _("Sent"), "total": _("Asked for")}),
    )


def register() -> None:
    """Called once from this room's wiring."""
    lists.register(
        "dunning-letters",
        ExportList(
            _("Dunning letters"), policies.VIEW, "orders:dunning-letters", open_letters, LetterFilter.base_filters
        ),
    )
