"""The rows of bank statements as a file."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from common import doors, keyset
from common.conditions.kinds import Kind
from common.exports import conditions, plain
from common.exports.lists import Asked, Column, ExportList, Sheet, lists
from common.exports.plain import Plain
from orders.settlement.banking import queries
from orders.settlement.banking.filters import BankLineFilter
from orders.settlement.banking.models import BankLine

COLUMNS: dict[str, Plain] = {
    one.column.key: one
    for one in (
        Plain(Column("booked_date", _("Booked on"), Kind.DATE), ("booked_date",)),
        Plain(Column("payer", _("Payer"), width=32), ("payer",)),
        Plain(Column("payer_account", _("Payer's account"), Kind.CODE, width=24), ("payer_account",)),
        Plain(Column("text", _("Text of the transfer"), width=40), ("text",)),
        Plain(Column("reference", _("Number of the bank"), Kind.CODE, width=24), ("reference",)),
        Plain(Column("currency", _("Currency"), Kind.CODE, width=10), ("currency_id",)),
        Plain(Column("amount", _("Amount"), Kind.MONEY, is_summed=True), ("amount",)),
        Plain(Column("state", _("State"), Kind.CHOICE), ("state",), lambda row: BankLine.State(row.state).label),
        Plain(Column("receipt", _("Receipt"), Kind.CODE, width=20), ("receipt__number",)),
        Plain(Column("reason", _("Reason"), width=32), ("reason",)),
        Plain(Column("source", _("Source")), ("source",)),
    )
}


def open_lines(actor: Any, asked: Asked) -> Sheet:
    """The list as ``actor`` asks for it."""
    found = doors.filter_of(BankLineFilter, asked.query, queries.list_lines(actor))
    sort = asked.query.get("sort") or queries.DEFAULT_SORT
    return plain.sheet(
        keyset.ordered(found.qs, sorts=queries.SORTS, sort=sort),
        plain.pick(COLUMNS, [*COLUMNS] if asked.columns is None else asked.columns),
        condition=conditions.in_words(found, {}),
        currency=COLUMNS["currency"],
        sorted_by=conditions.sorting(sort, queries.SORTS, {key: COLUMNS[key].column.label for key in queries.SORTS}),
    )


def register() -> None:
    """Called once from this room's ``register``."""
    lists.register(
        "bank-lines",
        ExportList(_("Bank statements"), queries.VERB, "orders:bank-list", open_lines, BankLineFilter.base_filters),
    )
