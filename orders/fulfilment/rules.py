"""What may leave the house (SEMANTICS 2, 3, 11). Rules over rows already read; no database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from common import errors
from common.errors import Text
from orders.order.states import Closure, Origin, Status
from products.catalogue import units

ZERO = Decimal(0)
STEP = Decimal("0.0001")


@dataclass(frozen=True)
class Room:
    """How much of a line may still go: ``open`` is what is missing, ``allowed`` adds the over-delivery
    tolerance and takes off what stands on other delivery notices."""

    open: Decimal
    allowed: Decimal


def room(line: Any, over: Decimal, drafted: Decimal) -> Room:
    """Room left on an order line; ``over`` is a fraction, ``drafted`` what other delivery notices hold."""
    left = line.ordered - line.shipped + line.reship - line.short_closed - drafted
    return Room(open=max(ZERO, left), allowed=max(ZERO, left + line.ordered * over))


def require_order_ships(order: Any) -> None:
    """Raise WrongState unless goods of this order may go out now."""
    require_order_open(order)
    if not order.order_type.ships:
        raise _refuse(order, _("Orders of the type “%(type)s” do not ship (%(order)s)."), type=str(order.order_type))


def require_order_open(order: Any) -> None:
    """Raise WrongState unless the order is effective and not frozen."""
    if order.status != Status.EFFECTIVE:
        raise _refuse(order, _("Order %(order)s cannot ship: it is %(status)s."), status=Status(order.status).label)
    if order.is_frozen:
        raise _refuse(order, _("Order %(order)s is frozen: %(reason)s"), reason=order.freeze_reason)


def require_line_open(order: Any, line: Any) -> None:
    """Raise WrongState when the line is closed, frozen, or touched by a change that is being decided (SEMANTICS 2)."""
    if line.closure != Closure.OPEN:
        label = Closure(line.closure).label
        raise _refuse(order, _("Line %(line)s of order %(order)s is closed (%(closure)s)."), line, closure=label)
    if line.is_frozen:
        reason = line.freeze_reason
        raise _refuse(order, _("Line %(line)s of order %(order)s is frozen: %(reason)s"), line, reason=reason)
    if line.is_changing:
        text = _("A change of line %(line)s of order %(order)s is being decided; it does not ship until then.")
        raise _refuse(order, text, line)


def require_goods(order: Any, line: Any) -> None:
    """Raise WrongState for a service line: it is closed by “service performed”, not by a delivery."""
    if line.is_service:
        text = _("Line %(line)s of order %(order)s is a service; record it as performed instead.")
        raise _refuse(order, text, line)


def require_service(order: Any, line: Any) -> None:
    """Raise WrongState for a line of goods."""
    if not line.is_service:
        text = _("Line %(line)s of order %(order)s is goods; it goes out with an outbound document.")
        raise _refuse(order, text, line)


def _refuse(order: Any, text: str, line: Any = None, **words: Any) -> errors.WrongState:
    shown = {"order": str(order), "line": getattr(line, "line_no", ""), **words}
    figures = {"line_no": line.line_no} if line is not None else {}
    return errors.WrongState(text % shown, order=order.reference, status=str(order.status), possible=[], **figures)


def quantity_error(quantity: Decimal) -> str:
    """What is wrong with a quantity in itself; "" when nothing is."""
    if quantity <= 0:
        return _("Enter more than zero.")
    if quantity != quantity.quantize(STEP):
        return _("At most four decimals.")
    return ""


def part_error(unit: str, quantity: Decimal, of: Decimal) -> Text:
    """What is wrong with a part of what is counted in whole; "" when nothing is. Of what was ordered or sent in parts
    itself (before its unit was known to be counted) parts may go."""
    return "" if units.fault(unit, of) else units.fault(unit, quantity) or ""


def overrun(line: Any, quantity: Decimal, left: Room) -> dict[str, str] | None:
    """The figures by which ``quantity`` passes what may go; None when it fits."""
    if quantity <= left.allowed:
        return None
    return {
        "line_no": str(line.line_no),
        "product": line.product_code,
        "ordered": plain(line.ordered),
        "open": plain(left.open),
        "allowed": plain(left.allowed),
        "asked": plain(quantity),
    }


def overrun_text(figures: Mapping[str, str]) -> str:
    """The figures in words."""
    return _("Line %(line_no)s: %(asked)s asked, at most %(allowed)s can go.") % figures


@dataclass(frozen=True)
class Sent:
    """What of an order line went out on a document."""

    order: str
    line_no: int
    unit: str
    quantity: Decimal


def signing_errors(sent: Mapping[int, Sent], signed: Mapping[int, tuple[Decimal, Decimal]]) -> dict[str, list[Text]]:
    """What is wrong with signed quantities and losses per outbound line: field path (``lines.<order>.<line>``) →
    messages. Every piece that went out was signed for or lost: one of which nothing is said would stay on the
    way for ever."""
    wrong: dict[str, list[Text]] = {}
    for key, (quantity, loss) in signed.items():
        if key not in sent:
            wrong[f"lines.{key}"] = [_("This line is not on the document.")]
            continue
        line = sent[key]
        words = {"line": line.line_no, "quantity": plain(line.quantity), "sum": plain(quantity + loss)}
        if quantity < 0 or loss < 0:
            wrong[f"lines.{line.order}.{line.line_no}"] = [_("Line %(line)s: enter zero or more.") % words]
        elif quantity + loss != line.quantity:
            text = _("Line %(line)s: %(quantity)s went out, but signed and lost come to %(sum)s. Say what arrived.")
            wrong[f"lines.{line.order}.{line.line_no}"] = [text % words]
        elif part := part_error(line.unit, quantity, of=line.quantity):
            wrong[f"lines.{line.order}.{line.line_no}"] = [part]
    return wrong


def plain(quantity: Decimal) -> str:
    """A quantity as people write it: 3, not 3.0000."""
    return f"{quantity.normalize():f}"


def not_reversible(lines: Iterable[Any]) -> errors.WrongState | None:
    """Why what was delivered of these lines (each with its order) cannot be taken back; None when it can.

    A line closed by hand opens by hand only: with its delivery taken back its pieces would be neither
    delivered nor let go nor open (SEMANTICS 3).
    """
    for line in lines:
        order = line.order
        if order.status not in (Status.EFFECTIVE, Status.CLOSED) or order.origin == Origin.HISTORY:
            text = _("Order %(order)s is in the archive or of history; its deliveries stay as they are.")
            return _refuse(order, text, line)
        if line.closure in (Closure.SHORT, Closure.CANCELLED):
            text = _("Line %(line)s of order %(order)s was closed by hand; reopen it first.")
            refused = _refuse(order, text, line)
            refused.details["possible"] = ["line_reopen"]
            return refused
    return None


def not_taken_back(document: Any, lines: Iterable[Any]) -> errors.WrongState | None:
    """Why the audit of a document with these order lines cannot be taken back; None when it can. Goods that
    left before this system kept the stock are not issued from it when they go once more."""
    if not document.moves_stock:
        text = _("%(number)s was taken over with its order; its goods left before stock was kept here.")
        return errors.WrongState(text % {"number": document.number}, status=str(document.status), possible=[])
    return not_reversible(lines)


def came_back(pairs: Iterable[tuple[Any, Any]]) -> errors.WrongState | None:
    """Why goods of these (outbound line, order line) cannot have stayed here: they came back since, or are announced
    to (SEMANTICS 11); None when none of them did."""
    for mine, line in pairs:
        back = line.returned + line.returning
        if back and line.shipped - mine.quantity - line.transit_loss < back:
            text = _("Goods of line %(line)s of order %(order)s came back or are announced to; void that return first.")
            return _refuse(line.order, text, line)
    return None


def was_invoiced(pairs: Iterable[tuple[Decimal, Any]]) -> errors.WrongState | None:
    """Why a delivery of so many pieces of these order lines cannot be taken back: they are on an invoice, which is
    reversed first; None when none of them is."""
    for quantity, line in pairs:
        if line.invoiced > max(Decimal(0), line.shipped - quantity - line.reship):
            text = _("Line %(line)s of order %(order)s is invoiced; reverse the invoice first.")
            return _refuse(line.order, text, line)
    return None


def not_unsigned(document: Any, pairs: Iterable[tuple[Any, Any]], over: Decimal) -> errors.WrongState | None:
    """Why the signing of a document with these (outbound line, order line) cannot be taken back; None when it can.

    Nothing later may stand on it: an archive that waited for the signature, or goods that went out again, or are
    to go, for what it called lost. ``over`` is the over-delivery tolerance, a fraction.
    """
    for mine, line in pairs:
        order = line.order
        if order.status not in (Status.EFFECTIVE, Status.CLOSED) or order.origin == Origin.HISTORY:
            text = _("Order %(order)s is in the archive or of history; its deliveries stay as they are.")
            return _refuse(order, text, line)
        if not mine.reship:
            continue
        if line.closure in (Closure.SHORT, Closure.CANCELLED):
            text = _("Line %(line)s of order %(order)s was closed by hand; reopen it first.")
            refused = _refuse(order, text, line)
            refused.details["possible"] = ["line_reopen"]
            return refused
        if line.shipped - line.reship + mine.reship + line.drafted > line.ordered * (1 + over):
            text = _("What was lost of line %(line)s of order %(order)s goes out again already; take that back first.")
            return _refuse(order, text, line)
    return None


def before_orders(day: date, orders: Iterable[Any]) -> str:
    """What is wrong with a day of goods that lies before one of their orders was placed; "" when nothing is."""
    latest = max(orders, key=lambda order: order.order_date)
    if day >= latest.order_date:
        return ""
    words = {"order": str(latest), "day": latest.order_date.isoformat()}
    return _("Order %(order)s was placed on %(day)s; nothing of it left before.") % words


def same_customer(customer_ids: Iterable[int]) -> bool:
    """Whether all belong to one customer: a document goes to one (SEMANTICS 11)."""
    return len(set(customer_ids)) == 1
