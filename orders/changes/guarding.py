"""What of an order no longer changes: lines that are closed or frozen, pieces that went out or were billed
(SEMANTICS 8). Pure."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from common import errors
from common.errors import Text
from orders.changes.choices import Action
from orders.order.models import OrderLine
from orders.order.states import Closure

ZERO = Decimal(0)
Faults = dict[str, list[Text]]
# what may change of a line whose pieces are billed already: not what they cost
_MONEY = ("price", "discount", "tax_rate")
_WHAT = ("product_id", "specification", "auxiliary_attribute")


def carried_out(line: OrderLine) -> Decimal:
    """Pieces of a line that are out, or on their way out: shipped − reship + on delivery notices."""
    return max(ZERO, line.shipped - line.reship) + line.drafted


def least_quantity(line: OrderLine) -> Decimal:
    """The least that a line may be changed to: what is out, on delivery notices or billed."""
    return max(carried_out(line), line.invoiced)


def require_known(existing: Mapping[int, OrderLine], items: Iterable[Any]) -> None:
    """Raise Invalid for items of lines that do not exist, gifts, and new lines whose number is taken."""
    faults: Faults = {}
    for item in items:
        if item.line_no is None:
            continue
        line, path = existing.get(item.line_no), f"lines.{item.line_no}"
        if item.action == Action.ADD and line is not None:
            faults[path] = [_("Line %(line)s exists already.") % {"line": item.line_no}]
        elif item.action != Action.ADD and line is None:
            faults[path] = [_("The order has no line %(line)s.") % {"line": item.line_no}]
        elif line is not None and line.gift_of_id:
            faults[path] = [_("Line %(line)s is a gift: it follows its line.") % {"line": item.line_no}]
    if faults:
        raise errors.Invalid(fields=faults)


def require_possible(
    existing: Mapping[int, OrderLine], lines: Sequence[OrderLine], gone: Iterable[OrderLine], items: Iterable[Any]
) -> None:
    """Raise Invalid, item by item, for changes of what is closed, frozen, out or billed."""
    faults: Faults = {}
    named = {item.line_no for item in items if item.line_no is not None}
    after = {line.line_no: line for line in lines}
    for number in sorted(named & existing.keys()):
        line, path = existing[number], f"lines.{number}"
        if line.closure != Closure.OPEN:
            faults[path] = [_("Line %(line)s is closed.") % {"line": number}]
        elif line.is_frozen:
            faults[path] = [_frozen(line)]
        elif number in after:
            _check(line, after[number], path, faults)
    for line in existing.values():
        if line.gift_of_id:
            _check_gift(line, after.get(line.line_no), faults)
    for line in gone:
        if text := _not_cancelled(line):
            faults.setdefault(f"lines.{line.line_no}", []).append(text)
    if faults:
        raise errors.Invalid(fields=faults)


def _check(was: OrderLine, line: OrderLine, path: str, faults: Faults) -> None:
    least = least_quantity(was)
    if line.ordered < least:
        words = {"least": f"{least.normalize():f}", "unit": was.unit}
        text = _("At least %(least)s %(unit)s: so much is shipped, on delivery notices or invoiced.") % words
        faults[f"{path}.quantity"] = [text]
    used = carried_out(was) or was.shipped or was.returned or was.returning or was.invoiced
    if used and any(getattr(was, name) != getattr(line, name) for name in _WHAT):
        faults[f"{path}.product"] = [_("Pieces of it are out or billed: add a line with the other one instead.")]
    if was.invoiced and any(getattr(was, name) != getattr(line, name) for name in _MONEY):
        faults[f"{path}.price"] = [_("It is invoiced in part at this price: credit the invoice first.")]


def _check_gift(was: OrderLine, line: OrderLine | None, faults: Faults) -> None:
    """A gift follows its line only as far as a line may change at all."""
    if line is not None and all(getattr(was, name) == getattr(line, name) for name in ("ordered", *_WHAT)):
        return
    path = f"lines.{was.line_no}"
    if was.is_frozen:
        faults[path] = [_frozen(was)]
    elif line is not None:
        _check(was, line, path, faults)


def _frozen(line: OrderLine) -> Text:
    return _("Line %(line)s is frozen: %(why)s") % {"line": line.line_no, "why": line.freeze_reason}


def _not_cancelled(line: OrderLine) -> Text | None:
    """Why a line cannot be taken out; None: it can."""
    least = max(least_quantity(line), line.shipped, line.returned, line.returning)
    if not least:
        return None
    words = {"line": line.line_no, "least": f"{least.normalize():f}", "unit": line.unit}
    return _("Line %(line)s has %(least)s %(unit)s that are out or billed: cut its quantity instead.") % words
