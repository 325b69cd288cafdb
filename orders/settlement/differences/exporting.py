"""The list of exchange differences as a file."""

from typing import Any

from django.utils.translation import gettext_lazy

from common import doors, keyset
from common.conditions.kinds import Kind
from common.exports import conditions, plain
from common.exports.lists import Asked, Column, ExportList, Sheet, lists
from common.exports.plain import Plain
from customers import queries as customers
from orders.settlement.differences import queries
from orders.settlement.differences.filters import DifferenceFilter

_RECEIPT, _ORDER = "allocation__receipt__", "allocation__plan_row__order__"
COLUMNS: dict[str, Plain] = {
    one.column.key: one
    for one in (
        Plain(Column("day", gettext_lazy("Day"), Kind.DATE), ("day",)),
        Plain(Column("month", gettext_lazy("Month"), Kind.CODE), ("day",), lambda row: row.day.strftime("%Y-%m")),
        Plain(Column("receipt", gettext_lazy("Receipt"), Kind.CODE, width=20), (f"{_RECEIPT}number",)),
        Plain(Column("order", gettext_lazy("Order"), Kind.CODE, width=20), (f"{_ORDER}number",)),
        Plain(Column("customer", gettext_lazy("Customer"), width=32), (f"{_RECEIPT}customer__name",)),
        Plain(Column("customer_code", gettext_lazy("Customer code"), Kind.CODE), (f"{_RECEIPT}customer__code",)),
        Plain(Column("currency", gettext_lazy("Currency"), Kind.CODE, width=10), (f"{_RECEIPT}currency_id",)),
        Plain(Column("paid", gettext_lazy("Allocated"), Kind.MONEY), ("allocation__amount",)),
        Plain(Column("receipt_rate", gettext_lazy("Rate of the receipt"), Kind.NUMBER), (f"{_RECEIPT}exchange_rate",)),
        Plain(Column("order_rate", gettext_lazy("Rate of the order"), Kind.NUMBER), (f"{_ORDER}exchange_rate",)),
        Plain(
            Column("amount", gettext_lazy("Gain or loss (company's currency)"), Kind.MONEY, is_summed=True),
            ("amount",),
            is_in_base=True,
        ),
    )
}


def open_differences(actor: Any, asked: Asked) -> Sheet:
    """The list as ``actor`` asks for it."""
    found = doors.filter_of(DifferenceFilter, asked.query, queries.list_differences(actor))
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
        "exchange-differences",
        ExportList(
            gettext_lazy("Exchange differences"),
            queries.VIEW,
            "orders:difference-list",
            open_differences,
            DifferenceFilter.base_filters,
        ),
    )
