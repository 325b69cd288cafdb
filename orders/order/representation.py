"""Orders as plain dictionaries for API answers: cheap for lists, one place for the shape.

They take rows that ``policies.redact`` has been over: a hidden value is None and stays None.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from common.api.fields import plain
from orders.order import arranging, queries, risks
from orders.order.models import OrderLine, OrderStep, reference_of
from orders.order.queries import OrderSheet

_ROW_PLAIN = (
    *("number", "source_number", "origin", "status", "is_rejected", "is_frozen", "is_changing"),
    *("is_urgent", "customer_po_number", "territory", "order_date", "requested_date", "promised_date"),
    *("next_due_date", "line_count", "fulfilment", "signing", "invoicing", "settlement", "stage", "submitted_at"),
    *("amount_class", "time_class", "customer_type", "priority"),
    *("effective_at", "closed_at", "version", "custom"),
)
_ROW_MONEY = (
    *("total_amount", "due_amount", "net_amount", "tax_amount", "shipped_amount", "unshipped_amount"),
    "received_amount",
)
# how a list names what an order points to
_NAMES: dict[str, tuple[str, ...]] = {
    "customer": ("code", "name"),
    "order_type": ("code",),
    "department": ("code",),
    "salesperson": ("username",),
    "executing_owner": ("username",),
}
# what a list reads of an order
ROW_COLUMNS = ("id", *_ROW_PLAIN, *_ROW_MONEY, "currency_id", *(f"{name}_id" for name in _NAMES))
_PLAIN = (
    *("contact_name", "contact_phone", "ship_address", "ship_recipient", "ship_phone", "delivery_method"),
    *("transport_mode", "payment_method", "invoice_kind", "invoice_title", "invoice_tax_number"),
    *("customer_po_date", "channel", "form", "source_document", "contract_terms", "contract_state"),
    *("contract_signed_date", "special_requirements", "notes", "tax_mode", "freeze_reason", "frozen_until"),
    *("rejection_reason", "pin_reason", "created_at", "updated_at", "archived_at", "revision"),
)
_MONEY = (
    *("freight", "reduction", "lines_amount", "credited_amount", "reserved_amount", "signed_amount"),
    *("invoiced_amount", "cost_amount"),
)
_LINE_PLAIN = (
    *("line_no", "product_name", "specification", "auxiliary_attribute", "unit", "is_service", "is_gift"),
    "without_gift",
    *("price_source", "price_rule", "requested_date", "schedule", "first_promised_date", "promised_date"),
    *("promised_ship_date", "supply_mode", "by_components", "first_ship_date"),
    *("last_ship_date", "logo", "colour", "packaging", "customisation", "special_requirements", "notes", "closure"),
    *("close_reason_code", "close_reason", "is_frozen", "freeze_reason", "is_changing", "custom"),
)
_LINE_QUANTITIES = (
    *("ordered", "original", "reserved", "shipped", "signed", "transit_loss", "returned", "reship"),
    *("short_closed", "open", "refunded"),
)


def money(value: Decimal | None) -> str | None:
    """An amount as text with at least two decimals; None where it is hidden."""
    return None if value is None else plain(value, 2)


def order_rows(orders: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Orders as a list shows them (``OrderRowSerializer``), out of the values of ``ROW_COLUMNS``: a list needs no
    models of seventy columns."""
    named = queries.named_by(orders)
    return [_row(order, {name: rows.get(order[f"{name}_id"]) for name, rows in named.items()}) for order in orders]


def _row(order: Mapping[str, Any], named: Mapping[str, Any]) -> dict[str, Any]:
    """One order: its values, and those of the rows that it names (``_NAMES``)."""
    row = {name: order[name] for name in _ROW_PLAIN}
    row["reference"] = reference_of(order["number"], order["id"])
    for name in _ROW_MONEY:
        row[name] = money(order[name])
    row["currency"] = order["currency_id"]
    for name, columns in _NAMES.items():
        told = named[name]
        if len(columns) > 1:
            row[name] = {column: told[column] for column in columns}
        else:
            row[name] = told[columns[0]] if told else None
    return row


def _told(row: Any, columns: Sequence[str]) -> dict[str, Any] | None:
    return {column: getattr(row, column) for column in columns} if row else None


def order_document(sheet: OrderSheet) -> dict[str, Any]:
    """A whole order (``OrderSerializer``)."""
    order = sheet.order
    named = {name: _told(getattr(order, name), columns) for name, columns in _NAMES.items()}
    document = _row({name: getattr(order, name) for name in ROW_COLUMNS}, named)
    document.update((name, getattr(order, name)) for name in _PLAIN)
    document.update((name, money(getattr(order, name))) for name in _MONEY)
    document["margin"] = money(sheet.margin)
    document["exchange_rate"] = plain(order.exchange_rate)
    document["payment_term"] = order.payment_term.code if order.payment_term else None
    for role in ("bill_to", "ship_to", "agent"):
        party = getattr(order, role)
        document[role] = party.code if party else None
    document["risks"] = [
        {"line_no": risk.line_no, "kind": risk.kind, "text": str(risk.text)} for risk in risks.read(order.risks)
    ]
    document |= sheet.advice
    document["responsible"] = sheet.responsible.as_json() if sheet.responsible else None
    document["unfinished"] = order.unfinished
    document["created_by"] = order.created_by.username
    sources = arranging.source_numbers(sheet.lines)
    document["lines"] = [{**line_document(line), "gift_of": sources.get(line.line_no)} for line in sheet.lines]
    document["steps"] = [step_document(step) for step in sheet.steps]
    document["actions"] = [
        {"verb": action.verb, "allowed": action.allowed, "why_not": action.why_not}
        for action in sheet.actions
        if action.is_in_state
    ]
    return document


def line_document(line: OrderLine) -> dict[str, Any]:
    """A line (``LineSerializer``), but for the line that it is a gift of."""
    row = {name: getattr(line, name) for name in _LINE_PLAIN}
    row.update((name, plain(getattr(line, name))) for name in _LINE_QUANTITIES)
    row["product"] = line.product_code
    row["price"] = money(line.price)
    row["discount"] = None if line.discount is None else plain(line.discount)
    row["tax_rate"] = plain(line.tax_rate)
    row.update((name, money(getattr(line, name))) for name in ("amount", "tax", "net"))
    row["row_closed"] = "Y" if line.row_closed else "N"
    return row


def step_document(step: OrderStep) -> dict[str, Any]:
    """A move along the ladder (``StepSerializer``)."""
    return {
        "move": step.move,
        "from_status": step.from_status,
        "to_status": step.to_status,
        "by": step.actor.username,
        "at": step.at,
        "reason": step.reason,
    }
