"""Which day a line is promised, and the book of all promises (SEMANTICS 10). Inside other operations."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from accounts.people.models import User
from common import dates
from orders.order.models import Order, OrderLine
from orders.order.states import Closure
from orders.promise import chain, proposing
from orders.promise.chain import Link
from orders.promise.models import PromiseEntry
from orders.promise.proposing import Proposal

# the columns of a line that a promise sets
COLUMNS = ("promised_date", "first_promised_date", "promised_ship_date")


@dataclass(frozen=True)
class Made:
    """A promise that was made for a line: the caller saves the line and writes the entry."""

    line: OrderLine
    arrival: date
    ship_date: date
    reason: str
    links: list[Link]

    def entry(self, actor: User, at: datetime) -> PromiseEntry:
        """The row of the book."""
        return PromiseEntry(
            order=self.line.order,
            line=self.line,
            promised_date=self.arrival,
            ship_date=self.ship_date,
            reason=self.reason,
            chain=self.links,
            actor=actor,
            at=at,
        )


def promise_lines(
    order: Order,
    lines: Sequence[OrderLine],
    *,
    actor: User,
    at: datetime,
    holds: Sequence[Link] = (),
    gone: Mapping[int, Decimal] | None = None,
    anew: Collection[OrderLine] = (),
    because: Sequence[Link] = (),
) -> list[OrderLine]:
    """Promise a day for every open line that has none, or whose day can no longer be met; returns those lines.

    Sets ``COLUMNS`` on the objects (the caller saves them) and appends to the book of promises. ``holds``: what holds
    the whole order back, for the reasons; ``gone``: pieces of a product that are about to leave the stock; ``anew``:
    those of the lines that get the day that is proposed now, an earlier one too; ``because``: the reasons before all.
    """
    made = decide(order, lines, at, holds, gone, anew, because)
    write(made, actor=actor, at=at)
    return [one.line for one in made]


def write(made: Sequence[Made], *, actor: User, at: datetime) -> None:
    """Append promises to the book. One statement."""
    PromiseEntry.objects.bulk_create(one.entry(actor, at) for one in made)


def decide(
    order: Order,
    lines: Sequence[OrderLine],
    at: datetime,
    holds: Sequence[Link] = (),
    gone: Mapping[int, Decimal] | None = None,
    anew: Collection[OrderLine] = (),
    because: Sequence[Link] = (),
) -> list[Made]:
    """The promises that ``promise_lines`` makes; the caller writes the entries."""
    asked = [line for line in lines if line.closure == Closure.OPEN]
    if not asked:
        return []
    desk = proposing.desk(order, asked, dates.business_day(at), holds)
    desk.take_off(gone or {})
    made = []
    for line in asked:
        line.order = order
        found = desk.propose(line)
        is_anew = line in anew and line.promised_date != found.arrival
        if is_anew or line.promised_date is None or line.promised_date < found.arrival:
            made.append(set_day(line, replace(found, links=[*because, *found.links])))
    return made


def set_day(line: OrderLine, found: Proposal) -> Made:
    """Promise a line what was proposed (does not save)."""
    line.promised_date, line.promised_ship_date = found.arrival, found.ship_date
    line.first_promised_date = line.first_promised_date or found.arrival
    return Made(line, found.arrival, found.ship_date, found.reason, found.links)


def unpaid_advance(has_unpaid: bool) -> list[Link]:
    """The link for an advance payment that is still to come."""
    return [chain.plain(chain.ADVANCE)] if has_unpaid else []
