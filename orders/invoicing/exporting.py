"""Invoices, and what is to be invoiced, as files."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from common import doors, keyset
from common.conditions.kinds import Kind
from common.exports import conditions, plain
from common.exports.lists import Asked, Column, ExportList, Sheet, lists
from common.exports.plain import Plain
from customers import queries as customers
from orders.invoicing import queries
from orders.invoicing.filters import InvoiceFilter, OpenLineFilter
from orders.invoicing.rights import VIEW
from orders.invoicing.states import Status, TaxState
from orders.order import choices


def _keyed(*found: Plain) -> dict[str, Plain]:
    return {one.column.key: one for one in found}


COLUMNS = _keyed(
    Plain(Column("number", _("Number"), Kind.CODE, width=20), ("number",)),
    Plain(Column("customer", _("Customer"), width=32), ("customer__name",)),
    Plain(Column("customer_code", _("Customer code"), Kind.CODE), ("customer__code",)),
    Plain(Column("title", _("Invoice title"), width=32), ("title",)),
    Plain(Column("tax_number", _("Tax number"), Kind.CODE, width=24), ("tax_number",)),
    Plain(Column("kind", _("Invoice kind"), Kind.CHOICE), ("kind",), lambda row: choices.InvoiceKind(row.kind).label),
    Plain(Column("status", _("State"), Kind.CHOICE), ("status",), lambda row: Status(row.status).label),
    Plain(Column("red_of", _("Takes back"), Kind.CODE, width=20), ("red_of__number",)),
    Plain(Column("invoice_date", _("Invoice date"), Kind.DATE), ("invoice_date",)),
    Plain(Column("currency", _("Currency"), Kind.CODE, width=10), ("currency_id",)),
    Plain(Column("net", _("Net amount"), Kind.MONEY, is_summed=True), ("net",)),
    Plain(Column("tax", _("Tax"), Kind.MONEY, is_summed=True), ("tax",)),
    Plain(Column("amount", _("Amount"), Kind.MONEY, is_summed=True), ("amount",)),
    Plain(
        Column("tax_state", _("At the tax platform"), Kind.CHOICE),
        ("tax_state",),
        lambda row: TaxState(row.tax_state).label,
    ),
    Plain(Column("tax_serial", _("Number of the tax invoice"), Kind.CODE, width=24), ("tax_serial",)),
    Plain(Column("created_by", _("Made by")), ("created_by__name",)),
)
OPEN_COLUMNS = _keyed(
    Plain(Column("order", _("Order"), Kind.CODE, width=20), ("order__number",)),
    Plain(Column("line_no", _("Line"), Kind.NUMBER, width=8), ("line_no",)),
    Plain(Column("customer", _("Customer"), width=32), ("order__customer__name",)),
    Plain(Column("bill_to", _("Bill-to / payer"), width=32), ("order__bill_to__name",)),
    Plain(Column("product_code", _("Product code"), Kind.CODE), ("product_code",)),
    Plain(Column("product_name", _("Product"), width=32), ("product_name",)),
    Plain(Column("unit", _("Unit"), width=8), ("unit",)),
    Plain(Column("shipped", _("Shipped"), Kind.NUMBER), ("shipped",)),
    Plain(Column("invoiced", _("Invoiced"), Kind.NUMBER), ("invoiced",)),
    Plain(Column("open", _("To be invoiced"), Kind.NUMBER), ("left",)),
    Plain(Column("currency", _("Currency"), Kind.CODE, width=10), ("order__currency_id",)),
    Plain(Column("price", _("Price"), Kind.MONEY), ("price",)),
    Plain(Column("last_ship_date", _("Shipped on"), Kind.DATE), ("last_ship_date",)),
)


def open_invoices(actor: Any, asked: Asked) -> Sheet:
    """The list of invoices as ``actor`` asks for it."""
    found = doors.filter_of(InvoiceFilter, asked.query, queries.list_invoices(actor))
    sort = asked.query.get("sort") or queries.DEFAULT_SORT
    names = {"customer": lambda pk: customers.label(actor=actor, customer_id=pk)}
    labels = {"created_at": _("Made"), "invoice_date": _("Invoice date"), "amount": _("Amount")}
    return plain.sheet(
        keyset.ordered(found.qs, sorts=queries.SORTS, sort=sort),
        plain.pick(COLUMNS, [*COLUMNS] if asked.columns is None else asked.columns),
        condition=conditions.in_words(found, names),
        currency=COLUMNS["currency"],
        sorted_by=conditions.sorting(sort, queries.SORTS, labels),
    )


def open_lines(actor: Any, asked: Asked) -> Sheet:
    """The lines that are to be invoiced, as ``actor`` asks for them."""
    found = doors.filter_of(OpenLineFilter, asked.query, queries.list_open_lines(actor))
    names = {"account": lambda pk: customers.label(actor=actor, customer_id=pk)}
    return plain.sheet(
        keyset.ordered(found.qs, sorts=queries.OPEN_SORTS, sort=asked.query.get("sort") or queries.OPEN_SORT),
        plain.pick(OPEN_COLUMNS, [*OPEN_COLUMNS] if asked.columns is None else asked.columns),
        condition=conditions.in_words(found, names),
        currency=OPEN_COLUMNS["currency"],
    )


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    lists.register(
        "invoices", ExportList(_("Invoices"), VIEW, "orders:invoice-list", open_invoices, InvoiceFilter.base_filters)
    )
    lists.register(
        "to-be-invoiced",
        ExportList(_("To be invoiced"), VIEW, "orders:invoice-open", open_lines, OpenLineFilter.base_filters),
    )
