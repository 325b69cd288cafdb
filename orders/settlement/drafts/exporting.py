"""The list of acceptance drafts as a file."""

from typing import Any

from django.utils.translation import gettext_lazy

from common import dates, doors, keyset
from common.conditions.kinds import Kind
from common.exports import conditions, plain
from common.exports.lists import Asked, Column, ExportList, Sheet, lists
from common.exports.plain import Plain
from customers import queries as customers
from orders.settlement.drafts import queries
from orders.settlement.drafts.filters import DraftFilter
from orders.settlement.drafts.rights import VIEW
from orders.settlement.drafts.states import DraftKind, DraftState

COLUMNS: dict[str, Plain] = {
    one.column.key: one
    for one in (
        Plain(Column("number", gettext_lazy("Draft number"), Kind.CODE, width=34), ("number",)),
        Plain(
            Column("kind", gettext_lazy("Kind of draft"), Kind.CHOICE),
            ("kind",),
            lambda row: DraftKind(row.kind).label,
        ),
        Plain(Column("receipt", gettext_lazy("Receipt"), Kind.CODE, width=20), ("receipt__number",)),
        Plain(Column("customer", gettext_lazy("Customer"), width=32), ("receipt__customer__name",)),
        Plain(Column("customer_code", gettext_lazy("Customer code"), Kind.CODE), ("receipt__customer__code",)),
        Plain(Column("drawer", gettext_lazy("Drawer"), width=32), ("drawer",)),
        Plain(Column("acceptor", gettext_lazy("Accepted by"), width=32), ("acceptor",)),
        Plain(Column("issue_date", gettext_lazy("Drawn on"), Kind.DATE), ("issue_date",)),
        Plain(Column("received_date", gettext_lazy("Received on"), Kind.DATE), ("receipt__received_date",)),
        Plain(Column("maturity_date", gettext_lazy("Matures on"), Kind.DATE), ("maturity_date",)),
        Plain(Column("currency", gettext_lazy("Currency"), Kind.CODE, width=10), ("receipt__currency_id",)),
        Plain(Column("amount", gettext_lazy("Amount"), Kind.MONEY, is_summed=True), ("receipt__amount",)),
        Plain(Column("state", gettext_lazy("State"), Kind.CHOICE), ("state",), lambda row: DraftState(row.state).label),
        Plain(Column("moved_date", gettext_lazy("Day of the last move"), Kind.DATE), ("moved_date",)),
        Plain(Column("given_to", gettext_lazy("Given to"), width=32), ("given_to",)),
        Plain(Column("charge", gettext_lazy("Discount charge"), Kind.MONEY, is_summed=True), ("charge",)),
    )
}


def open_drafts(actor: Any, asked: Asked) -> Sheet:
    """The list as ``actor`` asks for it."""
    today = dates.business_day(asked.at)
    found = doors.filter_of(DraftFilter, asked.query, queries.list_drafts(actor), today=today)
    sort = asked.query.get("sort") or queries.DEFAULT_SORT
    names = {"customer": lambda pk: customers.label(actor=actor, customer_id=pk)}
    return plain.sheet(
        keyset.ordered(found.qs, sorts=queries.SORTS, sort=sort),
        plain.pick(COLUMNS, [*COLUMNS] if asked.columns is None else asked.columns),
        condition=conditions.in_words(found, names),
        currency=COLUMNS["currency"],
        sorted_by=conditions.sorting(sort, queries.SORTS, {key: COLUMNS[key].column.label for key in queries.SORTS}),
    )


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    lists.register(
        "drafts",
        ExportList(gettext_lazy("Acceptance drafts"), VIEW, "orders:draft-list", open_drafts, DraftFilter.base_filters),
    )
