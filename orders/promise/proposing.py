"""Which day a line can be promised, why, and in which parts (SEMANTICS 10, R119–R124). Saves nothing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

from common.workdays import calendar
from orders.order import scheduling
from orders.order.models import Order, OrderLine
from orders.promise import availability, chain, kits, outlook, transit
from orders.promise.availability import Flow, Part, Step
from orders.promise.chain import Link
from orders.promise.outlook import Outlook
from orders.promise.transit import Transit
from orders.work import queries as work
from products.catalogue.choices import SupplyMode

ZERO = Decimal(0)


@dataclass(frozen=True)
class Proposal:
    """A day of arrival and the day to leave by it, the reasons as links, and what is ready when, oldest first."""

    arrival: date
    ship_date: date
    links: list[Link]
    ready: list[Part] = field(default_factory=list)

    @property
    def reason(self) -> str:
        """The short form, in English."""
        return chain.short(self.links)


class Load:
    """Until when who makes goods is full: asked once, of whom something has to be made."""

    def __init__(self) -> None:
        self._known: tuple[date | None] | None = None

    def until(self, today: date) -> date | None:
        """The first day with hours left; None for today. One statement the first time."""
        if self._known is None:
            self._known = (work.full_until(today),)
        return self._known[0]


@dataclass
class Desk:
    """All that proposals for the lines of one order are made from. ``propose`` in turn: what one line is to get, the
    next ones do not."""

    order: Order
    today: date
    way: Transit
    outlooks: dict[int, Outlook]
    # what holds the whole order back, and moves no day
    holds: Sequence[Link] = ()
    load: Load = field(default_factory=Load)

    def take_off(self, gone: Mapping[int, Decimal]) -> None:
        """Count on so much less of these products in stock."""
        for product_id, quantity in gone.items():
            if product_id in self.outlooks:
                seen = self.outlooks[product_id]
                self.outlooks[product_id] = replace(seen, free=seen.free - quantity)

    def propose(self, line: OrderLine, wanted: Decimal | None = None) -> Proposal:
        """The day for what is open of a line, or for ``wanted`` pieces of it."""
        quantity = line.open if wanted is None else wanted
        if line.is_service:
            days = self._days(line)
            ready = [Part(self.today + timedelta(days), quantity)]
            return self._on_day(
                line, ready, [chain.lead_time(days, quantity, ready[-1].day)] if days else [], transit.NONE
            )
        if line.supply_mode == SupplyMode.DIRECT:
            seen = self.outlooks[line.product_id]
            ready = [Part(self.today + timedelta(seen.supplier_days), quantity)]
            return self._on_day(line, ready, [chain.supplier(seen.supplier_days, seen.supplier)], self.way)
        ready, links = self._ready(line, quantity)
        return self._on_day(line, ready, links, self.way)

    def _days(self, line: OrderLine) -> int:
        return self.outlooks[line.product_id].lead_days if line.product_id in self.outlooks else 0

    def _ready(self, line: OrderLine, quantity: Decimal) -> tuple[list[Part], list[Link]]:
        """What is held, then what is free and to come, then what has to be made."""
        held = min(line.reserved, quantity)
        ready = [Part(self.today, held)] if held else []
        links = [chain.held(held)] if held else []
        left = quantity - held
        if left <= ZERO:
            return ready or [Part(self.today, ZERO)], links
        steps, horizon = self._supply(line)
        found = self._there(line, steps, left, horizon)
        busy = self._busy(line) if _sum(found) < left else None
        made = max(horizon, busy) if horizon is not None and busy is not None else horizon
        if made != horizon:  # what comes before there are hours to make more
            found = self._there(line, steps, left, made)
        links += self._lacking(line, left)
        links += [chain.part(one, self.today, self._documents(line, one.day)) for one in found]
        left -= _sum(found)
        if left > ZERO and horizon is not None and made is not None:
            found.append(Part(made, left))
            links.append(chain.lead_time((horizon - self.today).days, left, horizon))
            links += [chain.load(made)] if made > horizon else []
        elif left > ZERO:
            found.append(Part(max([self.today, *(one.day for one in found)]), left))
            links.append(chain.plain(chain.UNKNOWN, quantity=f"{left.normalize():f}"))
        for product_id, pieces in kits.parts(line):
            taken = [Flow(one.day, -one.quantity * pieces) for one in found]
            self.outlooks[product_id] = self.outlooks[product_id].with_demand(taken)
        return [*ready, *found], links

    @staticmethod
    def _there(line: OrderLine, steps: list[Step], wanted: Decimal, horizon: date | None) -> list[Part]:
        """What there is and comes before the horizon; a line that is made for takes nothing of it."""
        if line.supply_mode == SupplyMode.MAKE:
            return []
        return [one for one in availability.parts(steps, wanted, horizon) if horizon is None or one.day < horizon]

    def _busy(self, line: OrderLine) -> date | None:
        """Before which day nobody has hours to make more for a line: only of what is made, and not for a line whose own
        work is planned and counted already."""
        bought = line.supply_mode != SupplyMode.MAKE and bool(self.outlooks[line.product_id].supplier)
        return None if bought or line.work_end_date is not None else self.load.until(self.today)

    def _documents(self, line: OrderLine, day: date) -> Sequence[str]:
        return () if kits.is_counted(line) else self.outlooks[line.product_id].documents.get(day, ())

    def _supply(self, line: OrderLine) -> tuple[list[Step], date | None]:
        """What there is for a line day by day, and from when on there is always enough."""
        seen, from_stock = self.outlooks[line.product_id], line.supply_mode == SupplyMode.STOCK
        if not kits.is_counted(line) or line.supply_mode == SupplyMode.MAKE:
            return seen.steps(from_stock=from_stock), seen.horizon
        return outlook.together(kits.parts(line), self.outlooks, seen.horizon, from_stock=from_stock)

    def _lacking(self, line: OrderLine, wanted: Decimal) -> list[Link]:
        """The components of which there is too little today, where the line is a kit that counts them."""
        if not kits.is_counted(line) or line.supply_mode != SupplyMode.STOCK:
            return []
        lacks = []
        for product_id, pieces in kits.needs(line, wanted):
            seen = self.outlooks[product_id]
            if (free := seen.steps()[0].free) < pieces:
                lacks.append((seen.code, pieces - free))
        return [chain.lacking(lacks)] if lacks else []

    def _on_day(self, line: OrderLine, ready: list[Part], links: list[Link], way: Transit) -> Proposal:
        ship_date = calendar().on_or_after(ready[-1].day) if not line.is_service else ready[-1].day
        arrival = way.arrival(ship_date)
        if not line.is_service and way.days:
            links = [*links, chain.on_the_way(way)]
        asked = last_requested(line)
        if asked and asked >= arrival:
            arrival, ship_date = asked, max(ship_date, way.leave_by(asked))
            links = [*links, chain.requested(asked)]
        return Proposal(arrival, ship_date, [*links, *self.holds], ready)


def _sum(parts: Sequence[Part]) -> Decimal:
    return sum((one.quantity for one in parts), ZERO)


def last_requested(line: OrderLine) -> date | None:
    """The day by which the customer wants all of a line."""
    if line.schedule:
        return max(one.requested_date for one in scheduling.of(line.schedule))
    return line.requested_date or line.order.requested_date


def desk(order: Order, lines: Sequence[OrderLine], today: date, holds: Sequence[Link] = ()) -> Desk:
    """What is known for proposals to these lines of an order (each knows its order): one statement for the route,
    four more where a line is not covered by what it holds, and one where something has to be made."""
    goods = any(not line.is_service for line in lines)
    way = transit.of(order) if goods else transit.NONE
    uncovered = [line for line in lines if line.is_service or not line.needs_stock or line.reserved < line.open]
    kits.load(uncovered)
    ids = {line.product_id for line in uncovered} | kits.product_ids(uncovered)
    seen = outlook.of(ids, today, apart_from=[line.pk for line in lines if line.pk])
    return Desk(order, today, way, seen, holds)


def propose_many(
    lines: Sequence[OrderLine],
    today: date,
    outlooks: dict[int, Outlook],
    holds: Callable[[OrderLine], Sequence[Link]] = lambda _line: (),
) -> list[Proposal]:
    """Proposals for lines of any orders (each knows its order), in turn: what one is to get, the next ones do not. One
    statement for the routes."""
    ways, load = transit.of_many([line.order for line in lines]), Load()
    return [
        Desk(line.order, today, way, outlooks, holds(line), load).propose(line)
        for line, way in zip(lines, ways, strict=True)
    ]


def days_by_part(proposal: Proposal, way: Transit) -> list[tuple[date, Decimal]]:
    """When the parts would arrive, days that fall together summed up."""
    found: dict[date, Decimal] = {}
    for one in proposal.ready:
        day = way.arrival(calendar().on_or_after(one.day))
        found[day] = found.get(day, ZERO) + one.quantity
    return sorted(found.items())
