"""What of a line may come back, and what may be decided about what came. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from common import errors
from common.errors import Text
from orders.fulfilment import rules as goods
from orders.order import totals
from orders.order.states import Closure, Origin, Status

ZERO = Decimal(0)


@dataclass(frozen=True)
class Inspected:
    """How the pieces of a return line were found: fit for stock, or not."""

    to_stock: Decimal = ZERO
    scrapped: Decimal = ZERO
    numbers: Sequence[tuple[str, Decimal]] = ()  # serial and batch numbers of the pieces, where they are told apart

    @property
    def received(self) -> Decimal:
        """All that came."""
        return self.to_stock + self.scrapped


@dataclass(frozen=True)
class Decision:
    """What the customer gets for received pieces: the same shipped again, a substitute, money (``refund_amount`` None:
    what these pieces cost him; in the order's currency, tax included)."""

    reship: Decimal = ZERO
    replaced: Decimal = ZERO
    refund: Decimal = ZERO
    refund_amount: Decimal | None = None


def returnable(line: Any) -> Decimal:
    """Pieces that may still come back: shipped, not lost on the way, not returned and on no other return. A service
    does not come back."""
    if line.is_service:
        return ZERO
    return max(ZERO, line.shipped - line.transit_loss - line.returned - line.returning)


def require_returnable(order: Any) -> None:
    """Raise WrongState unless goods of this order may come back: it took effect, here or before it was taken over, and
    is not put away. One in the archive is restored first, which is recorded and a right of its own (SEMANTICS 2)."""
    if order.status == Status.ARCHIVED:
        text = _("Order %(order)s is in the archive and read-only; restore it first, then its goods may come back.")
        possible = ["restore"]
    elif order.status not in (Status.EFFECTIVE, Status.CLOSED):
        text = _("Order %(order)s is %(status)s; nothing of it comes back here.")
        possible = []
    else:
        return
    words = {"order": str(order), "status": Status(order.status).label}
    raise errors.WrongState(text % words, order=order.reference, status=str(order.status), possible=possible)


def require_reshippable(line: Any) -> None:
    """Raise WrongState for a line closed by hand: it opens by hand only (SEMANTICS 3); and for one of history, which
    stays closed: what replaces its goods is an order of its own."""
    if line.order.origin == Origin.HISTORY:
        text = _("Order %(order)s is of history and stays closed; replace the goods by an exchange order instead.")
        raise errors.WrongState(text % {"order": str(line.order)}, status=str(line.closure), possible=["exchange"])
    if line.closure in (Closure.SHORT, Closure.CANCELLED):
        text = _("Line %(line)s of order %(order)s was closed by hand; reopen it before its goods are shipped again.")
        words = {"line": line.line_no, "order": str(line.order)}
        raise errors.WrongState(text % words, status=str(line.closure), possible=["line_reopen"])


def wanted_errors(lines: Mapping[int, Any], wanted: Mapping[int, Decimal]) -> dict[str, list[Text]]:
    """What is wrong with (line number → pieces that come back): field path → messages."""
    wrong: dict[str, list[Text]] = {}
    for line_no, quantity in wanted.items():
        line = lines.get(line_no)
        if line is None:
            wrong[f"lines.{line_no}"] = [_("The order has no line with this number.")]
            continue
        left = returnable(line)
        text = goods.quantity_error(quantity) or goods.part_error(line.unit, quantity, of=line.shipped)
        if not text and not line.shipped and line.order.origin == Origin.HISTORY:
            text = _("Line %(line)s: the files of history tell of no shipment of it; report an exception instead.")
            text = text % {"line": line_no}
        elif not text and quantity > left:
            words = {"line": line_no, "left": goods.plain(left), "asked": goods.plain(quantity)}
            text = _("Line %(line)s: %(asked)s asked, at most %(left)s can come back.") % words
        if text:
            wrong[f"lines.{line_no}.quantity"] = [text]
    if not wanted:
        wrong["lines"] = [_("Say what comes back: a quantity for at least one line.")]
    return wrong


def inspection_errors(announced: Mapping[int, Any], found: Mapping[int, Inspected]) -> dict[str, list[Text]]:
    """What is wrong with (line number → how it was found), for return lines by line number."""
    wrong: dict[str, list[Text]] = {}
    for line_no, one in found.items():
        mine = announced.get(line_no)
        if mine is None:
            wrong[f"lines.{line_no}"] = [_("This line is not on the return.")]
            continue
        text: Text = ""
        if min(one.to_stock, one.scrapped) < 0:
            text = _("Enter zero or more.")
        elif one.received > mine.quantity:
            words = {"announced": goods.plain(mine.quantity), "sum": goods.plain(one.received)}
            text = _("%(announced)s were announced, %(sum)s are entered. Write another return for the rest.") % words
        else:
            text = _part_error(mine, (one.to_stock, one.scrapped))
        if text:
            wrong[f"lines.{line_no}.to_stock"] = [text]
    if not any(one.received for one in found.values()):
        wrong["lines"] = [_("Say what came. Where nothing did, void the return.")]
    return wrong


def numbers_of(mine: Any) -> list[tuple[str, Decimal]]:
    """The serial and batch numbers that came back on a return line, with their pieces."""
    return [(number, Decimal(pieces)) for number, pieces in mine.numbers]


def worth(line: Any, quantity: Decimal) -> Decimal:
    """What pieces of an order line cost the customer, tax included; of free ones nothing."""
    return totals.value_of(line, quantity, charged=True)


def decision_errors(received: Mapping[int, Any], decided: Mapping[int, Decision]) -> dict[str, list[Text]]:
    """What is wrong with (line number → decision), for return lines by line number."""
    wrong: dict[str, list[Text]] = {}
    for line_no, one in decided.items():
        mine = received.get(line_no)
        if mine is None:
            wrong[f"lines.{line_no}"] = [_("This line is not on the return.")]
            continue
        parts = (one.reship, one.replaced, one.refund)
        given, amount = sum(parts, ZERO), one.refund_amount
        if min(parts) < 0:
            wrong[f"lines.{line_no}.reship"] = [_("Enter zero or more.")]
        elif given > mine.received:
            words = {"received": goods.plain(mine.received), "sum": goods.plain(given)}
            wrong[f"lines.{line_no}.reship"] = [_("%(received)s came back, %(sum)s are decided about.") % words]
        elif part := _part_error(mine, parts):
            wrong[f"lines.{line_no}.reship"] = [part]
        if one.refund and mine.order.origin == Origin.HISTORY:
            wrong[f"lines.{line_no}.refund"] = [
                _(
                    "What was paid for an order of history is not kept here: replace the goods, or say in the grounds"
                    " what finance pays back."
                )
            ]
        if amount is not None and (text := _amount_error(mine, one.refund, amount)):
            wrong[f"lines.{line_no}.refund_amount"] = [text]
    return wrong


def _part_error(mine: Any, quantities: Iterable[Decimal]) -> Text:
    """What is wrong with parts of what is counted in whole; "" when nothing is."""
    for quantity in quantities:
        if fault := goods.part_error(mine.of.unit, quantity, of=mine.quantity):
            return fault
    return ""


def _amount_error(mine: Any, quantity: Decimal, amount: Decimal) -> Text:
    most = worth(mine.of, quantity)
    if amount < 0:
        return _("Enter zero or more.")
    if amount > most:
        return _("These pieces cost the customer %(most)s; no more is refunded for them.") % {"most": most}
    return ""
