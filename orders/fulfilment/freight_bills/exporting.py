"""Carriers' bills by shipment, and shipments that are on none, as files."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from common import doors, keyset
from common.conditions.kinds import Kind
from common.exports import conditions, plain
from common.exports.lists import Asked, Column, ExportList, Sheet, lists
from common.exports.plain import Plain
from orders.fulfilment.freight_bills import queries
from orders.fulfilment.freight_bills.filters import FreightBillFilter, UnbilledFilter
from orders.fulfilment.freight_bills.rights import VIEW
from orders.fulfilment.freight_bills.states import Status


def _keyed(*found: Plain) -> dict[str, Plain]:
    return {one.column.key: one for one in found}


COLUMNS = _keyed(
    Plain(Column("number", _("Number"), Kind.CODE, width=20), ("number",)),
    Plain(Column("carrier", _("Carrier"), width=24), ("carrier__name",)),
    Plain(Column("carrier_number", _("The carrier's bill number"), Kind.CODE, width=20), ("carrier_number",)),
    Plain(Column("bill_date", _("Bill date"), Kind.DATE), ("bill_date",)),
    Plain(Column("period_from", _("Period from"), Kind.DATE), ("period_from",)),
    Plain(Column("period_to", _("Period until"), Kind.DATE), ("period_to",)),
    Plain(Column("status", _("State"), Kind.CHOICE), ("status",), lambda row: Status(row.status).label),
    Plain(Column("amount", _("Billed"), Kind.MONEY, is_summed=True), ("amount",)),
    Plain(Column("expected", _("Own freight"), Kind.MONEY, is_summed=True), ("expected",)),
    Plain(Column("difference", _("Difference"), Kind.MONEY, is_summed=True), ("over",)),
    Plain(Column("entered_by", _("Entered by")), ("entered_by__name",)),
    Plain(Column("approved_by", _("Approved by")), ("approved_by__name",)),
    Plain(Column("paid_date", _("Paid on"), Kind.DATE), ("paid_date",)),
    Plain(Column("payment_reference", _("Number of the payment"), Kind.CODE, width=20), ("payment_reference",)),
    Plain(Column("reason", _("Reason"), width=32), ("reason",)),
    Plain(Column("notes", _("Notes"), width=32), ("notes",)),
)
OPEN_COLUMNS = _keyed(
    Plain(Column("document", _("Outbound number"), Kind.CODE, width=20), ("number",)),
    Plain(Column("carrier", _("Carrier"), width=24), ("carrier__name",)),
    Plain(Column("waybill", _("Waybill number"), Kind.CODE, width=20), ("waybill",)),
    Plain(Column("ship_date", _("Shipped on"), Kind.DATE), ("ship_date",)),
    Plain(Column("customer", _("Customer"), width=32), ("customer__name",)),
    Plain(Column("freight", _("Own freight"), Kind.MONEY, is_summed=True), ("freight",)),
)


def open_bills(actor: Any, asked: Asked) -> Sheet:
    """The list of bills as ``actor`` asks for it."""
    found = doors.filter_of(FreightBillFilter, asked.query, queries.list_bills(actor))
    sort = asked.query.get("sort") or queries.DEFAULT_SORT
    labels = {key: COLUMNS[key].column.label for key in queries.SORTS}
    return plain.sheet(
        keyset.ordered(found.qs, sorts=queries.SORTS, sort=sort),
        plain.pick(COLUMNS, [*COLUMNS] if asked.columns is None else asked.columns),
        condition=conditions.in_words(found, {"carrier": queries.carrier_name}),
        sorted_by=conditions.sorting(sort, queries.SORTS, labels),
    )


def open_unbilled(actor: Any, asked: Asked) -> Sheet:
    """The shipments without a bill, as ``actor`` asks for them."""
    found = doors.filter_of(UnbilledFilter, asked.query, queries.list_unbilled(actor))
    return plain.sheet(
        keyset.ordered(found.qs, sorts=queries.OPEN_SORTS, sort=asked.query.get("sort") or queries.OPEN_SORT),
        plain.pick(OPEN_COLUMNS, [*OPEN_COLUMNS] if asked.columns is None else asked.columns),
        condition=conditions.in_words(found, {"carrier": queries.carrier_name}),
    )


def register() -> None:
    """Called once from this room's wiring."""
    bills, shipments = FreightBillFilter.base_filters, UnbilledFilter.base_filters
    lists.register("freight-bills", ExportList(_("Carriers' bills"), VIEW, "orders:freight-list", open_bills, bills))
    lists.register(
        "unbilled-shipments",
        ExportList(_("Shipments without a carrier's bill"), VIEW, "orders:freight-open", open_unbilled, shipments),
    )
