"""Which fields a change request may change, how their values are kept, and what each is about (SEMANTICS 8). Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from common.errors import Text
from orders.changes.choices import Aspect
from orders.order import scheduling
from orders.order.models import Order, OrderLine
from segments.custom_fields import definitions


class Kind(StrEnum):
    """How a value is kept in an item: numbers and days as plain text, rows by their key."""

    TEXT = "TEXT"
    NUMBER = "NUMBER"
    DAY = "DAY"
    CHOICE = "CHOICE"
    ROW = "ROW"
    FLAG = "FLAG"
    PARTS = "PARTS"
    CUSTOM = "CUSTOM"


@dataclass(frozen=True)
class Changeable:
    """A field that may change: its name in items, the column behind it, what it is called and what it is about.
    ``concerns_goods``: goods on the way out must not leave by the old word."""

    name: str
    column: str
    label: Text
    kind: Kind
    aspect: Aspect
    concerns_goods: bool = False

    def stored(self, value: Any) -> Any:
        """A value of the column as an item keeps it."""
        if value is None:
            return None
        if self.kind is Kind.NUMBER:
            return f"{Decimal(value).normalize():f}"
        if self.kind is Kind.DAY:
            return value.isoformat()
        return value

    def read(self, kept: Any) -> Any:
        """The value of the column that an item keeps; a text that may not be null is empty instead."""
        if self.kind is Kind.NUMBER:
            return None if kept is None else Decimal(kept)
        if self.kind is Kind.DAY:
            return None if kept is None else date.fromisoformat(kept)
        if self.kind in (Kind.TEXT, Kind.CHOICE):
            return kept or ""
        return (kept or []) if self.kind is Kind.PARTS else kept


_A = Aspect
# name → aspect; the column is that of the model
_HEAD = {
    "ship_to": _A.ADDRESS,
    "ship_address": _A.ADDRESS,
    "ship_recipient": _A.ADDRESS,
    "ship_phone": _A.ADDRESS,
    "delivery_method": _A.ADDRESS,
    "transport_mode": _A.ADDRESS,
    "requested_date": _A.DATE,
    "payment_term": _A.TERMS,
    "payment_method": _A.TERMS,
    "bill_to": _A.TERMS,
    "freight": _A.FREIGHT,
    "reduction": _A.PRICE,
    "invoice_kind": _A.INVOICE,
    "invoice_title": _A.INVOICE,
    "invoice_tax_number": _A.INVOICE,
    "contact_name": _A.CONTACT,
    "contact_phone": _A.CONTACT,
    "customer_po_number": _A.OTHER,
    "customer_po_date": _A.OTHER,
    "contract_terms": _A.TERMS,
    "special_requirements": _A.SPECIFICATION,
}
_LINE = {
    "product": _A.PRODUCT,
    "quantity": _A.QUANTITY,
    "price": _A.PRICE,
    "discount": _A.PRICE,
    "tax_rate": _A.PRICE,
    "requested_date": _A.DATE,
    "schedule": _A.DATE,
    "specification": _A.SPECIFICATION,
    "auxiliary_attribute": _A.SPECIFICATION,
    "logo": _A.SPECIFICATION,
    "colour": _A.SPECIFICATION,
    "packaging": _A.SPECIFICATION,
    "customisation": _A.SPECIFICATION,
    "special_requirements": _A.SPECIFICATION,
    "supply_mode": _A.DATE,
    "notes": _A.OTHER,
}
_COLUMNS = {"quantity": "ordered"}


def _kind_of(field: Any) -> Kind:
    if field.name == "schedule":
        return Kind.PARTS
    if field.is_relation:
        return Kind.ROW
    if field.choices:
        return Kind.CHOICE
    kinds = {"DecimalField": Kind.NUMBER, "DateField": Kind.DAY, "BooleanField": Kind.FLAG}
    return kinds.get(field.get_internal_type(), Kind.TEXT)


def _made(model: Any, names: Mapping[str, Aspect]) -> dict[str, Changeable]:
    found = {}
    for name, aspect in names.items():
        field = model._meta.get_field(_COLUMNS.get(name, name))
        goods = aspect in (_A.ADDRESS, _A.PRODUCT, _A.QUANTITY, _A.SPECIFICATION)
        found[name] = Changeable(name, field.attname, field.verbose_name, _kind_of(field), aspect, goods)
    return found


HEAD = _made(Order, _HEAD)
LINE = _made(OrderLine, _LINE)
CUSTOM = f"{definitions.PREFIX}."  # and the key of a custom field


def find(name: str, *, of_line: bool) -> Changeable | None:
    """The field of that name; a custom one whose name begins with ``CUSTOM``. None: there is none that may change."""
    known = (LINE if of_line else HEAD).get(name)
    if known is not None or not name.startswith(CUSTOM):
        return known
    subject = definitions.Subject.LINE if of_line else definitions.Subject.ORDER
    definition = definitions.by_key(definitions.of(subject)).get(name.removeprefix(CUSTOM))
    if definition is None:
        return None
    return Changeable(name, "custom", definition.label, Kind.CUSTOM, _A.SPECIFICATION)


def value_of(row: Order | OrderLine, field: Changeable) -> Any:
    """What a row says now, as an item keeps it."""
    if field.kind is Kind.CUSTOM:
        return row.custom.get(field.name.removeprefix(CUSTOM))
    return field.stored(getattr(row, field.column))


def parts(kept: Any) -> tuple[scheduling.Part, ...]:
    """The dated parts that an item keeps."""
    return tuple(scheduling.of(kept or []))
