"""The finance feed as plain dictionaries for API answers."""

from typing import Any

from common import currencies
from common.api.fields import plain
from orders.finance.queries import Entry, Page

_MONEY = frozenset({"net", "tax", "amount", "order_base_amount", "exchange_gain"})


def page(found: Page) -> dict[str, Any]:
    """Some facts (``FinancePageSerializer``)."""
    return {"after": found.after, "has_more": found.has_more, "results": [_entry(one) for one in found.entries]}


def _entry(one: Entry) -> dict[str, Any]:
    return {
        **{name: getattr(one, name) for name in ("id", "fact", "at", "reason", "document", "day", "customer", "order")},
        "currency": one.currency,
        "amount": None if one.amount is None else plain(one.amount, 2),
        "base_currency": currencies.base(),
        "base_amount": None if one.base_amount is None else plain(one.base_amount, 2),
        "details": _told(one.more),
    }


def _told(more: dict[str, Any]) -> dict[str, Any]:
    return {name: _value(name, value) for name, value in more.items()}


def _value(name: str, value: Any) -> Any:
    if name in _MONEY:
        return plain(value, 2)
    if name == "exchange_rate":
        return plain(value)
    if name == "lines":
        return [_told(one) for one in value]
    return value
