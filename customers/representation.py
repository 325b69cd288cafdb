"""Customers as plain dictionaries for API answers."""

from typing import Any

from accounts.people.models import User
from common.api.fields import plain
from common.models import Currency, ExchangeRate
from customers import policies, queries
from customers.models import Customer
from segments.custom_fields import values

_ROW = (
    *("code", "name", "short_name", "english_name", "kind", "industry", "territory", "region", "province"),
    *("province_group", "customer_class", "tags", "flags"),
    *("is_new", "is_blocked", "is_active", "first_effective_at", "last_effective_at", "created_at", "updated_at"),
    "version",
)
_REST = (
    *("invoice_title", "tax_number", "bank_name", "bank_account", "invoice_address", "preferences", "notes"),
    *("paper_language", "billing_rule", "block_reason"),
)
_CREDIT = (
    *("credit_limit", "credit_order_cap", "credit_days_overdue", "credit_valid_until", "is_credit_stopped"),
    *("credit_stop_reason", "credit_grade"),
)
_MONEY = ("credit_limit", "credit_order_cap")


def customer_row(actor: User, customer: Customer) -> dict[str, Any]:
    """A customer as a list shows it to ``actor`` (``CustomerSerializer``)."""
    row: dict[str, Any] = {"id": customer.pk} | {name: getattr(customer, name) for name in _ROW}
    row["custom"] = values.shown(actor, values.CUSTOMER, customer.custom)
    row["department"] = customer.department.code if customer.department else None
    row["owner"] = customer.owner.username if customer.owner else None
    row["payment_term"] = customer.payment_term.code if customer.payment_term else None
    row["currency"] = customer.currency_id
    return row


def customer_document(actor: User, customer: Customer) -> dict[str, Any]:
    """A whole customer as ``actor`` may see it (``CustomerDocumentSerializer``)."""
    found = customer_row(actor, customer) | {name: getattr(customer, name) for name in _REST}
    for name in ("group", "bill_to", "ship_to", "agent", "merged_into"):
        partner = getattr(customer, name)
        found[name] = partner.code if partner else None
    sees_credit = policies.sees_credit(actor)
    for name in _CREDIT:
        value = getattr(customer, name) if sees_credit else None
        found[name] = plain(value, 2) if name in _MONEY and value is not None else value
    found["contacts"] = queries.contact_rows(actor, customer)
    found["addresses"] = queries.address_rows(actor, customer)
    return found


def currency_row(currency: Currency) -> dict[str, Any]:
    """A currency (``CurrencySerializer``)."""
    return {name: getattr(currency, name) for name in ("code", "name", "symbol", "is_active", "version")}


def rate_row(rate: ExchangeRate) -> dict[str, Any]:
    """A dated rate (``RateSerializer``)."""
    return {"valid_from": rate.valid_from, "rate": plain(rate.rate)}
