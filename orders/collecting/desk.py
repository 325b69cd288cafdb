"""What the pages of statements put together: the sheet of an account as it is now, or as it was drawn up."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import pgettext

from common import currencies, dates
from customers import queries as customers
from orders.collecting import operations, queries
from orders.collecting.choices import Movement, State
from orders.collecting.forms import usual_days

_MONEY = frozenset({"debit", "credit", "balance", "amount", "received", "open", "undated", "not_due", "unallocated"})
_NUMBERS = frozenset({"quantity", "delivered", "worth"})
_DAYS = frozenset({"day", "due_date", "invoice_date"})


def url_of(statement: Any) -> str:
    """The page of a statement."""
    return reverse("orders:statement-detail", args=[statement.number])


def tabs(params: Mapping[str, str]) -> list[dict[str, Any]]:
    """The tabs above the list: all statements, and those in each state of confirmation."""
    base, chosen = reverse("orders:statement-list"), params.get("state", "")
    found = [("", pgettext("statements", "All")), *State.choices]
    return [
        {"label": label, "url": f"{base}?state={code}" if code else base, "current": code == chosen, "key": str(place)}
        for place, (code, label) in enumerate(found, start=1)
    ]


def of_account(actor: Any, found: queries.Ledger, today: date) -> dict[str, Any]:
    """The sheet of an account as it stands now."""
    sums = {name: getattr(found, name) for name in ("opening", "debit", "credit", "closing", "currency")}
    left = queries.uninvoiced(found.customer.pk, found.currency)
    return {**sums, "uninvoiced": left, "day": today, **typed(operations.content_of(actor, found, today))}


def of_statement(row: Any) -> dict[str, Any]:
    """The sheet of a statement as it was drawn up."""
    names = ("opening", "debit", "credit", "closing", "uninvoiced")
    day = dates.business_day(row.drawn_at)
    return {
        **{name: getattr(row, name) for name in names},
        "currency": row.currency_id,
        "day": day,
        **typed(row.content),
    }


def typed(content: Mapping[str, Any]) -> dict[str, Any]:
    """The stored content with days and amounts as values, and what each movement is, in words."""
    entries = [{**_row(one), "words": Movement(one["kind"]).label} for one in content["entries"]]
    ageing = content["ageing"]
    return {
        "entries": entries,
        "ageing": {**_row(ageing), "buckets": [_row(one) for one in ageing["buckets"]]},
        "deliveries": [_row(one) for one in content.get("deliveries", [])],  # older ones tell none
        "parts": [_row(one) for one in content["parts"]],
        "invoices": [_row(one) for one in content["invoices"]],
    }


def _row(one: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _value(name, value) for name, value in one.items()}


def _value(name: str, value: Any) -> Any:
    if name in (_MONEY | _NUMBERS) and value is not None:
        return Decimal(value)
    if name in _DAYS and value:
        return date.fromisoformat(value)
    return value


def asked_of(actor: Any, params: QueryDict, today: date) -> dict[str, Any]:
    """What the form of a new statement begins with: the customer it was opened from, his currency, the usual days."""
    found: dict[str, Any] = {**usual_days(today), "currency": currencies.base()}
    raw = params.get("customer", "")
    if raw.isdecimal() and len(raw) < 19:
        customer = customers.get_customer(actor=actor, customer_id=int(raw))
        codes = queries.currencies_of(actor, customer.pk)
        found |= {
            "customer": customer.pk,
            "customer_name": f"{customer.code} {customer.name}",
            "currency": codes[0] if codes else customer.currency_id or currencies.base(),
        }
    return found | {name: params[name] for name in ("currency", "first", "last") if params.get(name)}
