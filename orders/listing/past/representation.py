"""Orders and lines as of a past moment, as the API writes them."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from typing import Any

from common.api.fields import plain
from orders.listing.past import figures
from orders.listing.past.queries import LineRow, OrderRow

_QUANTITIES = ("ordered", "let_go", "shipped", "signed", "returned", "invoiced", "open")


def _money(value: Decimal, shows: bool) -> str | None:
    return plain(value, 2) if shows else None


def orders(rows: Iterable[OrderRow], moment: datetime, *, shows: bool) -> list[dict[str, Any]]:
    """``PastOrderSerializer``; amounts are None unless ``shows``."""
    return [
        {
            "number": row.order.reference,
            "at": moment.isoformat(),
            "status": row.status,
            "revision": row.then.revision,
            "customer": row.order.customer.code,
            "order_date": row.order.order_date.isoformat(),
            "currency": row.order.currency_id,
            "lines": row.then.lines,
            "open_lines": row.then.open_lines,
            **{name: _money(getattr(row.then, name), shows) for name in figures.AMOUNTS},
        }
        for row in rows
    ]


def lines(rows: Iterable[LineRow], moment: datetime, *, shows: bool) -> list[dict[str, Any]]:
    """``PastLineSerializer``."""
    return [
        {
            "order": row.order.reference,
            "line_no": row.line_no,
            "at": moment.isoformat(),
            "order_status": row.status,
            "customer": row.order.customer.code,
            "product": row.product.code,
            "product_name": row.product.name,
            "unit": row.product.unit,
            **{name: plain(getattr(row.then, name)) for name in _QUANTITIES},
            "amount": _money(row.then.amount, shows),
            "currency": row.order.currency_id,
        }
        for row in rows
    ]


def sums(found: Iterable[figures.SumsThen]) -> list[dict[str, Any]]:
    """``PastSumsSerializer``."""
    return [
        {name: plain(value, 2) if name in figures.AMOUNTS else value for name, value in asdict(one).items()}
        for one in found
    ]
