"""The list of receipts as a file."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from common import doors, keyset
from common.conditions.kinds import Kind
from common.exports import conditions, plain
from common.exports.lists import Asked, Column, ExportList, Sheet, lists
from common.exports.plain import Plain
from customers import queries as customers
from orders.order import choices
from orders.settlement import queries
from orders.settlement.filters import ReceiptFilter
from orders.settlement.models import Receipt

_AMOUNTS = ("amount", "allocated", "is_void")


def _rest(row: Any) -> Any:
    return None if row.is_void else row.amount - row.allocated


def _state(row: Any) -> str:
    if row.is_void:
        return pgettext("receipt", "Void")
    if row.amount < 0:
        return str(Receipt.Kind(row.kind).label)
    if row.allocated >= row.amount:
        return _("Allocated")
    return _("Partly allocated") if row.allocated else _("Unallocated")


def _method(row: Any) -> str:
    return str(choices.PaymentMethod(row.method).label) if row.method else ""


COLUMNS: dict[str, Plain] = {
    one.column.key: one
    for one in (
        Plain(Column("number", gettext_lazy("Number"), Kind.CODE, width=20), ("number",)),
        Plain(Column("customer", gettext_lazy("Customer"), width=32), ("customer__name",)),
        Plain(Column("customer_code", gettext_lazy("Customer code"), Kind.CODE), ("customer__code",)),
        Plain(Column("received_date", gettext_lazy("Received on"), Kind.DATE), ("received_date",)),
        Plain(Column("currency", gettext_lazy("Currency"), Kind.CODE, width=10), ("currency_id",)),
        Plain(Column("amount", gettext_lazy("Amount"), Kind.MONEY), ("amount",)),
        Plain(Column("allocated", gettext_lazy("Allocated"), Kind.MONEY, is_summed=True), ("allocated",)),
        Plain(Column("rest", gettext_lazy("Left over"), Kind.MONEY, is_summed=True), _AMOUNTS, _rest),
        Plain(Column("kind", gettext_lazy("Kind"), Kind.CHOICE), ("kind",), lambda row: Receipt.Kind(row.kind).label),
        Plain(Column("method", gettext_lazy("Payment method"), Kind.CHOICE), ("method",), _method),
        Plain(Column("payer", gettext_lazy("Payer"), width=32), ("payer",)),
        Plain(Column("external_id", gettext_lazy("Number of the bank"), Kind.CODE), ("external_id",)),
        Plain(Column("state", gettext_lazy("State"), Kind.CHOICE), (*_AMOUNTS, "kind"), _state),
        Plain(Column("created_by", gettext_lazy("Recorded by")), ("created_by__name",)),
    )
}


def open_receipts(actor: Any, asked: Asked) -> Sheet:
    """The list as ``actor`` asks for it."""
    found = doors.filter_of(ReceiptFilter, asked.query, queries.list_receipts(actor))
    sort = asked.query.get("sort") or queries.DEFAULT_SORT
    names = {"customer": lambda pk: customers.label(actor=actor, customer_id=pk)}
    return plain.sheet(
        keyset.ordered(found.qs, sorts=queries.SORTS, sort=sort),
        plain.pick(COLUMNS, [*COLUMNS] if asked.columns is None else asked.columns),
        condition=conditions.in_words(found, names),
        currency=COLUMNS["currency"],
        sorted_by=conditions.sorting(sort, queries.SORTS, {"received_date": _("Received on")}),
    )


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    lists.register(
        "receipts",
        ExportList(
            gettext_lazy("Receipts"),
            "receipt.view",
            "orders:receipt-list",
            open_receipts,
            ReceiptFilter.base_filters,
        ),
    )
