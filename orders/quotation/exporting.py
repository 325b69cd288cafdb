"""The lists of quotations and inquiries as files."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts import policies as rights
from common import doors, keyset
from common.conditions.kinds import Kind
from common.exports import conditions, plain
from common.exports.lists import Asked, Column, ExportList, Sheet, lists
from common.exports.plain import Plain
from customers import queries as customers
from orders.quotation import queries, states
from orders.quotation.filters import InquiryFilter, QuotationFilter

_CONTACT = (
    Plain(Column("contact_name", gettext_lazy("Contact")), ("contact_name",)),
    Plain(Column("contact_phone", gettext_lazy("Contact phone")), ("contact_phone",)),
)
_CUSTOMER = (
    Plain(Column("customer", gettext_lazy("Customer"), width=32), ("customer__name",)),
    Plain(Column("customer_code", gettext_lazy("Customer code"), Kind.CODE), ("customer__code",)),
)
_SALESPERSON = Plain(Column("salesperson", gettext_lazy("Salesperson")), ("salesperson__name",))


def _status(row: Any) -> str:
    return str(states.Status(row.status).label)


def _outcome(row: Any) -> str:
    return str(states.Outcome(row.outcome_code).label) if row.outcome_code else ""


def _inquiry_status(row: Any) -> str:
    return str(states.InquiryStatus(row.status).label)


def _channel(row: Any) -> str:
    return str(row.get_channel_display())


def _keyed(*columns: Plain) -> dict[str, Plain]:
    return {one.column.key: one for one in columns}


QUOTATIONS = _keyed(
    Plain(Column("number", gettext_lazy("Number"), Kind.CODE, width=20), ("number",)),
    *_CUSTOMER,
    Plain(Column("title", pgettext_lazy("quotation", "Subject"), width=32), ("title",)),
    Plain(Column("customer_reference", gettext_lazy("Customer's reference"), Kind.CODE), ("customer_reference",)),
    Plain(Column("quote_date", gettext_lazy("Quoted on"), Kind.DATE), ("quote_date",)),
    Plain(Column("valid_until", gettext_lazy("Valid until"), Kind.DATE), ("valid_until",)),
    Plain(Column("currency", gettext_lazy("Currency"), Kind.CODE, width=10), ("currency_id",)),
    Plain(Column("total", gettext_lazy("Total including tax"), Kind.MONEY, is_summed=True), ("total_amount",)),
    Plain(Column("status", gettext_lazy("State"), Kind.CHOICE), ("status",), _status),
    Plain(Column("outcome", gettext_lazy("Reason"), Kind.CHOICE), ("outcome_code",), _outcome),
    Plain(Column("reason", gettext_lazy("Reason in words"), width=32), ("outcome_text",)),
    Plain(Column("competitor", gettext_lazy("Competitor")), ("competitor",)),
    *_CONTACT,
    _SALESPERSON,
)
INQUIRIES = _keyed(
    Plain(Column("number", gettext_lazy("Number"), Kind.CODE, width=20), ("number",)),
    *_CUSTOMER,
    Plain(Column("company", gettext_lazy("Company, as it calls itself"), width=32), ("company",)),
    *_CONTACT,
    Plain(Column("channel", gettext_lazy("Channel"), Kind.CHOICE), ("channel",), _channel),
    Plain(Column("received_at", gettext_lazy("Received"), Kind.MOMENT), ("received_at",)),
    Plain(Column("asked", gettext_lazy("What was asked"), width=60), ("asked",)),
    Plain(Column("requested_date", gettext_lazy("Requested date"), Kind.DATE), ("requested_date",)),
    Plain(Column("status", gettext_lazy("State"), Kind.CHOICE), ("status",), _inquiry_status),
    _SALESPERSON,
)


def open_quotations(actor: Any, asked: Asked) -> Sheet:
    """The list as ``actor`` asks for it."""
    found = doors.filter_of(QuotationFilter, asked.query, queries.list_quotations(actor))
    sort = asked.query.get("sort") or queries.DEFAULT_SORT
    labels = {"quote_date": _("Quoted on"), "valid_until": _("Valid until"), "total_amount": _("Total including tax")}
    return plain.sheet(
        keyset.ordered(found.qs, sorts=queries.SORTS, sort=sort),
        _picked(actor, QUOTATIONS, asked),
        condition=conditions.in_words(found, _names(actor)),
        currency=QUOTATIONS["currency"],
        sorted_by=conditions.sorting(sort, queries.SORTS, labels),
    )


def open_inquiries(actor: Any, asked: Asked) -> Sheet:
    """The list as ``actor`` asks for it."""
    found = doors.filter_of(InquiryFilter, asked.query, queries.list_inquiries(actor))
    sort = asked.query.get("sort") or "received_at"
    return plain.sheet(
        keyset.ordered(found.qs, sorts=queries.INQUIRY_SORTS, sort=sort),
        _picked(actor, INQUIRIES, asked),
        condition=conditions.in_words(found, _names(actor)),
        sorted_by=conditions.sorting(sort, queries.INQUIRY_SORTS, {"received_at": _("Received")}),
    )


def _names(actor: Any) -> dict[str, Any]:
    return {"customer": lambda pk: customers.label(actor=actor, customer_id=pk)}


def _picked(actor: Any, offered: dict[str, Plain], asked: Asked) -> Any:
    """The columns asked for, without contacts for who does not see them in full."""
    keys = [*offered] if asked.columns is None else asked.columns
    hidden = {"contact_name", "contact_phone"} if rights.effect(actor, "customer.contact") else set()
    return plain.pick(offered, [key for key in keys if key not in hidden])


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    for key, label, url, opening, filters in (
        ("quotations", gettext_lazy("Quotations"), "orders:quotation-list", open_quotations, QuotationFilter),
        ("inquiries", gettext_lazy("Inquiries"), "orders:inquiry-list", open_inquiries, InquiryFilter),
    ):
        lists.register(key, ExportList(label, "quotation.view", url, opening, filters.base_filters))
