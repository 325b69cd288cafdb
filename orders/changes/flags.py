"""What a change that is under way holds up: the order's flag, and the lines that do not ship until it is decided
(SEMANTICS 2). The one place that sets both."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from common.rows import update_rows
from orders.changes import fields
from orders.changes.models import ChangeItem, ChangeRequest
from orders.changes.states import UNDER_WAY
from orders.order import writing
from orders.order.models import Order, OrderLine
from orders.order.states import Closure


def touched(lines: Sequence[OrderLine], items: Iterable[ChangeItem]) -> set[int]:
    """The numbers of the lines that do not ship while these items are decided: the open ones that are named, and their
    gifts; every open line where the head changes in what concerns goods on their way (place, way, recipient)."""
    items = list(items)
    if any(_concerns_goods(item) for item in items if item.line_no is None):
        return {line.line_no for line in lines if line.closure == Closure.OPEN}
    named = {item.line_no for item in items}
    sources = {line.pk for line in lines if line.line_no in named}
    return {
        line.line_no
        for line in lines
        if line.closure == Closure.OPEN and (line.line_no in named or line.gift_of_id in sources)
    }


def _concerns_goods(item: ChangeItem) -> bool:
    known = fields.find(item.field, of_line=False)
    return known is not None and known.concerns_goods


def follow(
    request: ChangeRequest, order: Order, lines: Sequence[OrderLine], items: Iterable[ChangeItem], at: datetime
) -> None:
    """Bring the flags of a locked order and its lines in line with where its request stands; saves what changed."""
    is_under_way = request.state in UNDER_WAY
    if changed := put(order, lines, touched(lines, items) if is_under_way else (), is_under_way):
        writing.save(order, changed, at)


def put(order: Order, lines: Iterable[OrderLine], numbers: Collection[int], is_changing: bool) -> list[str]:
    """Set the flags of the lines, saved, and of the order; returns the order's columns to save."""
    others = [line for line in lines if line.is_changing != (line.line_no in numbers)]
    for line in others:
        line.is_changing = line.line_no in numbers
    update_rows(others, ["is_changing"])
    if order.is_changing == is_changing:
        return []
    order.is_changing = is_changing
    return ["is_changing"]
