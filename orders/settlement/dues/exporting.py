"""The list of what is due as a file."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from accounts.people import queries as people
from common import dates, doors, keyset
from common.conditions.kinds import Kind
from common.exports import conditions, plain
from common.exports.lists import Asked, Column, ExportList, Sheet, lists
from common.exports.plain import Plain
from customers import queries as customers
from customers.models import PaymentTermRow
from orders.settlement.dues import queries
from orders.settlement.dues.filters import DueFilter

_OPEN = ("amount", "received")


def _kind(row: Any) -> str:
    return _("Advance payment") if row.is_advance else pgettext("payment", "Balance")


def _days(today: date) -> Any:
    return lambda row: max(0, (today - row.due_date).days) if row.due_date else None


def _columns(today: date) -> dict[str, Plain]:
    found = (
        Plain(Column("order", gettext_lazy("Order"), Kind.CODE, width=20), ("order__number",)),
        Plain(Column("customer", gettext_lazy("Customer"), width=32), ("order__customer__name",)),
        Plain(Column("customer_code", gettext_lazy("Customer code"), Kind.CODE), ("order__customer__code",)),
        Plain(Column("sequence", gettext_lazy("Part of the plan"), Kind.NUMBER, width=10), ("sequence",)),
        Plain(Column("kind", gettext_lazy("Advance or balance"), Kind.CHOICE), ("is_advance",), _kind),
        Plain(Column("due_date", pgettext_lazy("payment", "Due"), Kind.DATE), ("due_date",)),
        Plain(Column("days", gettext_lazy("Days overdue"), Kind.NUMBER, width=10), ("due_date",), _days(today)),
        Plain(Column("currency", gettext_lazy("Currency"), Kind.CODE, width=10), ("order__currency_id",)),
        Plain(Column("amount", gettext_lazy("Amount"), Kind.MONEY, is_summed=True), ("amount",)),
        Plain(Column("received", gettext_lazy("Received"), Kind.MONEY, is_summed=True), ("received",)),
        Plain(Column("open", pgettext_lazy("amount", "Open"), Kind.MONEY, is_summed=True), ("open",)),
        Plain(
            Column("control", gettext_lazy("Payment required before"), Kind.CHOICE),
            ("control",),
            lambda row: PaymentTermRow.Control(row.control).label,
        ),
        Plain(Column("salesperson", gettext_lazy("Salesperson")), ("order__salesperson__name",)),
        Plain(Column("said", gettext_lazy("What was said"), width=40), ("said",)),
        Plain(Column("said_by", gettext_lazy("Said to")), ("said_by",)),
        Plain(Column("said_at", gettext_lazy("When"), Kind.MOMENT), ("said_at",)),
        Plain(Column("next_date", gettext_lazy("Ask again on"), Kind.DATE), ("next_date",)),
    )
    return {one.column.key: one for one in found}


def open_dues(actor: Any, asked: Asked) -> Sheet:
    """The list as ``actor`` asks for it."""
    today = dates.business_day(asked.at)
    found = doors.filter_of(DueFilter, asked.query, queries.list_dues(actor), today=today)
    sort = asked.query.get("sort") or queries.DEFAULT_SORT
    columns = _columns(today)
    names = {
        "customer": lambda pk: customers.label(actor=actor, customer_id=pk),
        "salesperson": people.person_name,
    }
    return plain.sheet(
        keyset.ordered(found.qs, sorts=queries.SORTS, sort=sort),
        plain.pick(columns, [*columns] if asked.columns is None else asked.columns),
        condition=conditions.in_words(found, names),
        currency=columns["currency"],
        sorted_by=conditions.sorting(sort, queries.SORTS, {key: columns[key].column.label for key in queries.SORTS}),
    )


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    lists.register(
        "payments-due",
        ExportList(gettext_lazy("Payments due"), queries.VIEW, "orders:due-list", open_dues, DueFilter.base_filters),
    )
