"""The day for lines that are being typed (``orders.entry.hints``): what a promise would say now. Saves nothing."""

from collections.abc import Sequence
from datetime import date

from orders.entry.hinting import Hint
from orders.order.models import Order, OrderLine
from orders.promise import chain, kits, proposing, transit
from orders.promise.proposing import Proposal
from orders.promise.transit import Transit


def hint(order: Order, lines: Sequence[OrderLine], today: date) -> list[Hint | None]:
    """Each line in turn: what one is to get, the next ones do not. From stock, what comes in and the lead time to the
    first day on which all of it would be there, whatever day was asked for; None where nothing says when."""
    for line in lines:
        line.order = order
    kits.foresee(lines)
    desk = proposing.desk(order, lines, today)
    return [_of(desk.propose(line), transit.NONE if line.is_service else desk.way) for line in lines]


def _of(found: Proposal, way: Transit) -> Hint | None:
    links = [link for link in found.links if link["kind"] != chain.REQUESTED]
    if any(link["kind"] == chain.UNKNOWN for link in links):
        return None
    day, _quantity = proposing.days_by_part(found, way)[-1]
    return Hint(day, [str(one.text) for one in chain.said(links)])
