"""Statements as files: the list of them, and one account with its movements."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import dates, doors, errors, keyset
from common.conditions.kinds import Kind
from common.exports import conditions, plain
from common.exports.lists import Asked, Column, ExportList, Sheet, lists
from common.exports.plain import Plain
from customers import queries as customers
from orders.collecting import desk, forms, policies, queries
from orders.collecting.choices import State
from orders.collecting.filters import StatementFilter

COLUMNS: dict[str, Plain] = {
    one.column.key: one
    for one in (
        Plain(Column("number", gettext_lazy("Number"), Kind.CODE, width=20), ("number",)),
        Plain(Column("customer", gettext_lazy("Customer"), width=32), ("customer__name",)),
        Plain(Column("customer_code", gettext_lazy("Customer code"), Kind.CODE), ("customer__code",)),
        Plain(Column("currency", gettext_lazy("Currency"), Kind.CODE, width=10), ("currency_id",)),
        Plain(Column("first", gettext_lazy("From day"), Kind.DATE), ("first",)),
        Plain(Column("last", gettext_lazy("Until day"), Kind.DATE), ("last",)),
        Plain(Column("opening", gettext_lazy("Opening balance"), Kind.MONEY), ("opening",)),
        Plain(Column("debit", gettext_lazy("Charged"), Kind.MONEY), ("debit",)),
        Plain(Column("credit", gettext_lazy("Paid and taken off"), Kind.MONEY), ("credit",)),
        Plain(Column("closing", gettext_lazy("Closing balance"), Kind.MONEY), ("closing",)),
        Plain(Column("overdue", gettext_lazy("Overdue"), Kind.MONEY), ("overdue",)),
        Plain(Column("uninvoiced", gettext_lazy("Delivered, not invoiced yet"), Kind.MONEY), ("uninvoiced",)),
        Plain(
            Column("state", gettext_lazy("Confirmation"), Kind.CHOICE),
            ("state",),
            lambda row: State(row.state).label,
        ),
        Plain(Column("drawn_by", gettext_lazy("Drawn up by")), ("drawn_by__name",)),
        Plain(Column("drawn_at", gettext_lazy("Drawn up"), Kind.MOMENT), ("drawn_at",)),
    )
}
MOVEMENTS: dict[str, Column] = {
    one.key: one
    for one in (
        Column("day", gettext_lazy("Day"), Kind.DATE),
        Column("words", gettext_lazy("What"), Kind.CHOICE, width=20),
        Column("document", gettext_lazy("Document"), Kind.CODE, width=20),
        Column("about", gettext_lazy("About"), width=32),
        Column("debit", gettext_lazy("Charged"), Kind.MONEY, is_summed=True),
        Column("credit", gettext_lazy("Paid and taken off"), Kind.MONEY, is_summed=True),
        Column("balance", gettext_lazy("Balance"), Kind.MONEY),
    )
}


def open_statements(actor: Any, asked: Asked) -> Sheet:
    """The list of statements as ``actor`` asks for it."""
    found = doors.filter_of(StatementFilter, asked.query, queries.list_statements(actor))
    sort = asked.query.get("sort") or queries.DEFAULT_SORT
    labels = {"id": _("Drawn up"), "closing": _("Closing balance"), "last": _("Until day")}
    return plain.sheet(
        keyset.ordered(found.qs, sorts=queries.SORTS, sort=sort),
        plain.pick(COLUMNS, [*COLUMNS] if asked.columns is None else asked.columns),
        condition=conditions.in_words(found, {"customer": lambda pk: customers.label(actor=actor, customer_id=pk)}),
        currency=COLUMNS["currency"],
        sorted_by=conditions.sorting(sort, queries.SORTS, labels),
    )


def open_account(actor: Any, asked: Asked) -> Sheet:
    """One account with its movements: as it was drawn up (``number``), or as it stands now. Raises Invalid, NotFound,
    NotAllowed."""
    told, sheet, customer_id = _account(actor, asked)
    columns = plain.pick(MOVEMENTS, [*MOVEMENTS] if asked.columns is None else asked.columns)
    rows = [tuple(one[column.key] for column in columns) for one in sheet["entries"]]
    sums = [
        (_("Opening balance"), sheet["opening"]),
        (_("Closing balance"), sheet["closing"]),
        (_("Delivered, not invoiced yet"), sheet["uninvoiced"]),
    ]
    return Sheet(
        columns=columns,
        rows=lambda: iter(rows),
        count=lambda exactly: (len(rows), False),
        condition=[*told, *(f"{label}: {amount:.2f} {sheet['currency']}" for label, amount in sums)],
        whom=lambda: {"customers": {customer_id: len(rows)} if rows else {}},
    )


def _account(actor: Any, asked: Asked) -> tuple[list[str], dict[str, Any], int]:
    if number := asked.query.get("number"):
        row = queries.get_statement(actor, number)
        about = [row.number, f"{row.customer.code} {row.customer.name}", f"{row.first} – {row.last}"]
        return about, desk.of_statement(row), row.customer_id
    form = forms.AccountForm(asked.query)
    if not form.is_valid():
        raise errors.Invalid(fields={"query": [_("Name the customer, the currency and the days.")]})
    found = queries.ledger(actor, **form.entries())
    about = [f"{found.customer.code} {found.customer.name}", f"{found.first} – {found.last}"]
    return about, desk.of_account(actor, found, dates.business_day(asked.at)), found.customer.pk


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    lists.register(
        "statements",
        ExportList(
            gettext_lazy("Statements of account"),
            policies.VIEW,
            "orders:statement-list",
            open_statements,
            StatementFilter.base_filters,
        ),
    )
    lists.register(
        "account",
        ExportList(
            gettext_lazy("Statement of account"),
            policies.VIEW,
            "orders:statement-new",
            open_account,
            ("number", "customer", "currency", "first", "last"),
        ),
    )
