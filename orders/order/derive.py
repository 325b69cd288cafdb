"""The one function that derives an order's amounts, states and stage (SEMANTICS 2). Pure and idempotent.

It reads columns only: those of the lines, and ``received_amount``, ``next_due_date``, which the
settlement room writes. Decisions come from quantities, never from a rounded percentage.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from orders.order import due, totals
from orders.order.models import Order, OrderLine
from orders.order.states import Closure, Fulfilment, Origin, Settlement, Stage, Status

ZERO = Decimal(0)
WHOLE = 100  # percent
BINDING = (Status.EFFECTIVE, Status.CLOSED, Status.ARCHIVED)


def derive(order: Order, lines: Sequence[OrderLine]) -> list[str]:
    """Recompute every derived column of ``order`` from all its lines; returns the names that changed.

    Call under the order's lock; saves nothing. A historical order keeps the amounts of its file.
    """
    found: dict[str, Any] = {
        **_amounts(order, lines),
        **_delivered_amounts(lines),
        "line_count": len(lines),
        "fulfilment": fulfilment(lines),
        "signing": signing(lines),
        "invoicing": invoicing(lines),
        "promised_date": latest_promise(lines),
        "credited_amount": sum((line.credited for line in lines), ZERO),
    }
    changed = _assign(order, found)
    changed += _assign(order, {"due_amount": due.amount_due(order, lines)})
    changed += _assign(order, {"settlement": settlement(order)})
    return changed + _assign(order, {"stage": stage(order, lines)})


def _assign(order: Order, values: dict[str, Any]) -> list[str]:
    changed = [name for name, value in values.items() if getattr(order, name) != value]
    for name in changed:
        setattr(order, name, values[name])
    return changed


def _amounts(order: Order, lines: Sequence[OrderLine]) -> dict[str, Decimal]:
    sums = totals.sum_lines(lines, freight=order.freight, reduction=order.reduction)
    if order.origin == Origin.HISTORY:
        return {"cost_amount": sums.cost}
    return {
        "lines_amount": sums.lines,
        "total_amount": sums.total,
        "tax_amount": sums.tax,
        "net_amount": sums.net,
        "cost_amount": sums.cost,
    }


def _delivered_amounts(lines: Iterable[OrderLine]) -> dict[str, Decimal]:
    """Worth of what is reserved, shipped, … measured like ``lines_amount``: before the order's reduction."""
    reserved = shipped = unshipped = signed = invoiced = ZERO
    for line in lines:
        reserved += totals.value_of(line, line.reserved)
        shipped += totals.value_of(line, delivered(line))
        unshipped += unshipped_value(line)
        signed += totals.value_of(line, min(accepted(line), delivered(line)))
        invoiced += totals.value_of(line, line.invoiced)
    return {
        "reserved_amount": reserved,
        "shipped_amount": shipped,
        "unshipped_amount": unshipped,
        "signed_amount": signed,
        "invoiced_amount": invoiced,
    }


def delivered(line: OrderLine) -> Decimal:
    """Pieces that count as delivered: shipped − reship."""
    return max(ZERO, line.shipped - line.reship)


def unshipped_value(line: OrderLine) -> Decimal:
    """Worth of the pieces that are still to be delivered; what was let go is not to be delivered any more."""
    if is_done(line):
        return ZERO
    return totals.value_of(line, line.ordered - line.short_closed) - totals.value_of(line, delivered(line))


def accepted(line: OrderLine) -> Decimal:
    """Pieces the customer signed for; a service is accepted when it is performed."""
    return line.shipped if line.is_service else line.signed


def is_done(line: OrderLine) -> bool:
    """Nothing of the line is to be delivered any more: complete, or what is left was let go."""
    return line.closure == Closure.AUTO or delivered(line) >= line.ordered - line.short_closed


def fulfilment(lines: Sequence[OrderLine]) -> Fulfilment:
    """How much of what is still owed was shipped; a short-closed remainder is not owed any more."""
    if not any(delivered(line) for line in lines):
        return Fulfilment.NONE
    return Fulfilment.FULL if all(map(is_done, lines)) else Fulfilment.PARTIAL


def signing(lines: Sequence[OrderLine]) -> Fulfilment:
    """How much of the order was signed for; pieces lost in transit need no signature."""
    if not any(accepted(line) or line.transit_loss for line in lines):
        return Fulfilment.NONE
    all_signed = all(accepted(line) + line.transit_loss >= line.shipped for line in lines)
    return Fulfilment.FULL if all_signed and fulfilment(lines) == Fulfilment.FULL else Fulfilment.PARTIAL


def invoicing(lines: Sequence[OrderLine]) -> Fulfilment:
    """How much of what is to be paid was invoiced; what is free, or came back for money, needs no invoice."""
    charged = [line for line in lines if line.amount and due.to_invoice(line)]
    if not any(line.invoiced for line in charged):
        return Fulfilment.NONE
    return Fulfilment.FULL if all(line.invoiced >= due.to_invoice(line) for line in charged) else Fulfilment.PARTIAL


def settlement(order: Order) -> Settlement:
    """How much of what is owed (``due_amount``) was received; what was let go by closing is not owed."""
    owed, received = order.due_amount, order.received_amount
    if received > owed:
        return Settlement.OVERPAID
    if received == owed and (received or order.status in BINDING):
        return Settlement.PAID
    if not received:
        return Settlement.NONE
    return Settlement.PARTIAL if order.shipped_amount else Settlement.ADVANCE


def stage(order: Order, lines: Sequence[OrderLine]) -> Stage:
    """The progress stage (R173), as documents and the work on its lines tell it."""
    if order.status not in BINDING:
        return Stage.PLACING
    if order.status == Status.ARCHIVED or order.signing == Fulfilment.FULL:
        return Stage.COMPLETE
    if order.status == Status.CLOSED and (order.origin == Origin.HISTORY or order.fulfilment == Fulfilment.NONE):
        return Stage.COMPLETE
    if order.fulfilment == Fulfilment.FULL:
        return Stage.DELIVERY
    if any(line.shipped or line.drafted for line in lines) or _is_made(lines):
        return Stage.LOGISTICS
    return Stage.PREPARING


def _is_made(lines: Iterable[OrderLine]) -> bool:
    """Whether the work on what is still to be delivered is done, where there was any."""
    shares = [line.work_done for line in lines if line.work_done is not None and not is_done(line)]
    return bool(shares) and all(share == WHOLE for share in shares)


def latest_promise(lines: Iterable[OrderLine]) -> date | None:
    """The day on which everything still open is promised; when nothing is open, the last promise made."""
    promised = [(line.closure == Closure.OPEN, line.promised_date) for line in lines if line.promised_date]
    still_open = [day for is_open, day in promised if is_open]
    return max(still_open or [day for _open, day in promised], default=None)
