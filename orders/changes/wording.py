"""Values of changed fields in words, and a change told in one sentence: "Add 8 sensors, cancel 14 junction boxes,
date 12-10" (SEMANTICS 8). The language is the reader's."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from accounts import policies as rights
from accounts.people.models import User
from accounts.roles.models import FieldRule
from common.templatetags import fmt
from orders.changes import fields
from orders.changes.choices import Action
from orders.changes.fields import CUSTOM, Changeable, Kind
from orders.order import policies, scheduling
from orders.order.models import Order, OrderLine
from segments.custom_fields import definitions, values

_MOST_LINES = 3  # told of one by one
_LONGEST_NAME = 24
_QUANTITIES = ("ordered",)
_PERCENT = ("discount", "tax_rate")
_PRICES = ("price",)


@dataclass(frozen=True)
class Sight:
    """Which columns a reader does not get, or only the ends of. Nobody (the customer's letter, a job) gets them all."""

    hidden: frozenset[str] = frozenset()
    masked: frozenset[str] = frozenset()
    actor: User | None = None

    @property
    def amounts(self) -> bool:
        """Whether amounts are shown."""
        return "amount" not in self.hidden

    @property
    def prices(self) -> bool:
        """Whether prices are shown."""
        return "price" not in self.hidden


def sight_of(actor: User | None) -> Sight:
    """What ``actor`` gets to see of orders."""
    if actor is None:
        return Sight()
    hidden = policies.hidden_columns(actor)
    return Sight(hidden, policies.unseen_columns(actor) - hidden, actor)


def words_of(row: Order | OrderLine, field: Changeable, sight: Sight) -> str:
    """What a row says in a field, as people read it: "" for nothing; the reader's field rules hold."""
    if field.kind is Kind.CUSTOM:
        return _own_words(row, field, sight)
    if field.column in sight.hidden:
        return _("not shown")
    value = getattr(row, field.column)
    if value in (None, "", []):
        return ""
    said = _said(row, field, value)
    return rights.mask(said) if field.column in sight.masked else said


def _said(row: Order | OrderLine, field: Changeable, value: Any) -> str:
    if field.name == "product":
        return f"{row.product_code} {row.product_name}"  # type: ignore[union-attr]
    if field.kind is Kind.NUMBER:
        return number_words(field.column, value)
    if field.kind is Kind.DAY:
        return fmt.full_day(value)
    if field.kind is Kind.CHOICE:
        return str(getattr(row, f"get_{field.column}_display")())
    if field.kind is Kind.ROW:
        return str(getattr(row, field.column.removesuffix("_id")))
    if field.kind is Kind.FLAG:
        return _("Yes") if value else _("No")
    return scheduling.words(value) if field.kind is Kind.PARTS else str(value)


def number_words(column: str, value: Decimal) -> str:
    """A number as its column is read."""
    if column in _QUANTITIES:
        return fmt.qty(value)
    if column in _PERCENT:
        return f"{fmt.qty(value * 100)}%"
    return fmt.price(value) if column in _PRICES else fmt.money(value)


def label_of(line_no: int | str | None, name: str) -> str:
    """What a cell is called: "Line 3: Quantity"."""
    known = fields.find(name, of_line=line_no is not None) if name else None
    if line_no is None:
        return str(known.label if known else name)
    line = _("Line %(line)s") % {"line": line_no}
    return f"{line}: {known.label}" if known else str(line)


def _own_words(row: Order | OrderLine, field: Changeable, sight: Sight) -> str:
    subject = definitions.Subject.ORDER if isinstance(row, Order) else definitions.Subject.LINE
    key = field.name.removeprefix(CUSTOM)
    definition = definitions.by_key([one for one in definitions.every() if one.subject == subject]).get(key)
    if definition is None:
        return ""
    value = row.custom.get(key)
    if sight.actor is not None:
        if rights.effect(sight.actor, definition.guard) == FieldRule.Effect.HIDE:
            return _("not shown")
        value = values.shown_value(sight.actor, definition, value)
    return values.words(definition, value)


# --- a change in one sentence ----------------------------------------------------------------------


@dataclass(frozen=True)
class Moved:
    """What the sentence needs of a changed line. ``by``: pieces more (> 0) or fewer (< 0)."""

    name: str
    unit: str
    by: Decimal
    is_new: bool = False
    is_gone: bool = False
    day: date | None = None  # its new day, where that changes
    is_otherwise: bool = False  # something else of it changes


def sentence(moved: Sequence[Moved], head: Sequence[str]) -> str:
    """The change in a sentence. ``head``: labels of what changes of the order's head."""
    told = [_of_line(one) for one in moved if one.by]
    rest = len(told) - _MOST_LINES
    parts = told[:_MOST_LINES]
    if rest > 0:
        parts.append(ngettext("%(count)s more line", "%(count)s more lines", rest) % {"count": rest})
    parts += _of_days(moved)
    only_otherwise = [one for one in moved if one.is_otherwise and not one.by]
    if only_otherwise:
        lines = len(only_otherwise)
        parts.append(
            _("change %(product)s") % {"product": _short(only_otherwise[0].name)}
            if lines == 1
            else ngettext("change %(count)s line", "change %(count)s lines", lines) % {"count": lines}
        )
    parts += [_("new: %(field)s") % {"field": label} for label in head[:2]]
    if len(head) > 2:
        more = len(head) - 2
        parts.append(ngettext("%(count)s more field", "%(count)s more fields", more) % {"count": more})
    text = pgettext("between the parts of a sentence", ", ").join(parts)
    return capfirst(text) if text else _("Nothing is changed yet")


def outline(items: Iterable[Any]) -> str:
    """What items touch, for lists, without looking at the order: "Quantity, Delivery date · 3 lines"."""
    items = list(items)
    found = {item.line_no: item for item in items if item.line_no is not None}
    lines = len(found)
    known = [fields.find(item.field, of_line=item.line_no is not None) for item in items if item.field]
    told = list(dict.fromkeys(str(one.aspect.label) for one in known if one is not None))
    news = sum(item.action == Action.ADD for item in found.values())
    gone = sum(item.action == Action.CANCEL for item in items)
    if news:
        told.append(ngettext("%(count)s new line", "%(count)s new lines", news) % {"count": news})
    if gone:
        told.append(ngettext("%(count)s line cancelled", "%(count)s lines cancelled", gone) % {"count": gone})
    text = pgettext("between the parts of a sentence", ", ").join(told)
    if not text:
        return _("Nothing is changed yet")
    return text if not lines else f"{text} · " + ngettext("%(count)s line", "%(count)s lines", lines) % {"count": lines}


def _of_line(one: Moved) -> str:
    words = {"quantity": fmt.qty(abs(one.by)), "unit": one.unit, "product": _short(one.name)}
    if one.by > 0:
        return _("add %(quantity)s %(unit)s %(product)s") % words
    return _("cancel %(quantity)s %(unit)s %(product)s") % words


def _of_days(moved: Sequence[Moved]) -> list[str]:
    days = {one.day for one in moved if one.day is not None and not (one.is_new or one.is_gone)}
    if not days:
        return []
    if len(days) == 1:
        return [_("date %(day)s") % {"day": fmt.day(days.pop())}]
    return [ngettext("%(count)s new date", "%(count)s new dates", len(days)) % {"count": len(days)}]


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"
