"""Frame agreements as plain dictionaries for API answers."""

from typing import Any

from common.api.fields import plain
from orders.agreements.models import Agreement
from orders.agreements.queries import CalledLine

_ROW = (
    *("number", "status", "title", "customer_reference", "valid_from", "valid_until", "tax_mode", "terms"),
    *("ended_reason", "version"),
)


def agreement_row(agreement: Agreement) -> dict[str, Any]:
    """An agreement in a list (``AgreementRowSerializer``)."""
    row = {name: getattr(agreement, name) for name in _ROW}
    row["customer"] = {"code": agreement.customer.code, "name": agreement.customer.name}
    row["currency"] = agreement.currency_id
    return row


def agreement_document(agreement: Agreement, lines: list[CalledLine]) -> dict[str, Any]:
    """An agreement with what was called off of it (``AgreementSerializer``)."""
    return {**agreement_row(agreement), "lines": [_line(one) for one in lines]}


def _line(one: CalledLine) -> dict[str, Any]:
    line = one.line
    return {
        "line_no": line.line_no,
        "product": line.product.code,
        "price": plain(line.price, 2),
        "quantity": None if line.quantity is None else plain(line.quantity),
        "amount": None if line.amount is None else plain(line.amount, 2),
        "notes": line.notes,
        "called": plain(one.called.quantity),
        "drafted": plain(one.called.drafted),
        "left": None if one.left is None else plain(one.left),
        "left_amount": None if one.left_amount is None else plain(one.left_amount, 2),
        "orders": [order.reference for order, _quantity in one.orders],
    }
