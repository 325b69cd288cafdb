"""Kept values as they would be written again: rows by their codes (what ``reading`` reads). For answers of the API and
for words about conflicts."""

from collections.abc import Iterable
from typing import Any

from customers.models import Customer, PaymentTerm
from orders.changes import fields
from orders.changes.choices import Aspect
from orders.changes.fields import Changeable, Kind
from orders.order import scheduling
from products.catalogue.models import Product

_ROWS: dict[str, Any] = {"product": Product, "payment_term": PaymentTerm, "ship_to": Customer, "bill_to": Customer}
Codes = dict[tuple[str, Any], str]


def codes_of(items: Iterable[Any]) -> Codes:
    """The codes of the rows that items name, (field, key) → code: a statement for each kind of row."""
    keys: dict[str, set[Any]] = {}
    for item in items:
        if item.field in _ROWS:
            keys.setdefault(item.field, set()).update(one for one in (item.old, item.new) if one is not None)
    return {
        (name, pk): code
        for name, found in keys.items()
        if found
        for pk, code in _ROWS[name].objects.filter(pk__in=found).values_list("pk", "code")
    }


def known_of(item: Any) -> Changeable | None:
    """The field of an item; None of a cancelled line."""
    return fields.find(item.field, of_line=item.line_no is not None) if item.field else None


def aspect_of(item: Any) -> Aspect:
    """What an item is about; a line that goes is about its quantity."""
    if not item.field:
        return Aspect.QUANTITY
    known = known_of(item)
    return known.aspect if known else Aspect.OTHER


def written(known: Changeable | None, value: Any, codes: Codes) -> Any:
    """A kept value as it is sent and answered: a row by its code, everything else as it is kept."""
    if known is not None and known.kind is Kind.ROW and value is not None:
        return codes.get((known.name, value), "")
    return value


def text(known: Changeable | None, value: Any, codes: Codes) -> str:
    """The same as plain text."""
    value = written(known, value, codes)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return scheduling.words(value) if isinstance(value, list) else str(value)
