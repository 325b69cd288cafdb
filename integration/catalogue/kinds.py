"""The catalogue of events: every kind that operations record, what it is about, what its data hold, and who may see it
beside who sees what it is about. It is held true by ``tests/test_complete.py``: a kind, or a key, that somebody records
and nobody wrote down here fails there."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from accounts.trail.labels import label_of
from integration.catalogue import of_customers, of_goods, of_house, of_money, of_orders, of_work
from integration.catalogue.examples_of_numbers import NUMBERS
from integration.catalogue.keys import Key
from integration.catalogue.known_keys import KEYS

_TABLES = (of_orders.TABLE, of_goods.TABLE, of_money.TABLE, of_customers.TABLE, of_work.TABLE, of_house.TABLE)

# master data, which no scope narrows: the right to see such rows
_VERBS_OF_TYPES = {
    "common.currency": "customer.view",
    "customers.carrier": "customer.view",
    "customers.paymentterm": "customer.view",
    "orders.material": "material.edit",
    "products.plannedreceipt": "stock.view",
    "products.pricelist": "price.view",
    "products.product": "product.view",
    "products.productcategory": "product.view",
    "products.promotion": "promotion.view",
    "products.stockpaper": "stock.view",
    "products.supplier": "product.view",
    "products.warehouse": "stock.view",
}
# beginnings of kinds -> a right that they need beside seeing the row
_VERBS = {
    "contact.revealed": "disclosure.view",  # who looked, and what for
    "customer.item_": "price.view",
    "customer.price": "price.view",
    "stock.": "stock.view",
    "stock_level.": "stock.view",
}
# beginnings of kinds -> the sensitive field whose being hidden hides that they happened
_FIELDS = {
    "customer.credit_": "customer.credit",
    "customer.grade": "customer.credit",
    "customer.guarantee_": "customer.credit",
    "customer.report_": "customer.credit",
    "purchase_price.": "product.cost",
}


@dataclass(frozen=True)
class Kind:
    """A kind of event. ``subjects``: what types of rows it may be about (none: about no single row); ``verb``: a right
    that reading it needs beside seeing the row; ``field``: who does not see this sensitive field does not see it."""

    code: str
    subjects: tuple[str, ...]
    keys: tuple[Key, ...]
    verb: str = ""
    field: str = ""

    @property
    def label(self) -> str:
        """It in the reader's words."""
        return str(label_of(self.code))

    @property
    def example(self) -> dict[str, Any]:
        """An event of this kind as the feed tells it."""
        subject = self.subjects[0] if self.subjects else ""
        about = {"type": subject, "id": 118, "number": NUMBERS.get(subject, "")} if subject else None
        return {
            "position": 48211,
            "id": 48307,
            "at": "2026-11-20T02:15:00Z",
            "kind": self.code,
            "label": self.label,
            "subject": about,
            "actor": {"username": "lin.na", "name": "林娜"},
            "door": "page",
            "reason": "",
            "data": {key.name: key.example for key in self.keys},
            "redacted": False,
        }


@cache
def all_kinds() -> Mapping[str, Kind]:
    """Every kind by its code, in the order of the alphabet."""
    found: dict[str, Kind] = {}
    for table in _TABLES:
        for subjects, rows in table.items():
            for code, keys in rows.items():
                if code in found:
                    raise ValueError(f"{code} stands in the catalogue twice")
                found[code] = _kind(code, tuple(subjects.split()), keys)
    return dict(sorted(found.items()))


def _kind(code: str, subjects: tuple[str, ...], keys: str) -> Kind:
    verbs = [verb for start, verb in _VERBS.items() if code.startswith(start)]
    verbs += [_VERBS_OF_TYPES[one] for one in subjects[:1] if one in _VERBS_OF_TYPES]
    fields = [field for start, field in _FIELDS.items() if code.startswith(start)]
    known = tuple(KEYS[name] for name in keys.split())
    return Kind(code, subjects, known, verb=next(iter(verbs), ""), field=next(iter(fields), ""))


def keys_of(code: str) -> tuple[Key, ...]:
    """What the data of a kind hold; nothing for a kind that nobody wrote down."""
    kind = all_kinds().get(code)
    return kind.keys if kind is not None else ()


def matching(pattern: str) -> frozenset[str]:
    """The kinds that a pattern means: one by its code, or all that begin as it does before its star (``order.*``)."""
    if not pattern.endswith("*"):
        return frozenset([pattern]) & all_kinds().keys()
    return frozenset(code for code in all_kinds() if code.startswith(pattern[:-1]))
