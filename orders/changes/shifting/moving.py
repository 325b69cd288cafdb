"""What a shift of many orders would do, before anything is done (SEMANTICS 8): the lines that move, the day that each
could be promised then, wishes that would not be kept, and which orders cannot be changed, and why. Saves nothing; the
number of statements does not grow with the orders.
"""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from copy import copy
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from accounts.people.models import User
from orders.changes import policies, states
from orders.changes.choices import Action
from orders.changes.models import ChangeRequest
from orders.order import policies as order_policies
from orders.order import scheduling
from orders.order.models import Order, OrderLine
from orders.order.states import Closure, Status
from orders.promise import kits, outlook, proposing
from orders.promise.queries import urgency


@dataclass
class Move:
    """An item that a shift asks for, as requests keep them."""

    action: str
    line_no: int | None
    field: str
    old: Any
    new: Any


@dataclass(frozen=True)
class LineRow:
    """A line that moves: its wish now and then, the day promised now and the one that could be promised then."""

    line_no: int
    product: str
    quantity: str
    unit: str
    wished: str
    wish: str
    promised: str
    arrival: str

    @property
    def is_late(self) -> bool:
        """Whether the new wish would not be kept."""
        return self.arrival > self.wish


@dataclass
class OrderRow:
    """An order of the shift; ``obstacle`` says why it cannot be changed, ``request`` what was made of it."""

    order_id: int
    order: str
    customer: str
    revision: int
    promised: str = ""
    arrival: str = ""
    obstacle: str = ""
    lines: list[LineRow] = field(default_factory=list)
    items: list[Move] = field(default_factory=list)
    request: str = ""

    @property
    def broken(self) -> int:
        """How many new wishes would not be kept."""
        return sum(line.is_late for line in self.lines)

    @property
    def days(self) -> int:
        """By how many days the order's promise moves."""
        if not self.promised or not self.arrival:
            return 0
        return (date.fromisoformat(self.arrival) - date.fromisoformat(self.promised)).days


def work_out(actor: User, order_ids: Collection[int], days: int, today: date) -> list[OrderRow]:
    """The orders of ``order_ids`` that ``actor`` sees, by number."""
    rows = order_policies.visible_to(actor).filter(pk__in=order_ids).select_related("customer", "order_type")
    orders = {order.pk: order for order in rows.order_by("number", "pk")}
    lines: dict[int, list[OrderLine]] = {pk: [] for pk in orders}
    for line in OrderLine.objects.filter(order__in=orders).order_by("order_id", "line_no"):
        line.order = orders[line.order_id]
        lines[line.order_id].append(line)
    asked = {
        one.order_id: one
        for one in ChangeRequest.objects.filter(order__in=orders, state__in=states.OPEN).select_related("created_by")
    }
    found = [_row(actor, order, lines[order.pk], asked.get(order.pk), days, today) for order in orders.values()]
    moving = [(row, line) for row in found if not row.obstacle for line in lines[row.order_id] if _moves(line)]
    _promise(moving, days, today)
    for row in found:
        if not row.obstacle:
            _conclude(row, orders[row.order_id], lines[row.order_id])
    return found


def _row(
    actor: User, order: Order, lines: Sequence[OrderLine], asked: ChangeRequest | None, days: int, today: date
) -> OrderRow:
    row = OrderRow(order.pk, order.reference, order.customer.name, order.revision)
    with suppress(OverflowError):  # beyond the calendar nothing moves
        row.items = _items(order, lines, days)
    wishes = [wish for line in lines if _moves(line) and (wish := proposing.last_requested(line))]
    if order.status != Status.EFFECTIVE:
        row.obstacle = _("The order is %(status)s.") % {"status": Status(order.status).label}
    elif order.is_frozen:
        row.obstacle = _("The order is frozen: %(reason)s") % {"reason": order.freeze_reason}
    elif asked is not None:
        words = {"request": asked.display_number, "person": asked.created_by.name}
        row.obstacle = _("%(request)s of %(person)s is open for this order already.") % words
    elif not policies.can(actor, policies.REQUEST, order):
        row.obstacle = _("You may not request changes of this order.")
    elif not wishes or not row.items:
        row.obstacle = _("No open line of it has a day that could move.")
    elif min(wishes) + timedelta(days) < today:
        row.obstacle = _("A day would lie in the past.")
    return row


