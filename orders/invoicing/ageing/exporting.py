"""Unpaid invoices as a file."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.people import queries as people
from common import dates, doors, keyset
from common.conditions.kinds import Kind
from common.exports import conditions, plain
from common.exports.lists import Asked, Column, ExportList, Sheet, lists
from common.exports.plain import Plain
from customers import queries as customers
from orders.invoicing import queries
from orders.invoicing.ageing.filters import AgeingFilter
from orders.invoicing.rights import VIEW


def _columns(today: date) -> dict[str, Plain]:
    found = [
        Plain(Column("number", _("Number"), Kind.CODE, width=20), ("number",)),
        Plain(Column("tax_serial", _("Number of the tax invoice"), Kind.CODE, width=24), ("tax_serial",)),
        Plain(Column("customer", _("Customer"), width=32), ("customer__name",)),
        Plain(Column("customer_code", _("Customer code"), Kind.CODE), ("customer__code",)),
        Plain(Column("salesperson", _("Salesperson")), ("customer__owner__name",)),
        Plain(Column("invoice_date", _("Invoice date"), Kind.DATE), ("invoice_date",)),
        Plain(Column("due_date", pgettext_lazy("payment", "Due"), Kind.DATE), ("due_date",)),
        Plain(Column("days", _("Days overdue"), Kind.NUMBER, width=10), ("due_date",), lambda row: _late(row, today)),
        Plain(Column("currency", _("Currency"), Kind.CODE, width=10), ("currency_id",)),
        Plain(Column("amount", _("Amount"), Kind.MONEY, is_summed=True), ("left",)),
        Plain(Column("open", pgettext_lazy("amount", "Open"), Kind.MONEY, is_summed=True), ("open",)),
        Plain(
            Column("not_due", _("Not due"), Kind.MONEY, is_summed=True),
            ("due_date", "open"),
            lambda row: row.open if row.due_date and row.due_date >= today else None,
        ),
    ]
    found += [_bucket(first, last, today) for first, last in queries.edges()]
    return {one.column.key: one for one in found}


def _late(row: Any, today: date) -> int | None:
    return max(0, (today - row.due_date).days) if row.due_date else None


def _bucket(first: int, last: int | None, today: date) -> Plain:
    words = f"{first}–{last}" if last else f"{first}+"

    def inside(row: Any) -> Any:
        late = _late(row, today) or 0
        return row.open if late >= first and (last is None or late <= last) else None

    return Plain(
        Column(f"late_{first}", pgettext_lazy("days overdue", "%s days") % words, Kind.MONEY, is_summed=True),
        ("due_date", "open"),
        inside,
    )


def open_ageing(actor: Any, asked: Asked) -> Sheet:
    """The list as ``actor`` asks for it."""
    today = dates.business_day(asked.at)
    query = asked.query.copy()
    query.pop("by", None)
    found = doors.filter_of(AgeingFilter, query, queries.list_unpaid(actor), today=today)
    sort = asked.query.get("sort") or queries.AGE_SORT
    columns = _columns(today)
    names = {"customer": lambda pk: customers.label(actor=actor, customer_id=pk), "salesperson": people.person_name}
    return plain.sheet(
        keyset.ordered(found.qs, sorts=queries.AGE_SORTS, sort=sort),
        plain.pick(columns, [*columns] if asked.columns is None else asked.columns),
        condition=conditions.in_words(found, names),
        currency=columns["currency"],
        sorted_by=conditions.sorting(
            sort, queries.AGE_SORTS, {key: columns[key].column.label for key in queries.AGE_SORTS}
        ),
    )


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    lists.register(
        "invoice-ageing",
        ExportList(
            _("Ageing of invoices"),
            VIEW,
            "orders:invoice-ageing",
            open_ageing,
            [*AgeingFilter.base_filters, "by"],
        ),
    )
