"""The list of returns as a file."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common import doors, keyset
from common.conditions.kinds import Kind
from common.exports import conditions, plain
from common.exports.lists import Asked, Column, ExportList, Sheet, lists
from common.exports.plain import Plain
from customers import queries as customers
from orders.returns import policies, queries
from orders.returns.choices import ReturnReason
from orders.returns.filters import ReturnFilter
from orders.returns.states import Status

COLUMNS: dict[str, Plain] = {
    one.column.key: one
    for one in (
        Plain(Column("number", _("Number"), Kind.CODE, width=20), ("number",)),
        Plain(Column("order", _("Order"), Kind.CODE, width=20), ("order__number",)),
        Plain(Column("customer", _("Customer"), width=32), ("order__customer__name",)),
        Plain(Column("customer_code", _("Customer code"), Kind.CODE), ("order__customer__code",)),
        Plain(Column("reason", _("Reason"), Kind.CHOICE), ("reason",), lambda row: str(ReturnReason(row.reason).label)),
        Plain(Column("description", _("What is the matter"), width=48), ("description",)),
        Plain(Column("status", _("State"), Kind.CHOICE), ("status",), lambda row: str(Status(row.status).label)),
        Plain(Column("received_date", pgettext_lazy("return", "Received on"), Kind.DATE), ("received_date",)),
        Plain(Column("findings", _("What the inspection found"), width=48), ("findings",)),
        Plain(Column("decision", _("Grounds of the decision"), width=48), ("decision",)),
        Plain(Column("created_by", _("By")), ("created_by__name",)),
        Plain(Column("created_at", _("Written"), Kind.MOMENT), ("created_at",)),
        Plain(Column("settled_at", _("Settled at"), Kind.MOMENT), ("settled_at",)),
    )
}


def open_returns(actor: Any, asked: Asked) -> Sheet:
    """The list as ``actor`` asks for it."""
    found = doors.filter_of(ReturnFilter, asked.query, queries.list_returns(actor))
    sort = asked.query.get("sort") or queries.DEFAULT_SORT
    names = {"customer": lambda pk: customers.label(actor=actor, customer_id=pk)}
    return plain.sheet(
        keyset.ordered(found.qs, sorts=queries.SORTS, sort=sort),
        plain.pick(COLUMNS, [*COLUMNS] if asked.columns is None else asked.columns),
        condition=conditions.in_words(found, names),
        sorted_by=conditions.sorting(sort, queries.SORTS, {"id": _("Written")}),
    )


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    lists.register(
        "returns",
        ExportList(_("Returns"), policies.VIEW, "orders:return-list", open_returns, ReturnFilter.base_filters),
    )
