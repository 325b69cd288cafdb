"""What people and systems write into a cell of a change request, and the value that an item keeps of it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from accounts.people.models import User
from common import errors, typed
from orders.changes import fields
from orders.changes.fields import CUSTOM, Changeable, Kind
from orders.entry import grid, references, rows
from orders.entry.drafts import LONGEST_LINE_NO
from orders.order import scheduling
from orders.order.models import Order
from segments.custom_fields import definitions, values
from segments.custom_fields.values import Misfit

HUNDRED = Decimal(100)
_LINE = re.compile(r"lines\.(\+[0-9a-z]{1,9}|[1-9][0-9]{0,8})(?:\.(.+))?", re.ASCII)
# emptied, these say zero; the others without a value say nothing
_ZERO = ("discount", "freight", "reduction")
_SHARES = ("discount", "tax_rate")
UNREADABLE = object()  # equals no value that is kept


@dataclass(frozen=True)
class Cell:
    """A place in a request: of the head (no ``line``), or of a line by number; ``+x`` is a new line that has no number
    yet. Without a ``field``: the line itself, cancelled or not."""

    line: int | str | None
    field: str

    @property
    def path(self) -> str:
        """As items and faults name it."""
        if self.line is None:
            return self.field
        return f"lines.{self.line}.{self.field}" if self.field else f"lines.{self.line}"


def cell_of(path: str) -> Cell:
    """The cell of a path: ``ship_address``, ``lines.3.quantity``, ``lines.3``, ``lines.+1.product``. Raises Invalid."""
    if not path.startswith("lines"):
        return Cell(None, path)
    match = _LINE.fullmatch(path)
    name = match[1] if match else ""
    if match is None or not (name.startswith("+") or int(name) <= LONGEST_LINE_NO):
        raise errors.Invalid(fields={path[:80]: [_("There is no such field.")]})
    return Cell(name if name.startswith("+") else int(name), match[2] or "")


class Reader:
    """Reads the cells of one request: codes of all products in one statement, those of parties and terms each."""

    def __init__(self, order: Order, actor: User, written: Iterable[tuple[Cell, Any]]):
        self._actor = actor
        codes: dict[str, set[str]] = {}
        for cell, value in written:
            known = fields.find(cell.field, of_line=cell.line is not None)
            if known is not None and known.kind is Kind.ROW and isinstance(value, str) and value.strip():
                codes.setdefault(known.name, set()).add(value.strip())
        products = grid.find_products(order.customer_id, (), codes.pop("product", set()))
        self._keys: dict[tuple[str, str], int] = {("product", str(code)): one.pk for code, one in products.items()}
        for name, found in codes.items():
            self._keys |= {(name, code): key for code in found if (key := _key(name, code)) is not None}

    def read(self, cell: Cell, value: Any) -> Any:
        """The value as an item keeps it. Raises Invalid under the cell's path."""
        try:
            return self._read(cell, value)
        except ValueError as fault:
            raise errors.Invalid(fields={cell.path: [str(fault)]}) from None

    def seen(self, cell: Cell, value: Any) -> Any:
        """The same for what somebody saw there; what cannot be read equals nothing."""
        try:
            return self._read(cell, value)
        except ValueError:
            return UNREADABLE

    def _read(self, cell: Cell, value: Any) -> Any:
        if not cell.field:
            return _is_true(value)
        known = fields.find(cell.field, of_line=cell.line is not None)
        if known is None:
            raise Misfit(_("This does not change by a request."))
        value = _clean(value)
        if known.kind is Kind.CUSTOM:
            return self._custom(known, cell, value)
        if known.kind is Kind.PARTS:
            return _parts(value)
        if value in (None, ""):
            return _nothing(known)
        if known.kind is Kind.ROW:
            return self._row(known, value)
        return _READERS.get(known.kind, _text)(known, value)

    def _row(self, known: Changeable, value: Any) -> int:
        key = self._keys.get((known.name, value)) if isinstance(value, str) else None
        if key is None:
            if known.name == "product":
                raise Misfit(_("There is no such product."))
            raise Misfit(_("“%(code)s” is unknown or out of use.") % {"code": str(value)[:60]})
        return key

    def _custom(self, known: Changeable, cell: Cell, value: Any) -> Any:
        subject = values.ORDER if cell.line is None else values.LINE
        found = definitions.by_key(definitions.visible(self._actor, subject)).get(known.name.removeprefix(CUSTOM))
        if found is None:
            raise Misfit(_("There is no such field."))
        return values.checked(found, value, value)


def _key(name: str, code: str) -> int | None:
    try:
        return references.resolve({name: code})[f"{name}_id"]
    except errors.Invalid:
        return None


def _clean(value: Any) -> Any:
    return value.replace("\0", "").replace("\r\n", "\n").strip() if isinstance(value, str) else value


def _nothing(known: Changeable) -> Any:
    if known.name == "quantity":
        raise Misfit(_("Enter a quantity."))
    if known.name == "product":
        raise Misfit(_("Choose a product."))
    if known.name in _ZERO:
        return "0"
    return "" if known.kind in (Kind.TEXT, Kind.CHOICE) else None


def _is_true(value: Any) -> bool:
    text = str(value).strip().lower()
    if text not in ("true", "on", "1", "false", "", "0", "none"):
        raise Misfit(_("Choose yes or no."))
    return text in ("true", "on", "1")


def _number(known: Changeable, value: Any) -> str:
    text = str(value)
    is_share = known.name in _SHARES and text.endswith("%")
    try:
        number = None if isinstance(value, bool) else typed.read_number(text.removesuffix("%") if is_share else text)
    except ValueError:
        number = None
    if number is None:
        raise Misfit(str(typed.NOT_A_NUMBER))
    return str(known.stored(number / HUNDRED if is_share else number))


def _day(known: Changeable, value: Any) -> str:
    try:
        found = rows.read_day(str(value))
    except ValueError:
        found = None
    if found is None:
        raise Misfit(_("Write the day as YYYY-MM-DD"))
    return found.isoformat()


def _text(known: Changeable, value: Any) -> str:
    if not isinstance(value, str):
        raise Misfit(_("Enter a text."))
    return value


def _parts(value: Any) -> list[dict[str, str]]:
    try:
        if isinstance(value, str):
            return scheduling.stored(scheduling.read(value))
        return scheduling.stored(scheduling.of([_part(one) for one in value or []]))
    except (ValueError, TypeError, KeyError, ArithmeticError):
        raise Misfit(_("Write each as day and quantity, like 2026-12-01 10; 2026-12-15 8")) from None


def _part(sent: Mapping[str, Any]) -> dict[str, str]:
    number = typed.read_number(str(sent["quantity"]))
    if number is None:
        raise Misfit(sent)
    return {"requested_date": str(sent["requested_date"]), "quantity": str(number)}


_READERS = {Kind.NUMBER: _number, Kind.DAY: _day}
