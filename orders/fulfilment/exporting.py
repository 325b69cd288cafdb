"""The list of outbound documents as a file."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.people import queries as people
from common import doors, keyset, reference
from common.conditions.kinds import Kind
from common.exports import conditions, plain
from common.exports.lists import Asked, Column, ExportList, Sheet, lists
from common.exports.plain import Plain
from customers import queries as customers
from orders.fulfilment import queries
from orders.fulfilment.filters import OutboundFilter
from orders.fulfilment.models import OutboundDocument


@dataclass(frozen=True)
class _Row:
    """A document, and the orders on it that the reader may see."""

    document: Any
    orders: list[queries.OrderOnDocument]


def _status(row: _Row) -> str:
    return str(OutboundDocument.Status(row.document.status).label)


COLUMNS: dict[str, Plain] = {
    one.column.key: one
    for one in (
        Plain(Column("number", _("Number"), Kind.CODE, width=20), ("number",)),
        Plain(Column("customer", _("Customer"), width=32), ("customer__name",)),
        Plain(Column("customer_code", _("Customer code"), Kind.CODE), ("customer__code",)),
        Plain(Column("orders", _("Orders"), Kind.TAGS), (), lambda row: [one.reference for one in row.orders]),
        Plain(
            Column("warehouse", _("Warehouse")),
            ("warehouse__name",),
            lambda row: reference.shown(row.document.warehouse__name or ""),
        ),
        Plain(Column("planned_ship_date", _("Planned"), Kind.DATE), ("planned_ship_date",)),
        Plain(Column("ship_date", _("Shipped on"), Kind.DATE), ("ship_date",)),
        Plain(Column("carrier", _("Carrier")), ("carrier__name",)),
        Plain(Column("waybill", _("Waybill number"), Kind.CODE), ("waybill",)),
        Plain(Column("status", _("State"), Kind.CHOICE), ("status",), _status),
        Plain(Column("signed_date", _("Signed on"), Kind.DATE), ("signed_date",)),
        Plain(Column("created_at", _("Written"), Kind.MOMENT), ("created_at",)),
        Plain(Column("created_by", _("By")), ("created_by__name",)),
    )
}


def open_documents(actor: Any, asked: Asked) -> Sheet:
    """The list as ``actor`` asks for it."""
    found = doors.filter_of(OutboundFilter, asked.query, queries.list_documents(actor))
    sort = asked.query.get("sort") or queries.DEFAULT_SORT

    def with_orders(documents: list[Any]) -> list[_Row]:
        orders = queries.orders_of(actor, documents)
        return [_Row(document, orders[document.pk]) for document in documents]

    names = {
        "customer": lambda pk: customers.label(actor=actor, customer_id=pk),
        "salesperson": people.person_name,
    }
    return plain.sheet(
        keyset.ordered(found.qs, sorts=queries.SORTS, sort=sort),
        plain.pick(COLUMNS, [*COLUMNS] if asked.columns is None else asked.columns),
        condition=conditions.in_words(found, names),
        sorted_by=conditions.sorting(sort, queries.SORTS, {"created_at": _("Written")}),
        prepare=with_orders,
    )


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    lists.register(
        "outbound",
        ExportList(
            _("Outbound documents"),
            "outbound.view",
            "orders:outbound-list",
            open_documents,
            OutboundFilter.base_filters,
        ),
    )
