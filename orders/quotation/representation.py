"""Inquiries and quotations as plain dictionaries for API answers."""

from typing import Any

from accounts.people.models import User
from common.api.fields import plain
from orders.quotation import policies
from orders.quotation.models import Inquiry, Quotation
from orders.quotation.queries import Offer

_ROW = ("number", "status", "title", "customer_reference", "quote_date", "valid_until", "sent_at", "decided_at")
_LINE = (
    *("line_no", "product_code", "product_name", "specification", "auxiliary_attribute", "unit", "is_gift"),
    *("is_optional", "price_source", "price_rule", "requested_date", "customisation", "special_requirements", "notes"),
)
_VERSION = ("code", "alternative", "label", "sent_at", "is_dropped", "quote_date", "valid_until", "tax_mode")
_SUMS = ("freight", "reduction", "lines_amount", "total_amount", "tax_amount", "net_amount", "optional_amount")


def quotation_row(actor: User, quotation: Quotation) -> dict[str, Any]:
    """A quotation in a list (``QuotationRowSerializer``)."""
    row = {name: getattr(quotation, name) for name in _ROW}
    row |= {name: policies.shown(actor, quotation, name) for name in ("contact_name", "contact_phone")}
    row["customer"] = {"code": quotation.customer.code, "name": quotation.customer.name}
    row["salesperson"] = quotation.salesperson.username if quotation.salesperson else None
    row["currency"], row["total_amount"] = quotation.currency_id, plain(quotation.total_amount, 2)
    row["accepted"] = quotation.accepted.code if quotation.accepted else None
    row["outcome"] = quotation.outcome_code
    row["reason"], row["competitor"] = quotation.outcome_text, quotation.competitor
    row["version"] = quotation.version
    return row


def quotation_document(actor: User, quotation: Quotation, offers: list[Offer], orders: list[Any]) -> dict[str, Any]:
    """A quotation with its versions, their lines, and the orders made of it (``QuotationSerializer``)."""
    return {
        **quotation_row(actor, quotation),
        "inquiry": quotation.inquiry.number if quotation.inquiry else None,
        "internal_notes": quotation.internal_notes,
        "orders": [order.reference for order in orders],
        "versions": [_version(one) for one in offers],
    }


def _version(offer: Offer) -> dict[str, Any]:
    version = offer.version
    row = {name: getattr(version, name) for name in _VERSION}
    row |= {name: plain(getattr(version, name), 2) for name in _SUMS}
    row["is_standing"], row["currency"] = offer.is_standing, version.currency_id
    row["payment_term"] = version.payment_term.code if version.payment_term else None
    row["delivery_terms"], row["notes"] = version.delivery_terms, version.notes
    row["lines"] = [_line(offer, line) for line in offer.lines]
    return row


def _line(offer: Offer, line: Any) -> dict[str, Any]:
    row = {name: getattr(line, name) for name in _LINE}
    row["product"] = row.pop("product_code")
    row["name"] = row.pop("product_name")
    row["quantity"], row["left"] = plain(line.ordered), plain(offer.left(line))
    row["price"], row["discount"] = plain(line.price, 2), plain(line.discount)
    row["tax_rate"], row["amount"] = plain(line.tax_rate), plain(line.amount, 2)
    return row


def inquiry_row(actor: User, inquiry: Inquiry) -> dict[str, Any]:
    """An inquiry (``InquirySerializer``)."""
    names = ("number", "status", "company", "channel", "received_at", "asked", "requested_date", "closed_reason")
    row = {name: getattr(inquiry, name) for name in names}
    row |= {name: policies.shown(actor, inquiry, name) for name in ("contact_name", "contact_phone")}
    row["customer"] = {"code": inquiry.customer.code, "name": inquiry.customer.name} if inquiry.customer else None
    row["received_by"] = inquiry.received_by.username
    row["salesperson"] = inquiry.salesperson.username if inquiry.salesperson else None
    row["version"] = inquiry.version
    return row