def _moves(line: OrderLine) -> bool:
    return line.closure == Closure.OPEN and not line.is_frozen and proposing.last_requested(line) is not None


def _items(order: Order, lines: Sequence[OrderLine], days: int) -> list[Move]:
    """The head's day where it has one, and the days of lines of their own; gifts follow their lines."""
    items = []
    if order.requested_date:
        items.append(_item(Action.HEADER, None, order.requested_date, days))
    for line in lines:
        if not _moves(line) or line.gift_of_id:
            continue
        if line.schedule:
            old = list(line.schedule)
            items.append(Move(Action.MODIFY, line.line_no, "schedule", old, _shifted(line, days)))
        elif line.requested_date:
            items.append(_item(Action.MODIFY, line.line_no, line.requested_date, days))
    return items


def _item(action: str, line_no: int | None, day: date, days: int) -> Move:
    return Move(action, line_no, "requested_date", day.isoformat(), (day + timedelta(days)).isoformat())


def _shifted(line: OrderLine, days: int) -> list[dict[str, Any]]:
    parts = scheduling.of(line.schedule)
    return scheduling.stored([scheduling.Part(one.requested_date + timedelta(days), one.quantity) for one in parts])


def _promise(moving: Sequence[tuple[OrderRow, OrderLine]], days: int, today: date) -> None:
    """Let each line ask anew, the most urgent first: what one is to get, the next ones do not."""
    ranked = sorted(moving, key=lambda one: urgency(one[1]))
    then = [_then(line, days) for _row, line in ranked if line.order.order_type.ships]
    kept = [one for one in ranked if one[1].order.order_type.ships]
    lacking = [line for line in then if line.is_service or not line.needs_stock or line.reserved < line.open]
    kits.load(lacking)
    products = {line.product_id for line in lacking} | kits.product_ids(lacking)
    seen = outlook.of(products, today, apart_from=[line.pk for line in then])
    for (row, line), after, found in zip(kept, then, proposing.propose_many(then, today, seen), strict=True):
        row.lines.append(
            LineRow(
                line_no=line.line_no,
                product=line.product_code,
                quantity=f"{line.open.normalize():f}",
                unit=line.unit,
                wished=_day(proposing.last_requested(line)),
                wish=_day(proposing.last_requested(after)),
                promised=_day(line.promised_date),
                arrival=_day(found.arrival),
            )
        )


def _then(line: OrderLine, days: int) -> OrderLine:
    after = copy(line)
    if line.schedule:
        after.schedule = _shifted(line, days)
    else:
        wish = proposing.last_requested(line)
        after.requested_date = wish and wish + timedelta(days)
    return after


def _conclude(row: OrderRow, order: Order, lines: Sequence[OrderLine]) -> None:
    row.lines.sort(key=lambda one: one.line_no)
    arrivals = {one.line_no: one.arrival for one in row.lines}
    still = [arrivals.get(line.line_no) or _day(line.promised_date) for line in lines if line.closure == Closure.OPEN]
    row.promised, row.arrival = _day(order.promised_date), max(still, default="")


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""


# --- as it is kept ---------------------------------------------------------------------------------


def stored(rows: Sequence[OrderRow]) -> dict[str, Any]:
    """The preview as it is kept, with the digest of what it says."""
    told = [asdict(row) for row in rows]
    # in which language an obstacle is told, and what came of it, is nothing that moved
    said = [{**row, "obstacle": bool(row["obstacle"]), "request": ""} for row in told]
    text = json.dumps(said, sort_keys=True, ensure_ascii=False)
    return {"digest": hashlib.sha256(text.encode()).hexdigest(), "orders": told}


def read(kept: Mapping[str, Any]) -> list[OrderRow]:
    """What ``stored`` gave."""
    return [
        OrderRow(
            **{
                **row,
                "lines": [LineRow(**line) for line in row["lines"]],
                "items": [Move(**item) for item in row["items"]],
            }
        )
        for row in kept.get("orders", ())
    ]
