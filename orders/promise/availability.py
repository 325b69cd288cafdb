"""What there is of a product day by day, and the earliest day for more of it (SEMANTICS 10). Pure.

Stock that nobody holds, what comes in (planned receipts) and what others still need make a profile. Something may be
promised for a day only when it is there on that day **and on every later one**: what others were promised is not taken
from under them. From the ``horizon`` on (today plus the time it takes to make or buy more) there is always enough.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

ZERO = Decimal(0)


@dataclass(frozen=True)
class Flow:
    """So much of a product comes in (above zero) or is needed by somebody (below zero) on a day."""

    day: date
    quantity: Decimal


@dataclass(frozen=True)
class Step:
    """From ``day`` on: what came in and went out on it, what is there then, and what of it may be promised."""

    day: date
    supply: Decimal
    demand: Decimal
    balance: Decimal
    free: Decimal


@dataclass(frozen=True)
class Part:
    """So much can be had on a day."""

    day: date
    quantity: Decimal


def profile(free: Decimal, flows: Iterable[Flow], today: date, horizon: date | None = None) -> list[Step]:
    """A step for today and for each later day on which something moves; what was due before counts today.

    ``free``: stock that nobody holds. ``Step.free`` is the least balance from its day until the horizon, at least 0.
    """
    supply: dict[date, Decimal] = {today: ZERO}
    demand: dict[date, Decimal] = {today: ZERO}
    for flow in flows:
        side = supply if flow.quantity > ZERO else demand
        day = max(today, flow.day)
        side[day] = side.get(day, ZERO) + abs(flow.quantity)
    balance, rows = free, []
    for day in sorted({*supply, *demand}):
        came, went = supply.get(day, ZERO), demand.get(day, ZERO)
        balance += came - went
        rows.append((day, came, went, balance))
    steps: list[Step] = []
    least: Decimal | None = None
    for day, came, went, balance in reversed(rows):
        if horizon is None or day < horizon:
            least = balance if least is None else min(least, balance)
        steps.append(Step(day, came, went, balance, max(ZERO, balance if least is None else least)))
    return steps[::-1]


def parts(steps: Sequence[Step], quantity: Decimal, horizon: date | None = None) -> list[Part]:
    """How ``quantity`` can be had: as much as may be promised on each day, the earliest first, the rest on the
    horizon; without a horizon what cannot be had is left out."""
    found: list[Part] = []
    left = quantity
    for step in steps:
        if left <= ZERO or (horizon is not None and step.day >= horizon):
            break
        more = min(left, step.free - (quantity - left))
        if more > ZERO:
            found.append(Part(step.day, more))
            left -= more
    if left > ZERO and horizon is not None:
        found.append(Part(horizon, left))
    return found


@dataclass(frozen=True)
class Component:
    """Day by day what there is of one of the products that something is put together from, ``pieces`` of it in one;
    from ``horizon`` on there is always enough."""

    steps: Sequence[Step]
    horizon: date | None
    pieces: Decimal

    def enough_for(self, day: date) -> Decimal | None:
        """How many whole ones may be promised of it for a day; None: any number."""
        if self.horizon is not None and day >= self.horizon:
            return None
        return max((step.free for step in self.steps if step.day <= day), default=ZERO) // self.pieces


def put_together(components: Sequence[Component], horizon: date | None = None) -> tuple[list[Step], date | None]:
    """What can be put together day by day: as many as the scarcest component is enough for; and the day from which on
    all of them can be had in any number, ``horizon`` where one of them says none."""
    horizons = [one.horizon for one in components if one.horizon is not None]
    last = max(horizons) if len(horizons) == len(components) else horizon
    steps = []
    for day in sorted({*horizons, *(step.day for one in components for step in one.steps)}):
        enough = [count for one in components if (count := one.enough_for(day)) is not None]
        if enough:
            steps.append(Step(day, ZERO, ZERO, min(enough), min(enough)))
    return steps, last


def earliest(steps: Sequence[Step], quantity: Decimal, horizon: date | None = None) -> date | None:
    """The first day on which all of ``quantity`` can be had; None when it cannot."""
    found = parts(steps, quantity, horizon)
    if sum((part.quantity for part in found), ZERO) < quantity:
        return None
    return found[-1].day if found else steps[0].day


@dataclass(frozen=True)
class Want:
    """A line that needs so much, and the day on which it was promised to leave; None: it was promised none."""

    key: int
    quantity: Decimal
    promised: date | None = None


def in_turn(
    free: Decimal, supply: Iterable[Flow], wants: Iterable[Want], today: date, horizon: date | None = None
) -> dict[int, date | None]:
    """The day each want is covered when they are served one after the other as they stand, from stock and then from
    what comes in; on the horizon at the latest, None where nothing covers it."""
    pool = [Part(today, free)] if free > ZERO else []
    pool += [Part(max(today, one.day), one.quantity) for one in sorted(supply, key=lambda one: one.day)]
    place, rest = 0, pool[0].quantity if pool else ZERO
    found: dict[int, date | None] = {}
    for want in wants:
        left, day = want.quantity, today
        while left > ZERO and place < len(pool):
            if horizon is not None and pool[place].day >= horizon:
                break
            taken = min(left, rest)
            left, rest, day = left - taken, rest - taken, pool[place].day
            if not rest:
                place += 1
                rest = pool[place].quantity if place < len(pool) else ZERO
        found[want.key] = day if left <= ZERO else horizon
    return found
