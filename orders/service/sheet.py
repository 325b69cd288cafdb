"""What a customer is shown of his order: its content, prices and days, nothing else (R102). Stored as it is shown, so
that what he answers to is kept word for word."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from common.money import plain
from orders.order.models import Order, OrderLine

TEXTS = ("logo", "colour", "packaging", "customisation", "special_requirements")


def of(order: Order, lines: Iterable[OrderLine]) -> dict[str, Any]:
    """The sheet of an order: plain JSON, amounts as text, days as YYYY-MM-DD."""
    rows = [_row(order, line) for line in lines]
    days = [row["day"] for row in rows if row["day"]]
    return {
        "number": order.number,
        "revision": order.revision,
        "customer": order.customer.name,
        "customer_po_number": order.customer_po_number,
        "order_date": order.order_date.isoformat(),
        "currency": order.currency_id,
        "tax_mode": order.tax_mode,
        "ship_address": order.ship_address,
        "ship_recipient": order.ship_recipient,
        "payment_term": str(order.payment_term or ""),
        "contract_terms": order.contract_terms,
        "special_requirements": order.special_requirements,
        "lines": rows,
        "freight": plain(order.freight, 2),
        "reduction": plain(order.reduction, 2),
        "tax": plain(order.tax_amount, 2),
        "total": plain(order.total_amount, 2),
        "last_day": max(days, default=""),
    }


def _row(order: Order, line: OrderLine) -> dict[str, Any]:
    day = line.promised_date or line.requested_date or order.requested_date
    return {
        "line_no": line.line_no,
        "code": line.product_code,
        "name": line.product_name,
        "specification": " ".join(filter(None, (line.specification, line.auxiliary_attribute))),
        "texts": [text for text in (getattr(line, name) for name in TEXTS) if text],
        "quantity": plain(line.ordered, 0),
        "unit": line.unit,
        "price": plain(line.price, 2),
        "discount": plain(line.discount * Decimal(100), 0) if line.discount else "",
        "amount": plain(line.amount, 2),
        "is_gift": line.is_gift,
        "day": day.isoformat() if day else "",
        "is_promised": line.promised_date is not None,
    }
