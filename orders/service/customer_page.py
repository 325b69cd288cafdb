"""The customer's page behind a signed link: what his order says, and his answer. No sign-in, nothing but this order."""

from datetime import date
from decimal import Decimal
from typing import Any

from orders.answers.link_page import Act, LinkPage
from orders.order.states import Status
from orders.service import forms, operations, queries


def _context(found: Any) -> dict[str, Any]:
    stands = queries.still_stands(found, found.order)
    return {
        "sheet": _typed(found.shown),
        "waits": found.is_waiting and stands,
        "may_change": found.order.status == Status.EFFECTIVE,
        "is_moot": found.is_waiting and not stands,
    }


def _typed(shown: dict[str, Any]) -> dict[str, Any]:
    """The stored sheet with days and amounts as values, for the template's tags."""
    amounts = {name: Decimal(shown[name]) for name in ("freight", "reduction", "tax", "total")}
    days = {name: _day(shown[name]) for name in ("order_date", "last_day")}
    return {**shown, **amounts, **days, "lines": [_typed_row(row) for row in shown["lines"]]}


def _typed_row(row: dict[str, Any]) -> dict[str, Any]:
    numbers = {name: Decimal(row[name]) for name in ("quantity", "price", "amount")}
    return {**row, **numbers, "day": _day(row["day"])}


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


PAGE = LinkPage(
    template="orders/confirmation/customer.html",
    find=queries.of_link,
    acts={
        "confirm": Act(forms.ConfirmForm, operations.answer),
        "ask": Act(forms.QuestionForm, operations.ask_back),
        "change": Act(forms.ChangeForm, operations.ask_for_change),
        "decline": Act(forms.DeclineForm, operations.answer),
    },
    context=_context,
    named="confirmation_id",
)
