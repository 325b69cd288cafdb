"""What a page says in the place of a redacted value: since when it is gone, and why."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext

from accounts.trail import redactions
from common import dates

KEY = "redacted"


def number_of(value: Any) -> int | None:
    """The redaction that a value's mark names; None: it is no mark."""
    if isinstance(value, dict) and set(value) == {KEY} and isinstance(value[KEY], int):
        return value[KEY]
    return None


def tell(transactions: Iterable[Any]) -> None:
    """Write words in the place of every mark of these (``queries.Transaction``); one statement, if there are any."""
    columns = [column for one in transactions for change in one.changes for column in change.columns]
    meanings = [meaning for one in transactions for meaning in one.meanings]
    found = {number_of(value) for column in columns for value in (column.old, column.new)}
    found |= {number_of(value) for meaning in meanings for value in meaning.values()}
    numbers = {number for number in found if number is not None}
    if not numbers:
        return
    words = {one.number: _words(one) for one in redactions.told(numbers)}
    for column in columns:
        column.old, column.new = _said(column.old, words), _said(column.new, words)
    for meaning in meanings:
        meaning |= {name: _said(value, words) for name, value in meaning.items()}


def _said(value: Any, words: dict[int, str]) -> Any:
    number = number_of(value)
    return value if number is None else words.get(number, gettext("redacted"))


def _words(one: redactions.Told) -> str:
    day = f"{one.at.astimezone(dates.business_zone()):%Y-%m-%d}"
    return gettext("redacted on %(day)s: %(reason)s") % {"day": day, "reason": one.reason}
