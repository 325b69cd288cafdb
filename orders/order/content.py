"""What an approval is bound to: the commercial content of an order and its fingerprint (SEMANTICS 7). Pure, but for
which of the custom fields that have a value are commercial; that is fixed from a field's first use on."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from orders.order import scheduling
from orders.order.models import Order, OrderLine
from segments.custom_fields import definitions

HEADER = (
    "order_type_id",
    "customer_id",
    "bill_to_id",
    "ship_to_id",
    "agent_id",
    "ship_address",
    "delivery_method",
    "transport_mode",
    "payment_term_id",
    "payment_method",
    "invoice_kind",
    "invoice_title",
    "invoice_tax_number",
    "customer_po_number",
    "customer_po_date",
    "contract_terms",
    "special_requirements",
    "currency_id",
    "exchange_rate",
    "tax_mode",
    "freight",
    "reduction",
    "requested_date",
)
LINE = (
    "product_id",
    "unit",
    "specification",
    "auxiliary_attribute",
    "ordered",
    "price",
    "discount",
    "tax_rate",
    "is_gift",
    "requested_date",
    "logo",
    "colour",
    "packaging",
    "customisation",
    "special_requirements",
)

Content = dict[str, str | None]


def content_of(order: Order, lines: Iterable[OrderLine]) -> Content:
    """The commercial fields by path (``payment_term``, ``lines.3.price``) as plain text."""
    content = {_path(name): _plain(getattr(order, name)) for name in HEADER}
    content |= _custom(definitions.Subject.ORDER, order.custom, "")
    for line in lines:
        path = f"lines.{line.line_no}."
        for name in LINE:
            content[f"{path}{_path(name)}"] = _plain(getattr(line, name))
        if line.schedule:  # a line without one has no path, so that it hashes as ever
            content[f"{path}schedule"] = scheduling.words(line.schedule)
        content |= _custom(definitions.Subject.LINE, line.custom, path)
    return content


def _custom(subject: str, kept: Mapping[str, Any], path: str) -> Content:
    """A field without a value has no path: one that is defined later changes no fingerprint."""
    if not kept:
        return {}
    commercial = definitions.commercial_keys(subject)
    return {f"{path}custom.{key}": json.dumps(value) for key, value in kept.items() if key in commercial}


def hash_of(content: Mapping[str, str | None]) -> str:
    """The fingerprint of a content."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def content_hash(order: Order, lines: Iterable[OrderLine]) -> str:
    """The fingerprint of an order's commercial fields; the order of ``lines`` does not matter."""
    return hash_of(content_of(order, lines))


def differences(before: Mapping[str, str | None], after: Mapping[str, str | None]) -> dict[str, list[str]]:
    """Path → [before, after] of what differs; a line that came or went shows as its product alone."""
    paths = [path for path in {**before, **after} if before.get(path) != after.get(path)]
    gone_or_new = [path for path in paths if path.endswith(".product") and not (path in before and path in after)]
    whole = {path.rpartition(".")[0] for path in gone_or_new}
    return {
        path: [before.get(path) or "", after.get(path) or ""]
        for path in paths
        if path.rpartition(".")[0] not in whole or path.endswith(".product")
    }


def _path(name: str) -> str:
    return name.removesuffix("_id")


def _plain(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.isoformat() if isinstance(value, date) else str(value)
