"""What would become of promises if goods came on other days (R156, R157, R159). Reads, locks and saves nothing."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from accounts.people.models import User
from common.workdays import calendar
from orders.order import policies
from orders.order.models import Order, OrderLine
from orders.promise import chain, kits, outlook, proposing, queries
from orders.promise.availability import Flow
from orders.promise.chain import Said
from orders.promise.outlook import Outlook
from products.catalogue.choices import SupplyMode

ZERO = Decimal(0)
MOST = 200  # lines that wait for the products, the most urgent first: enough to see what follows


@dataclass(frozen=True)
class Shift:
    """So much of a product comes ``after`` instead of ``before``; None: not at all, or not planned so far."""

    product_id: int
    quantity: Decimal
    before: date | None
    after: date | None


@dataclass(frozen=True)
class Consequence:
    """A line that would get another day. ``order`` is None for an order that the reader may not see: then nothing of it
    is said but the product and the days."""

    order: Order | None
    line_no: int | None
    product: str
    requested: date | None
    promised: date | None
    would_be: date
    reasons: Sequence[Said] = ()

    @property
    def days(self) -> int:
        """Days of work later than promised; below zero for earlier."""
        return calendar().between(self.promised, self.would_be) if self.promised else 0

    @property
    def is_broken(self) -> bool:
        """Whether the promise could no longer be met."""
        return self.promised is not None and self.would_be > self.promised

    @property
    def is_too_late(self) -> bool:
        """Whether the customer wanted it before."""
        return self.requested is not None and self.would_be > self.requested


def foresee(actor: User, shifts: Sequence[Shift], today: date) -> list[Consequence]:
    """The lines whose promise would break or whose goods would come earlier if supply moved so, the most urgent first.
    A rule over all orders; a constant number of statements."""
    ids = {one.product_id for one in shifts}
    waiting = _waiting(ids)
    if not waiting:
        return []
    apart = [line.pk for line in waiting]
    needed = {*ids, *(line.product_id for line in waiting), *kits.product_ids(waiting)}
    known = outlook.of(needed, today, apart_from=apart)
    moved = {pk: replace(seen, supply=_moved(seen.supply, shifts, pk, today)) for pk, seen in known.items()}
    told = _days(waiting, today, known), _days(waiting, today, moved)
    mine = _seen(actor, {line.order_id for line in waiting})
    return [
        _consequence(line, after, mine)
        for line, was, after in zip(waiting, *told, strict=True)
        if was.arrival != after.arrival and (line.promised_date is None or _matters(line, was.arrival, after.arrival))
    ]


def _waiting(product_ids: Collection[int]) -> list[OrderLine]:
    rows = queries.short_lines().filter(queries.asking_for(product_ids)).exclude(supply_mode=SupplyMode.MAKE)
    rows = rows.exclude(order__is_frozen=True).exclude(is_frozen=True).select_related("order__customer")
    found = sorted(rows, key=queries.urgency)[:MOST]
    kits.load(found)
    return found


def _moved(supply: Sequence[Flow], shifts: Sequence[Shift], product_id: int, today: date) -> tuple[Flow, ...]:
    """What is to come of a product after the shifts, as promises count on it."""
    by_day: dict[date, Decimal] = {}
    for flow in supply:
        by_day[flow.day] = by_day.get(flow.day, ZERO) + flow.quantity
    for one in shifts:
        if one.product_id != product_id:
            continue
        if one.before is not None:
            day = outlook.presumed(one.before, today)
            by_day[day] = by_day.get(day, ZERO) - one.quantity
        if one.after is not None:
            day = outlook.presumed(one.after, today)
            by_day[day] = by_day.get(day, ZERO) + one.quantity
    return tuple(Flow(day, quantity) for day, quantity in sorted(by_day.items()) if quantity > ZERO)


def _days(waiting: Sequence[OrderLine], today: date, seen: Mapping[int, Outlook]) -> list[proposing.Proposal]:
    """What each line would be promised, served one after the other."""
    return proposing.propose_many(waiting, today, dict(seen))


def _matters(line: OrderLine, was: date, after: date) -> bool:
    """Whether it changes what can be said: a promise breaks, or a broken one can be kept again."""
    assert line.promised_date is not None
    return after > line.promised_date or was > line.promised_date


def _seen(actor: User, order_ids: Collection[int]) -> set[int]:
    return set(policies.visible_to(actor).filter(pk__in=order_ids).values_list("pk", flat=True))


def _consequence(line: OrderLine, after: proposing.Proposal, mine: Collection[int]) -> Consequence:
    is_seen = line.order_id in mine
    return Consequence(
        order=line.order if is_seen else None,
        line_no=line.line_no if is_seen else None,
        product=line.product_code,
        requested=proposing.last_requested(line) if is_seen else None,
        promised=line.promised_date,
        would_be=after.arrival,
        reasons=chain.said(after.links) if is_seen else (),
    )
